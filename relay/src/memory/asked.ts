/**
 * Whether the person's own words ask for something to be kept, changed or deleted. Tools that change what is kept are
 * offered in such turns only: a document that orders a model to call them finds none.
 */
import type { ChatMessage } from "@hisho/providers/llm/port.ts";

const KEEP =
  /\b(?:remember|memori[sz]e|keep|note|don't forget|do not forget|bear in mind|for later|from now on|call me)\b|覚え|おぼえ|憶え|記憶|忘れない|今後|これから|呼んで|기억|외워|잊지|앞으로|불러/iu;
const FORGET =
  /\b(?:forget|delete|remove|erase|drop|no longer|not (?:true|right) any ?more)\b|忘れ|わすれ|消して|消去|削除|もう違|잊어|지워|삭제/iu;

const CHANGE =
  /\b(?:cancel|call off|stop|clear|cross|tick|check|take off|move|shift|change|postpone|delay|push|bring forward|reschedule|rearrange|put off|instead|rather|earlier|later|done|finished|bought|got|don't need)\b|やめ|止め|取り?消|キャンセル|中止|外し|消し|変更|変え|移し|移動|ずらし|延期|延ばし|早め|遅らせ|繰り|済み|済ん|済ませ|終わ|買った|完了|不要|要らな|いらな|なくな|취소|중지|멈춰|그만|빼|바꿔|변경|옮겨|미뤄|연기|당겨|늦춰|끝났|했어|샀어|완료|필요 ?없|말고|대신/iu;

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
/** Something of the agenda, the timers, the notes or the lists to be taken away, moved or ticked off. */
export const asksToChange = (messages: readonly ChatMessage[]): boolean =>
  asksToForget(messages) || CHANGE.test(lastWords(messages));
