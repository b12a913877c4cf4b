/** What the relay wrote in short beside a long conversation (docs/protocol.md, "HTTP beside it"). */

export interface ConversationSummary {
  fromTurn: number;
  throughTurn: number;
  text: string;
  /** BCP 47. */
  language: string;
  /** Null where its sentences were chosen by rule. */
  model: string | null;
}

const MOST_CHARACTERS = 10_000;

/** @param body of `GET /api/v1/conversations/{session_id}`. @returns undefined where it holds none */
export function parseSummary(body: unknown): ConversationSummary | undefined {
  const { summary } = (body ?? {}) as { summary?: unknown };
  if (typeof summary !== "object" || summary === null) return undefined;
  const { from_turn, through_turn, text, language, model } = summary as Record<string, unknown>;
  if (typeof from_turn !== "number" || typeof through_turn !== "number" || through_turn < from_turn) return undefined;
  if (typeof text !== "string" || text.trim() === "" || typeof language !== "string") return undefined;
  return {
    fromTurn: from_turn,
    throughTurn: through_turn,
    text: text.slice(0, MOST_CHARACTERS),
    language,
    model: typeof model === "string" && model !== "extract" ? model : null,
  };
}
