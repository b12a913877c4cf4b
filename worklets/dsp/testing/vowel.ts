/** A vowel as Klatt's cascade makes it (JASA 67, 1980): a glottal pulse train through one resonator a formant. */
export function syntheticVowel(
  formantsHz: readonly number[],
  options: { rateHz: number; pitchHz: number; seconds: number; peak?: number },
): Float32Array {
  const { rateHz, pitchHz, seconds, peak = 0.3 } = options;
  let samples = glottalPulses(rateHz, pitchHz, Math.round(rateHz * seconds));
  const bandwidths = [70, 100, 140, 220, 280];
  formantsHz.forEach((hz, k) => {
    samples = resonate(samples, hz, bandwidths[k] ?? 300, rateHz);
  });
  const loudest = samples.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  return samples.map((x) => (x * peak) / loudest);
}

/** Impulses with the -12 dB/octave of the glottis and the +6 dB/octave of the lips. */
function glottalPulses(rateHz: number, pitchHz: number, length: number): Float32Array {
  const out = new Float32Array(length);
  let phase = 0;
  let flow = 0;
  for (let i = 0; i < length; i++) {
    const jitter = 1 + 0.01 * Math.sin(i / 3000);
    phase += (pitchHz * jitter) / rateHz;
    const impulse = phase >= 1 ? 1 : 0;
    if (impulse) phase -= 1;
    flow = 0.985 * flow + impulse;
    out[i] = flow;
  }
  const mean = out.reduce((sum, x) => sum + x, 0) / length;
  return out.map((x) => x - mean);
}

function resonate(samples: Float32Array, hz: number, bandwidthHz: number, rateHz: number): Float32Array {
  const radius = Math.exp((-Math.PI * bandwidthHz) / rateHz);
  const b = 2 * radius * Math.cos((2 * Math.PI * hz) / rateHz);
  const c = -radius * radius;
  const a = 1 - b - c;
  const out = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) out[i] = a * samples[i]! + b * (out[i - 1] ?? 0) + c * (out[i - 2] ?? 0);
  return out;
}
