/** The microphone's clock against the browser's, from the frames that went out. */
import { MICROPHONE_FRAME, RTP_CLOCK_HZ } from "@hisho/protocol";
import type { WireLog } from "./wire.ts";

const RTP_PER_MS = RTP_CLOCK_HZ / 1000;

type SentFrame = WireLog["microphone"][number];

/** When a sample was captured, by its timestamp: ms of the browser's monotonic clock. NaN where no frame was sent. */
export type CapturedAt = (timestamp: number) => number;

/** A bench lasts minutes: timestamps do not wrap. */
const endOf = ({ frame }: SentFrame): number => frame.timestamp + MICROPHONE_FRAME * RTP_PER_MS;

/**
 * The fastest frame of all is taken to have gone out the moment its last sample was captured, so instants are late by what
 * even that one needed. Should the audio clock fall behind, they are early by that much from there on, and delays too long.
 */
export function captureClock(microphone: readonly SentFrame[]): CapturedAt {
  const apartMs = microphone.reduce(
    (least, sent) => Math.min(least, sent.atMs - endOf(sent) / RTP_PER_MS),
    Number.POSITIVE_INFINITY,
  );
  return (timestamp) => timestamp / RTP_PER_MS + apartMs;
}

/** How old the newest sound of a frame was when the frame went out, ms. */
export const ageWhenSentMs = (sent: SentFrame, capturedAt: CapturedAt): number => sent.atMs - capturedAt(endOf(sent));
