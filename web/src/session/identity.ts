/** The session id: one per device and conversation, kept on the device (docs/protocol.md, "Connect"). */
import { SESSION_ID_PATTERN } from "@hisho/protocol";

export type KeyValueStorage = Pick<Storage, "getItem" | "setItem">;

const KEY = "hisho.conversation";
/** After a longer silence another conversation begins. */
export const CONVERSATION_RESTS_AFTER_MS = 8 * 3_600_000;

/** The conversation to go on with, or a new one. Storage that is refused or broken gives a new one. */
export function conversationId(storage: KeyValueStorage, now: Date, newId: () => string): string {
  const known = read(storage);
  const id = known !== null && now.getTime() - known.usedAt < CONVERSATION_RESTS_AFTER_MS ? known.id : newId();
  touchConversation(storage, id, now);
  return id;
}

/** Nothing has been said in it for so long that what is said next begins another one. */
export function hasRested(storage: KeyValueStorage, now: Date): boolean {
  const known = read(storage);
  return known !== null && now.getTime() - known.usedAt >= CONVERSATION_RESTS_AFTER_MS;
}

/** Something was said in it. */
export function touchConversation(storage: KeyValueStorage, id: string, now: Date): void {
  try {
    storage.setItem(KEY, JSON.stringify({ id, usedAt: now.getTime() }));
  } catch {
    // Without storage the conversation lasts as long as the page; the history has told the person.
  }
}

function read(storage: KeyValueStorage): { id: string; usedAt: number } | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? "null");
    if (typeof value !== "object" || value === null || !("id" in value) || !("usedAt" in value)) return null;
    const { id, usedAt } = value;
    return typeof id === "string" && SESSION_ID_PATTERN.test(id) && typeof usedAt === "number" ? { id, usedAt } : null;
  } catch {
    return null;
  }
}
