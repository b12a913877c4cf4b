import { STT_SAMPLE_RATE_HZ } from "./port.ts";

/** Encoder positions of a second: 10 ms mel frames, halved by a convolution of stride 2 (Whisper, section 2.2). */
const POSITIONS_PER_SECOND = 50;
/** Positions of the 30 s that Whisper was trained on: `n_audio_ctx`. whisper.cpp refuses more. */
export const WHOLE_AUDIO_CONTEXT = 1_500;
/** Beyond the sound, so that the decoder meets the silence by which it knows the end. */
const MARGIN = 128;
/** Keeps the encoder's matrices at sizes that fit its kernels. */
const STEP = 8;

/** How much of Whisper's 30 s window a sound needs, encoder positions. The encoder's time grows with it. */
export function audioContextOf(samples: number): number {
  const needed = Math.ceil((samples / STT_SAMPLE_RATE_HZ) * POSITIONS_PER_SECOND) + MARGIN;
  return Math.min(WHOLE_AUDIO_CONTEXT, Math.ceil(needed / STEP) * STEP);
}
