/** Who has the floor, and with which words. Pure: the screen draws what this says. */
import type { Citation } from "@hisho/protocol";
import type { TalkState, TurnView } from "../../session/talk.ts";
import { primaryTag } from "../strings/languages.ts";

export type Floor =
  /** Nothing has been said yet. */
  | { who: "nobody" }
  | { who: "person"; key: string; text: string; settledLength: number; lang: string }
  | {
      who: "assistant";
      key: string;
      /** The person's last words, small above the caption. */
      said: string;
      /** Markdown. */
      text: string;
      heardLength: number;
      lang: string;
      citations: readonly Citation[];
    };

const NOTHING_SAID: ReadonlySet<string> = new Set(["cancelled", "empty", "ignored"]);

/** Turns that came to nothing never take the floor. */
export function currentTurn(turns: readonly TurnView[]): TurnView | undefined {
  return turns.findLast((turn) => !(turn.end !== null && NOTHING_SAID.has(turn.end)));
}

export function floorOf(turns: readonly TurnView[], screenLanguage: string): Floor {
  const turn = currentTurn(turns);
  if (turn === undefined) return { who: "nobody" };
  const lang = primaryTag(turn.language, screenLanguage);
  if (turn.assistantText === "") {
    const settledLength = turn.userFinal ? turn.userText.length : turn.userAgreedLength;
    return { who: "person", key: turn.key, text: turn.userText, settledLength, lang };
  }
  return {
    who: "assistant",
    key: turn.key,
    said: turn.userText,
    text: turn.assistantText,
    heardLength: turn.heardLength,
    lang,
    citations: turn.citations,
  };
}

/**
 * The list of kept questions has the desk: while there is no connection, and with one while something said could not be
 * made out and nothing else is going on.
 */
export function showsKept({ connection, kept, phase }: Pick<TalkState, "connection" | "kept" | "phase">): boolean {
  const cutOff = connection.state === "reconnecting" || connection.state === "connecting";
  if (phase === "offline" || (phase === "speaking" && cutOff)) return kept.length > 0;
  return (phase === "idle" || phase === "listening") && kept.some((question) => question.unheard);
}

/** The citation whose mark was heard last, or the first one before any was. */
export function activeCitation(floor: Floor): number | null {
  if (floor.who !== "assistant" || floor.citations.length === 0) return null;
  let active: number | null = null;
  for (const match of floor.text.matchAll(/\[(\d{1,2})\]/g)) {
    if (match.index > floor.heardLength) break;
    active = Number(match[1]);
  }
  return active;
}
