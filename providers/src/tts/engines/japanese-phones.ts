import { CLOSED, type MouthShape } from "../visemes.ts";

/**
 * Mouth shapes of Open JTalk's phones. The five vowels are those VRM's shapes are named after (あ い う え お);
 * devoiced ones, in capitals, are half as open. Consonants are grouped as in Meta's viseme reference: lips shut for
 * PP, a little open for tongue consonants, rounded for ふ, し, じ, ち and わ.
 */
const SHAPES: Readonly<Record<string, MouthShape>> = {
  a: ["aa", 1],
  i: ["ih", 0.9],
  u: ["ou", 0.8],
  e: ["ee", 0.9],
  o: ["oh", 0.95],
  A: ["aa", 0.5],
  I: ["ih", 0.45],
  U: ["ou", 0.4],
  E: ["ee", 0.45],
  O: ["oh", 0.5],
  N: ["ih", 0.2],
  f: ["ou", 0.35],
  w: ["ou", 0.6],
  sh: ["ih", 0.4],
  j: ["ih", 0.4],
  ch: ["ih", 0.4],
  y: ["ih", 0.5],
  h: ["aa", 0.3],
  ...tongue("t", "d", "n", "r", "s", "z", "k", "g", "ts", "v"),
  ...tongue("ty", "dy", "ny", "ry", "ky", "gy", "hy", "kw", "gw"),
};

/** Mouth shape of a phone of Open JTalk; closed for `sil`, `pau`, `cl`, `p`, `b`, `m` and what is not known. */
export function japaneseShape(phone: string): MouthShape {
  return SHAPES[phone] ?? CLOSED;
}

function tongue(...phones: string[]): Record<string, MouthShape> {
  return Object.fromEntries(phones.map((phone) => [phone, ["ih", 0.3]]));
}
