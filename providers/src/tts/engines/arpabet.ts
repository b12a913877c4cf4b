import { CLOSED, type MouthShape } from "../visemes.ts";

/**
 * Mouth shapes of the phones flite names (CMUdict's ARPAbet in lower case, with `ax`, `pau`). The grouping is that of
 * Meta's viseme reference (15 visemes of Oculus Lipsync), folded into VRM's five vowels: PP closes the lips, FF and the
 * tongue consonants open them a little, rounded CH and RR take `ou`. Diphthongs take the shape they are longest in.
 */
const SHAPES: Readonly<Record<string, MouthShape>> = {
  pau: CLOSED,
  // PP: lips shut
  p: CLOSED,
  b: CLOSED,
  m: CLOSED,
  // FF
  f: ["ih", 0.15],
  v: ["ih", 0.15],
  // TH, DD, nn, kk
  th: ["ih", 0.3],
  dh: ["ih", 0.3],
  t: ["ih", 0.3],
  d: ["ih", 0.3],
  n: ["ih", 0.3],
  l: ["ih", 0.35],
  k: ["ih", 0.3],
  g: ["ih", 0.3],
  ng: ["ih", 0.3],
  // SS
  s: ["ih", 0.25],
  z: ["ih", 0.25],
  // CH
  ch: ["ou", 0.35],
  jh: ["ou", 0.35],
  sh: ["ou", 0.35],
  zh: ["ou", 0.35],
  // RR and glides
  r: ["ou", 0.4],
  w: ["ou", 0.7],
  y: ["ih", 0.6],
  hh: ["aa", 0.25],
  // vowels
  aa: ["aa", 1],
  ae: ["aa", 0.85],
  ah: ["aa", 0.6],
  ax: ["aa", 0.4],
  ay: ["aa", 0.9],
  aw: ["aa", 0.9],
  ao: ["oh", 0.9],
  ow: ["oh", 0.9],
  oy: ["oh", 0.9],
  eh: ["ee", 0.8],
  ey: ["ee", 0.8],
  er: ["ou", 0.5],
  ih: ["ih", 0.7],
  iy: ["ih", 0.9],
  uh: ["ou", 0.7],
  uw: ["ou", 0.9],
};

/** Mouth shape of a phone of flite; closed for one it does not have. */
export function arpabetShape(phone: string): MouthShape {
  return SHAPES[phone] ?? CLOSED;
}
