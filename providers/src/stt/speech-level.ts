/** What a stretch of sound tells by its loudness alone. */
import { STT_SAMPLE_RATE_HZ } from "./port.ts";

/** 20 ms at 16 kHz. */
const FRAME_SAMPLES = 320;
const FRAME_SECONDS = FRAME_SAMPLES / STT_SAMPLE_RATE_HZ;

/**
 * Quieter than this in its loudest 20 ms, a stretch holds no speech: a whisper at arm's length lies near -50 dBFS before
 * gain control, the noise floor of a cheap headset near -65.
 */
const SILENCE_DBFS = -58;
/** Quieter frames are the zeros of a program, not the noise of a room. */
const NOTHING_DBFS = -90;
/** The share of frames that are the room and the gaps between words. */
const FLOOR_SHARE = 0.1;
/** A frame of speech is so much above the floor, and so little below the loudest. */
const ABOVE_FLOOR_DB = 6;
const BELOW_LOUDEST_DB = 30;
/** Closed lips and pauses for breath that belong to the speech around them. */
const GAP_FRAMES = 10;

export interface SpeechLevel {
  /** Level of the loudest 20 ms, dBFS; -Infinity for digital silence. */
  loudestDbfs: number;
  /** Level that a tenth of the frames do not reach, digital silence left out, dBFS. */
  floorDbfs: number;
  /** How long something stands out from the floor, gaps of up to 200 ms included. */
  activeSeconds: number;
}

/** Levels are those of a full-scale square wave (0 dBFS), the constant part left out. @param pcm 16 kHz */
export function speechLevel(pcm: Float32Array): SpeechLevel {
  const frames = frameLevels(pcm);
  const loudestDbfs = frames.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
  const sounding = frames.filter((level) => level > NOTHING_DBFS).sort((a, b) => a - b);
  const floorDbfs = sounding[Math.floor(sounding.length * FLOOR_SHARE)] ?? Number.NEGATIVE_INFINITY;
  const threshold = Math.max(SILENCE_DBFS, floorDbfs + ABOVE_FLOOR_DB, loudestDbfs - BELOW_LOUDEST_DB);
  let active = 0;
  let last = Number.NEGATIVE_INFINITY;
  frames.forEach((level, at) => {
    if (level <= threshold) return;
    active += at - last - 1 <= GAP_FRAMES ? at - last : 1;
    last = at;
  });
  return { loudestDbfs, floorDbfs, activeSeconds: active * FRAME_SECONDS };
}

/** Level of the loudest 20 ms, dBFS (0 is a full-scale square wave), the constant part left out; -Infinity for digital silence. */
export function loudestFrameDbfs(pcm: Float32Array): number {
  return frameLevels(pcm).reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
}

/** Whether a recogniser should be asked at all. */
export function isAudible(pcm: Float32Array): boolean {
  return loudestFrameDbfs(pcm) > SILENCE_DBFS;
}

/** The same from levels that are known. */
export function isAudibleLevel({ loudestDbfs }: SpeechLevel): boolean {
  return loudestDbfs > SILENCE_DBFS;
}

/** Each frame without its mean: a constant offset is no sound, nor is what swings more slowly than a voice. */
function frameLevels(pcm: Float32Array): number[] {
  return Array.from({ length: Math.ceil(pcm.length / FRAME_SAMPLES) }, (_, frame) => {
    const from = frame * FRAME_SAMPLES;
    const to = Math.min(pcm.length, from + FRAME_SAMPLES);
    let mean = 0;
    for (let i = from; i < to; i += 1) mean += pcm[i]!;
    mean /= to - from;
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += (pcm[i]! - mean) ** 2;
    return 10 * Math.log10(sum / (to - from));
  });
}
