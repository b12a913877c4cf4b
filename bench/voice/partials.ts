/** How old the newest sound in each partial transcript was when the page got it. */
import { Metrics } from "@hisho/relay/metrics.ts";
import { ageWhenSentMs, captureClock } from "./rtp-clock.ts";
import type { WireLog } from "./wire.ts";

export interface RecordedAge {
  /** On the relay's clock. */
  atMs: number;
  /** From the arrival of the newest sound at the relay. */
  ageMs: number;
}

/** The relay's own figures for its partials, as it records them just before it sends each. */
export class RecordedPartialAges extends Metrics {
  readonly ages: RecordedAge[] = [];

  override partial(ageMs: number): void {
    super.partial(ageMs);
    this.ages.push({ atMs: performance.now(), ageMs });
  }
}

export interface PartialAge {
  /** From the capture of the newest sound to the partial at the page. */
  wholeMs: number;
  /** Of that, what the relay recorded. */
  inRelayMs: number;
}

/**
 * What the relay recorded, in front of it what its newest frame had needed from capture to the socket, behind it how much
 * longer the partial was on its way than the fastest one, by which the clocks of relay and browser are laid together. The
 * wire does not tell which frame was the newest: it is the last one that the page had sent by then.
 */
export function partialAges(log: WireLog, recorded: readonly RecordedAge[]): PartialAge[] {
  const partials = log.received.flatMap(({ atMs, event }) =>
    event.type === "transcript_partial" ? [{ atMs, utterance: event.utterance }] : [],
  );
  if (partials.length !== recorded.length) {
    throw new Error(`the relay recorded ${recorded.length} partials and the page got ${partials.length}`);
  }
  const capturedAt = captureClock(log.microphone);
  const apartMs = Math.min(...partials.map(({ atMs }, i) => atMs - recorded[i]!.atMs));
  return partials.flatMap(({ atMs, utterance }, i) => {
    const inRelayMs = recorded[i]!.ageMs;
    const sentAtMs = recorded[i]!.atMs + apartMs;
    const newest = log.microphone.findLast((frame) => frame.atMs <= sentAtMs - inRelayMs);
    if (newest?.frame.number !== utterance) return [];
    return { wholeMs: ageWhenSentMs(newest, capturedAt) + inRelayMs + (atMs - sentAtMs), inRelayMs };
  });
}
