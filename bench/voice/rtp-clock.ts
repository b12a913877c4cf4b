/** The microphone's clock against the browser's, from the frames that went out. */
import { MICROPHONE_FRAME, RTP_CLOCK_HZ } from "@hisho/protocol";
import type { WireLog } from "./wire.ts";

const RTP_PER_MS = RTP_CLOCK_HZ / 1000;

/** When a sample was captured, ms of the browser's monotonic clock. */
export type CapturedAt = (timestamp: number) => number;

/** When the last sample of a frame was captured, by its timestamp alone, ms of the microphone's clock. */
const frameEndMs = ({ frame }: WireLog["microphone"][number]): number =>
  frame.timestamp / RTP_PER_MS + MICROPHONE_FRAME;

/**
 * The clock of each utterance, by the fastest of its frames: that one is taken to have gone out the moment its last
 * sample was captured, so delays are known less what even the fastest frame needs. A bench lasts minutes: timestamps do not wrap.
 */
export function capturedAtByUtterance(microphone: WireLog["microphone"]): Map<number, CapturedAt> {
  const behindMs = new Map<number, number>();
  for (const sent of microphone) {
    const { number } = sent.frame;
    behindMs.set(number, Math.min(behindMs.get(number) ?? Number.POSITIVE_INFINITY, sent.atMs - frameEndMs(sent)));
  }
  return new Map([...behindMs].map(([number, ms]) => [number, (timestamp) => timestamp / RTP_PER_MS + ms]));
}

/** How old the newest sound of a frame was when the frame went out, ms. */
export function ageWhenSentMs(sent: WireLog["microphone"][number], capturedAt: CapturedAt): number {
  return sent.atMs - capturedAt(sent.frame.timestamp + MICROPHONE_FRAME * RTP_PER_MS);
}
