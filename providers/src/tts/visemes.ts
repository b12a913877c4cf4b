import type { VisemeCue } from "@hisho/protocol";

/** A phone of an engine and when it is over, ms from the first sample. */
export interface TimedPhone {
  phone: string;
  endMs: number;
}

/** Where the mouth goes for a phone. */
export type MouthShape = readonly [shape: VisemeCue[1], weight: number];

export const CLOSED: MouthShape = ["sil", 0];

/** Cues of phones in order: one where the shape changes, none after `lengthMs`, closed at the end. */
export function cuesOf(
  phones: readonly TimedPhone[],
  shapeOf: (phone: string) => MouthShape,
  lengthMs: number,
): VisemeCue[] {
  const cues: VisemeCue[] = [];
  let startMs = 0;
  let last: MouthShape | undefined;
  for (const { phone, endMs } of phones) {
    if (startMs >= lengthMs) break;
    const shape = shapeOf(phone);
    if (last === undefined || shape[0] !== last[0] || shape[1] !== last[1]) cues.push([startMs, ...shape]);
    last = shape;
    startMs = Math.max(startMs, endMs);
  }
  if (cues.length > 0 && last?.[0] !== "sil") cues.push([Math.min(startMs, lengthMs), ...CLOSED]);
  return cues;
}

/** Cues as they are after the first `cutMs` were taken off, in whole ms: what was on at the cut is on from 0. */
export function shiftCues(cues: readonly VisemeCue[], cutMs: number): VisemeCue[] {
  const lastBefore = cues.findLastIndex(([atMs]) => atMs <= cutMs);
  return cues
    .slice(Math.max(0, lastBefore))
    .map(([atMs, shape, weight]): VisemeCue => [Math.floor(Math.max(0, atMs - cutMs)), shape, weight]);
}

/** Cues of audio that comes after `delayMs` of other audio. */
export function delayCues(cues: readonly VisemeCue[], delayMs: number): VisemeCue[] {
  return cues.map(([atMs, shape, weight]): VisemeCue => [atMs + delayMs, shape, weight]);
}
