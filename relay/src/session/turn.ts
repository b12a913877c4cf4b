import type { Fallback, RelayEvent, TurnEndReason, UnnumberedEvent } from "@hisho/protocol";
import type { Log } from "../log.ts";
import type { TurnVoices } from "../recordings/recordings.ts";
import type { Roles } from "../roles.ts";
import type { SpokenLanguage } from "../speech/language.ts";
import type { StoredTurn } from "../store/port.ts";
import type { Heed } from "./addressed/attention.ts";
import type { EarlyRetrieval } from "./early-retrieval.ts";
import type { Listening } from "./listening.ts";
import type { FinalEvent, TurnState } from "./session-state.ts";
import type { Speaking } from "./speaking.ts";

/** One exchange of a conversation while the relay works on it or may still be asked about it. */
export interface Turn {
  readonly number: number;
  readonly origin: "spoken" | "typed" | "relay";
  readonly traceId: string;
  /** Each line has its number and trace; none has its words. */
  readonly log: Log;
  readonly createdAt: Date;
  /** The providers it began with. */
  readonly roles: Roles;
  /** The client's ids of its speech or text; several when utterances were merged. */
  readonly ids: string[];
  /** The earlier turn that this one takes the place of. */
  readonly replaces: number | undefined;
  language: SpokenLanguage;
  userText: string;
  /** Its `transcript_final`, once sent; null again while the person goes on. */
  final: FinalEvent | null;
  /** Said as it stands, without asking the language model. */
  fixed: { text: string; fallback: Fallback } | null;
  /** How it ended, until that is told. */
  ended: TurnState["ended"];
  /** Its speech, while it may still grow. */
  listening: Listening | null;
  /** Which of its words are meant for the character. */
  heed: Heed | null;
  speaking: Speaking | null;
  /** Its passages, once they are looked for. */
  early: EarlyRetrieval | null;
  /** What was said, until it is handed on to be kept. */
  voices: TurnVoices;
  /** When the person had finished, on the clock. */
  finishedAt: number;
  sttFinalMs: number | undefined;
  /** The recogniser that heard it in place of the first choice. */
  heardBy: string | undefined;
  /** From there to the first sample that the person heard, as the client measured it. */
  audibleMs: number | undefined;
  end: TurnEndReason | null;
  /** Its events with their numbers, for a client that asks again under the same id. Mouth shapes are left out. */
  readonly record: (UnnumberedEvent & { n: number })[];
  /** Who else follows it. */
  readonly observers: ((event: UnnumberedEvent) => void)[];
}

/** The words of the turn that its log must not repeat. */
export function wordsOf({ userText, listening, speaking }: Turn): string[] {
  return [userText, listening?.lastPartial ?? "", speaking?.answer.text ?? ""];
}

/** What a client gets that asks again for a turn of an earlier session: it is numbered anew. */
export function eventsOfStoredTurn(turn: StoredTurn, traceId: string): UnnumberedEvent[] {
  const { turn: number, clientId, userText, assistantText, language, citations, endReason, heardMs } = turn;
  const events: RelayEventWithoutNumber[] = [
    { type: "transcript_final", turn: number, id: clientId ?? "", text: userText, language },
    { type: "assistant_text_final", turn: number, text: assistantText, citations: [...citations], fallback: null },
    { type: "turn_end", turn: number, reason: endReason, heard_ms: heardMs, trace_id: traceId, timings: {} },
  ];
  return events;
}

type RelayEventWithoutNumber = Extract<
  UnnumberedEvent,
  { type: Extract<RelayEvent["type"], "transcript_final" | "assistant_text_final" | "turn_end"> }
>;
