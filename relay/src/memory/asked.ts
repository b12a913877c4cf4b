/**
 * Whether the person's own words ask for something to be kept or deleted. Tools that change what is kept are offered in
 * such turns only: a document that orders a model to call them finds none.
 */
import type { ChatMessage } from "@hisho/providers/llm/port.ts";

const KEEP =
  /\b(?:remember|memori[sz]e|keep|note|don't forget|do not forget|bear in mind|for later|from now on|call me)\b|覚え|おぼえ|憶え|記憶|忘れない|今後|これから|呼んで|기억|외워|잊지|앞으로|불러/iu;
const FORGET =
  /\b(?:forget|delete|remove|erase|drop|no longer|not (?:true|right) any ?more)\b|忘れ|わすれ|消して|消去|削除|もう違|잊어|지워|삭제/iu;

/** The person's last words, and those before, which a question of the secretary may have come between. */
const LOOKED_AT = 2;

const lastWords = (messages: readonly ChatMessage[]): string =>
  messages
    .filter(({ role }) => role === "user")
    .slice(-LOOKED_AT)
    .map(({ text }) => text.normalize("NFKC").replace(/[\u2018\u2019]/g, "'"))
    .join("\n");

export const asksToKeep = (messages: readonly ChatMessage[]): boolean => KEEP.test(lastWords(messages));
export const asksToForget = (messages: readonly ChatMessage[]): boolean => FORGET.test(lastWords(messages));
