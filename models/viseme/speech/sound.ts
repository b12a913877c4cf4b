/** What happens to speech on its way to a loudspeaker: rate, level, colour, company, codec. */

import { Decoder, Encoder } from "@evan/opus";
import { Resampler } from "@hisho/worklets/dsp/resample.ts";

export const PLAYED_HZ = 48_000;
const OPUS_FRAME_SAMPLES = 1920;
/** What an Opus encoder looks ahead (RFC 7845, section 5.1: pre-skip; libopus: 6.5 ms at 48 kHz). */
const OPUS_DELAY_SAMPLES = 312;
/** A filter bank of a sane size: rates are rounded to this. */
const RATE_GRAIN_HZ = 150;

/** At 48 kHz; `speed` above 1 is shorter and higher, formants too. @returns also the speed that came of rounding */
export function toPlayed(samples: Float32Array, rateHz: number, speed = 1): { samples: Float32Array; speed: number } {
  if (speed === 1 && rateHz === PLAYED_HZ) return { samples, speed };
  const fromHz = speed === 1 ? rateHz : Math.round((rateHz * speed) / RATE_GRAIN_HZ) * RATE_GRAIN_HZ;
  const resampler = new Resampler(fromHz, PLAYED_HZ);
  const padded = new Float32Array(samples.length + resampler.latency);
  padded.set(samples);
  const out = new Float32Array(Math.ceil((padded.length * PLAYED_HZ) / fromHz) + 2);
  const part = new Float32Array(resampler.maxOutput(4096));
  let written = 0;
  for (let at = 0; at < padded.length; at += 4096) {
    const input = padded.subarray(at, at + 4096);
    const count = resampler.process(input, input.length, part);
    out.set(part.subarray(0, count), written);
    written += count;
  }
  return { samples: out.subarray(0, written), speed: fromHz / rateHz };
}

/** Through Opus as the relay sends it: 40 ms frames, mono; in step with what went in. */
export function throughOpus(samples: Float32Array, bitsPerSecond: number): Float32Array {
  const encoder = new Encoder({ channels: 1, sample_rate: PLAYED_HZ, application: "audio" });
  encoder.bitrate = bitsPerSecond;
  const decoder = new Decoder({ channels: 1, sample_rate: PLAYED_HZ });
  const out = new Float32Array(samples.length + 2 * OPUS_FRAME_SAMPLES);
  const frame = new Int16Array(OPUS_FRAME_SAMPLES);
  for (let at = 0; at < samples.length + OPUS_DELAY_SAMPLES; at += OPUS_FRAME_SAMPLES) {
    for (let i = 0; i < frame.length; i++) frame[i] = Math.max(-1, Math.min(1, samples[at + i] ?? 0)) * 32767;
    const bytes = decoder.decode(encoder.encode(frame));
    const decoded = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
    for (let i = 0; i < decoded.length && at + i < out.length; i++) out[at + i] = decoded[i]! / 32768;
  }
  return out.slice(OPUS_DELAY_SAMPLES, OPUS_DELAY_SAMPLES + samples.length);
}

/** RMS of the louder half of its 20 ms frames: of speech without its pauses. */
export function speechRms(samples: Float32Array): number {
  const energies: number[] = [];
  for (let at = 0; at + 960 <= samples.length; at += 960) {
    let energy = 0;
    for (let i = at; i < at + 960; i++) energy += samples[i]! ** 2;
    energies.push(energy / 960);
  }
  const loud = energies.sort((a, b) => b - a).slice(0, Math.max(1, energies.length >> 1));
  return Math.sqrt(loud.reduce((sum, energy) => sum + energy, 0) / loud.length);
}

/** `noise` is brought to `snrDb` below `speech` and added. */
export function addNoise(speech: Float32Array, noise: Float32Array, snrDb: number): Float32Array {
  let energy = 1e-12;
  for (const x of noise) energy += x * x;
  const gain = (speechRms(speech) * 10 ** (-snrDb / 20)) / Math.sqrt(energy / noise.length);
  return speech.map((x, i) => x + gain * noise[i % noise.length]!);
}

export function whiteNoise(length: number, random: () => number): Float32Array {
  return Float32Array.from({ length }, () => random() + random() + random() - 1.5);
}

/** 3 dB less each octave, by Paul Kellet's filter of white noise. */
export function pinkNoise(length: number, random: () => number): Float32Array {
  let [a, b, c] = [0, 0, 0];
  return whiteNoise(length, random).map((white) => {
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    return a + b + c + white * 0.1848;
  });
}

/** Many speaking at once, each from a place of its own. */
export function babbleNoise(length: number, voices: readonly Float32Array[], random: () => number): Float32Array {
  const sum = new Float32Array(length);
  for (const voice of voices) {
    const gain = 1 / (speechRms(voice) + 1e-9);
    const from = Math.floor(random() * voice.length);
    for (let i = 0; i < length; i++) sum[i]! += gain * voice[(from + i) % voice.length]!;
  }
  return sum;
}

/** Tilts the spectrum: `tilt` above 0 is darker, below brighter, within ±0.9. */
export function tilted(samples: Float32Array, tilt: number): Float32Array {
  let before = 0;
  if (tilt >= 0) {
    return samples.map((x) => {
      before = (1 - tilt) * x + tilt * before;
      return before;
    });
  }
  return samples.map((x) => {
    const y = x + tilt * before;
    before = x;
    return y;
  });
}

/** Softer above about `cornerHz`: two poles. */
export function lowPassed(samples: Float32Array, cornerHz: number): Float32Array {
  const share = 1 - Math.exp((-2 * Math.PI * cornerHz) / PLAYED_HZ);
  let [a, b] = [0, 0];
  return samples.map((x) => {
    a += share * (x - a);
    b += share * (a - b);
    return b;
  });
}
