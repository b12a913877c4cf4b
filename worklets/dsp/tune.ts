/** A short tune, made here: heard where there is no voice to hear. */

/** A pentatonic phrase, Hz. */
const NOTES_HZ = [523.25, 659.25, 783.99, 659.25, 880, 783.99, 659.25, 523.25] as const;
const NOTE_S = 0.3;
/** A note has lost 60 dB by its end. */
const DECAY = Math.log(1000);
const PEAK = 0.35;
/** Harmonics of a struck bar, over the first, so that the whole band of a voice is tried. */
const PARTIALS = [
  [1, 1],
  [3.93, 0.5],
  [9.2, 0.25],
] as const;

/** @returns 2.4 s of mono samples */
export function tune(rateHz: number): Float32Array {
  const length = Math.round(NOTE_S * rateHz);
  const sound = new Float32Array(length * NOTES_HZ.length);
  for (const [note, pitchHz] of NOTES_HZ.entries()) {
    for (let i = 0; i < length; i++) {
      const fade = Math.exp((-DECAY * i) / length) * Math.min(1, i / (0.004 * rateHz));
      let sample = 0;
      for (const [multiple, share] of PARTIALS) {
        if (pitchHz * multiple < rateHz / 2)
          sample += share * Math.sin((2 * Math.PI * pitchHz * multiple * i) / rateHz);
      }
      sound[note * length + i] = (PEAK * fade * sample) / 1.75;
    }
  }
  return sound;
}
