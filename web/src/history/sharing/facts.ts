/** Turns between the record and the wire. Pure. */
import type { SyncTurn } from "@hisho/protocol";
import type { StoredTurn } from "../schema.ts";

/** Not the id of any page. */
const WRITER = "relay";

/** @returns null for a turn that is not over, or that the relay would not take */
export function factOf(turn: StoredTurn): SyncTurn | null {
  if (turn.end === null) return null;
  return {
    session_id: turn.conversation,
    id: turn.id ?? turn.key,
    turn: turn.turn,
    at: turn.at,
    spoken: turn.spoken,
    user_text: turn.userText,
    assistant_text: turn.assistantText,
    language: turn.language,
    citations: [...turn.citations],
    end_reason: turn.end,
    heard_ms: 0,
  };
}

/**
 * The turn as the relay has it. What only this device knows of it stays. Of one that has not ended here the page that
 * held it may know nothing yet, or never: it is no longer the page's, whose earlier states of it change nothing.
 */
export function agreedFact(fact: SyncTurn, known: StoredTurn | undefined): StoredTurn {
  const here = known ?? { key: fact.id, writer: WRITER, revision: 0, fallback: null };
  return {
    ...here,
    ...(known?.end === null ? { writer: WRITER, revision: 0 } : {}),
    conversation: fact.session_id,
    turn: fact.turn,
    at: fact.at,
    language: fact.language,
    spoken: known?.spoken ?? fact.spoken,
    userText: fact.user_text,
    userAgreedLength: fact.user_text.length,
    userFinal: true,
    assistantText: fact.assistant_text,
    assistantFinal: true,
    heardLength: fact.assistant_text.length,
    citations: fact.citations,
    end: fact.end_reason,
  };
}

/** Whether the relay says of a turn what the record says already. */
export const saysTheSame = (fact: SyncTurn, known: StoredTurn): boolean =>
  known.at === fact.at &&
  known.turn === fact.turn &&
  known.userText === fact.user_text &&
  known.assistantText === fact.assistant_text &&
  known.end === fact.end_reason;
