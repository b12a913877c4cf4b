/** 20 ms at 16 kHz. */
const FRAME_SAMPLES = 320;

/**
 * Quieter than this in its loudest 20 ms, a stretch holds no speech: a whisper at arm's length lies near -50 dBFS before
 * gain control, the noise floor of a cheap headset near -65.
 */
const SILENCE_DBFS = -58;

/** Level of the loudest 20 ms, dBFS (0 is a full-scale square wave), the constant part left out; -Infinity for digital silence. */
export function loudestFrameDbfs(pcm: Float32Array): number {
  let mean = 0;
  for (const sample of pcm) mean += sample;
  mean /= Math.max(1, pcm.length);
  let loudest = 0;
  for (let from = 0; from < pcm.length; from += FRAME_SAMPLES) {
    const to = Math.min(pcm.length, from + FRAME_SAMPLES);
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += (pcm[i]! - mean) ** 2;
    loudest = Math.max(loudest, sum / (to - from));
  }
  return 10 * Math.log10(loudest);
}

/** Whether a recogniser should be asked at all. */
export function isAudible(pcm: Float32Array): boolean {
  return loudestFrameDbfs(pcm) > SILENCE_DBFS;
}
