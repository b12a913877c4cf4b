/** VRM 1.0's visemes, in the order of `Mouth.read`. */
export const VISEMES = ["aa", "ih", "ou", "ee", "oh"] as const;

/** Below this the mouth is shut: what is left of a fading weight must not part the lips in silence. */
const SHUT_BELOW = 0.02;
/** Half-lives, seconds. The weights come at the playhead's pace; this only bridges the frames between them. */
const ATTACK = 0.012;
const RELEASE = 0.03;

/** What is no number counts as shut. */
const share = (weight: number | undefined): number => (weight !== undefined && weight > 0 ? Math.min(1, weight) : 0);

/** Five mouth weights as the face wears them. */
export class Lips {
  /** aa ih ou ee oh, 0 to 1 each, at most 1 together. The same array for ever. */
  readonly weights = new Float32Array(VISEMES.length);
  /** Sum of `weights`. */
  open = 0;

  /** @param read what is being heard now, 0 to 1 each; not kept. Allocates nothing. */
  step(read: Float32Array, dtS: number): void {
    let asked = 0;
    for (let i = 0; i < VISEMES.length; i++) asked += share(read[i]);
    const fit = asked > 1 ? 1 / asked : 1;
    const rest = 2 ** (-dtS / ATTACK);
    const left = 2 ** (-dtS / RELEASE);
    this.open = 0;
    for (let i = 0; i < VISEMES.length; i++) {
      const target = share(read[i]) * fit;
      const now = this.weights[i] ?? 0;
      const next = target + (now - target) * (target > now ? rest : left);
      this.weights[i] = target === 0 && next < SHUT_BELOW ? 0 : next;
      this.open += this.weights[i] ?? 0;
    }
  }
}

/** Emotions of VRM 1.0, and the most of each that leaves the lips readable while they speak. */
export const EMOTIONS = { happy: 0.5, angry: 0.5, sad: 0.5, relaxed: 0.6, surprised: 0.25 } as const;
export type Emotion = keyof typeof EMOTIONS;
export const EMOTION_NAMES = Object.keys(EMOTIONS) as Emotion[];
/** In their order. */
export const MOST_BESIDE_WORDS = Float64Array.from(EMOTION_NAMES, (name) => EMOTIONS[name]);

export const isEmotion = (name: string): name is Emotion => Object.hasOwn(EMOTIONS, name);
