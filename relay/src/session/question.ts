/** What documents are searched for: a question that leans on the one before is asked together with it. */
import type { ChatMessage } from "@hisho/providers/llm/port.ts";

/** Longer ones say themselves what they are about. */
const LONGEST_LEANING_CHARACTERS = 60;
/** How people begin when they go on about the same, and words that point back. */
const LEANING = [
  /^(?:and|but|so|then|or|also|what about|how about)\b|\b(?:it|its|that|those|they|them|their|there|these)\b/i,
  /^(?:じゃあ|では|それ|その|そこ|そちら|そっち|これ(?!まで|から)|この(?!間|前|たび)|ここ|あれ|あの(?![、ー\s])|あそこ|彼|あと|ほか|他に|もっと|なら|じゃ|同じ)|[はも](?:どう|[?？]?$)|(?:なら|とか)(?:どう|[?？]$)/,
  /^(?:그럼|그러면|그리고|그건|그것|그거|그녀|그 사람|그분|그|거기|이건|이것|이거|여기|저건|저기|또|더|같은)(?:[\s,]|은|는|이|가|을|를|에|의|도|$)|[은는도](?:요)?\??$/,
];

/** A row of questions that lean on each other is not followed further back. */
const MOST_SAID = 3;

const isLeaning = (text: string): boolean =>
  text.length <= LONGEST_LEANING_CHARACTERS && LEANING.some((pattern) => pattern.test(text));

/** @param messages oldest first, the person's words last. @returns at most the last three things that the person said */
export function questionOf(messages: readonly ChatMessage[]): string {
  const said = messages
    .filter(({ role }) => role === "user")
    .map(({ text }) => text.trim())
    .slice(-MOST_SAID);
  const first = said.findLastIndex((text) => !isLeaning(text));
  return said.slice(Math.max(0, first)).join("\n");
}
