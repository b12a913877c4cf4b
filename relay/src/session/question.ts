/** What documents are searched for: a question that leans on the one before is asked together with it. */
import type { ChatMessage } from "@hisho/providers/llm/port.ts";

/** Longer ones say themselves what they are about. */
const LONGEST_LEANING_CHARACTERS = 60;
/** How people begin when they go on about the same, and words that point back. */
const LEANING = [
  /^(?:and|but|so|then|or|also|what about|how about)\b|\b(?:it|its|that|those|they|them|their|there|these)\b/i,
  /^(?:じゃあ|では|それ|その|そこ|そちら|そっち|あと|ほか|他に|もっと|なら|じゃ)|[はもなら](?:どう|[?？]$)/,
  /^(?:그럼|그러면|그리고|그건|그것|그거|그|거기|또|더)(?:[\s,]|은|는|이|가|을|를|에|도|$)|[은는도](?:요)?\?$/,
];

/** @param messages oldest first, the person's words last. @returns at most the last two things that the person said */
export function questionOf(messages: readonly ChatMessage[]): string {
  const [before, last] = messages
    .filter(({ role }) => role === "user")
    .slice(-2)
    .map(({ text }) => text.trim());
  if (last === undefined) return before ?? "";
  const isLeaning = last.length <= LONGEST_LEANING_CHARACTERS && LEANING.some((pattern) => pattern.test(last));
  return isLeaning ? `${before}\n${last}` : last;
}
