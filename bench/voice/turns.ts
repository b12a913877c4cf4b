/** Reads the spoken turns, and when each of their steps happened, from what crossed the wire. */
import { RTP_CLOCK_HZ, type TurnEndReason } from "@hisho/protocol";
import { captureClock } from "./rtp-clock.ts";
import type { WireLog } from "./wire.ts";

/** Of the detector's edges: on the microphone's clock, and the browser's time at which that sample was captured. */
export interface Edge {
  captureS: number;
  atMs: number;
}

/** Instants are ms of the browser's monotonic clock. */
export interface SpokenTurn {
  turn: number;
  /** In order; more than one where the person went on. */
  utterances: readonly number[];
  /** The first sample that the page's voice detector called speech. */
  begin: Edge;
  /** After the last one. */
  end: Edge;
  /** When the page sent `speech_end`. */
  endSentAtMs: number;
  /** Of the first utterance, when the page got it; undefined when the final came first. */
  firstPartialAtMs: number | undefined;
  finalAtMs: number;
  text: string;
  firstFrameAtMs: number | undefined;
  /** What the page reported: from the end of speech to the first sample out of the loudspeaker, ms. */
  audibleMs: number | undefined;
  reopened: number;
  /** Undefined while it has not ended. */
  reason: TurnEndReason | undefined;
}

interface Utterance {
  number: number;
  beginTimestamp: number;
  endTimestamp: number;
  endSentAtMs: number;
}

/** The turns whose final transcript has words, in order. An utterance belongs to the first final that does not precede it. */
export function spokenTurns(log: WireLog): SpokenTurn[] {
  const capturedAt = captureClock(log.microphone);
  const edge = (timestamp: number): Edge => ({ captureS: timestamp / RTP_CLOCK_HZ, atMs: capturedAt(timestamp) });
  let unassigned = utterances(log);
  return lastFinals(log).flatMap(({ turn, utterance, text, atMs }) => {
    const own = unassigned.filter(({ number }) => number <= utterance);
    unassigned = unassigned.filter(({ number }) => number > utterance);
    const [first] = own;
    const last = own.at(-1);
    if (text === "" || first === undefined || last === undefined) return [];
    return {
      turn,
      utterances: own.map(({ number }) => number),
      begin: edge(first.beginTimestamp),
      end: edge(last.endTimestamp),
      endSentAtMs: last.endSentAtMs,
      finalAtMs: atMs,
      text,
      ...answer(log, turn, first.number),
    };
  });
}

/** Those that began and ended, in order. */
function utterances(log: WireLog): Utterance[] {
  const begun = new Map<number, number>();
  const ended: Utterance[] = [];
  for (const { atMs, message } of log.sent) {
    if (message.type !== "control") continue;
    if (message.action === "speech_start") begun.set(message.utterance, message.timestamp);
    if (message.action !== "speech_end") continue;
    const { utterance: number, timestamp: endTimestamp } = message;
    const beginTimestamp = begun.get(number);
    if (beginTimestamp !== undefined) ended.push({ number, beginTimestamp, endTimestamp, endSentAtMs: atMs });
  }
  return ended;
}

/** The last final of each turn: a reopened turn has several. */
function lastFinals(log: WireLog) {
  const finals = new Map<number, { turn: number; utterance: number; text: string; atMs: number }>();
  for (const { atMs, event } of log.received) {
    if (event.type !== "transcript_final" || event.utterance === undefined) continue;
    const { turn, utterance, text } = event;
    finals.set(turn, { turn, utterance, text, atMs });
  }
  return [...finals.values()];
}

/** What came of a turn whose first utterance is `utterance`. */
function answer(log: WireLog, turn: number, utterance: number) {
  const ofTurn = log.received.filter(({ event }) => "turn" in event && event.turn === turn);
  const partial = ofTurn.find(({ event }) => event.type === "transcript_partial" && event.utterance === utterance);
  const reopenings = ofTurn.filter(({ event }) => event.type === "turn_reopened");
  const since = reopenings.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  const started = log.sent.findLast(
    ({ message }) => message.type === "playback" && message.turn === turn && message.state === "started",
  )?.message;
  const end = ofTurn.find(({ event }) => event.type === "turn_end")?.event;
  return {
    firstPartialAtMs: partial?.atMs,
    firstFrameAtMs: log.assistant.find(({ atMs, frame }) => frame.number === turn && atMs > since)?.atMs,
    audibleMs: started?.type === "playback" ? started.audible_ms : undefined,
    reopened: reopenings.length,
    reason: end?.type === "turn_end" ? end.reason : undefined,
  };
}
