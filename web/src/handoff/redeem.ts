/** Shows a ticket to the relay, once (docs/protocol.md, "Reception screens"). */
import {
  type HandedConversation,
  type HandedTurn,
  type HandoffRefusal,
  parseHandedConversation,
  parseHandoffRefusal,
  readTicket,
} from "@hisho/protocol";
import type { TurnView } from "../session/talk.ts";

export type Redeemed =
  | { ok: true; conversation: HandedConversation }
  /** `away`: the relay does not answer, and the ticket is as good as before. */
  | { ok: false; why: HandoffRefusal | "away" };

export async function redeem(text: string, fetch: typeof globalThis.fetch): Promise<Redeemed> {
  const ticket = readTicket(text);
  if (ticket === undefined) return { ok: false, why: "malformed" };
  try {
    const response = await fetch("/api/v1/handoffs/redeem", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ticket }),
    });
    const body: unknown = await response.json().catch(() => null);
    const conversation = response.ok ? parseHandedConversation(body) : undefined;
    if (conversation !== undefined) return { ok: true, conversation };
    return { ok: false, why: parseHandoffRefusal(body) ?? "away" };
  } catch {
    return { ok: false, why: "away" };
  }
}

/** As the phone's own record keeps a turn. @param key unique for ever */
export const keptTurn = (turn: HandedTurn, key: string, number: number): TurnView => ({
  key,
  turn: number,
  at: turn.created_at,
  language: turn.language,
  spoken: true,
  userText: turn.user_text,
  userAgreedLength: turn.user_text.length,
  userFinal: true,
  assistantText: turn.assistant_text,
  assistantFinal: true,
  heardLength: turn.assistant_text.length,
  citations: turn.passages.map(({ n, title, locator, text }) => ({ n, title, locator, doc_id: "", snippet: text })),
  fallback: null,
  end: "completed",
});
