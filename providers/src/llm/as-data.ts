/**
 * What documents say is data: in a prompt nothing of it can end its fence, take a part in the conversation, be read by a
 * model and not by a person, or pass for a citation. What a person reads of it stays as it looks.
 */

/**
 * Characters that nobody sees: Unicode's tags, which spell hidden orders (Unicode 16, chapter 23.9), directions, joiners
 * of nothing and control characters.
 */
const UNSEEN = /[\u{e0000}-\u{e007f}\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** `<` and what passes for it. */
const OPENING = "[<＜﹤]";
const PARTS =
  "document|memory|conversation|context|system|sys|user|assistant|developer|human|tool|tool_call|tool_response|function|instructions?|think|s|bos|eos|im_start|im_end|start_of_turn|end_of_turn";
const FENCE = new RegExp(`${OPENING}(?=\\s{0,8}[/／]?\\s{0,8}(?:${PARTS})(?![\\p{L}\\p{N}_]))`, "giu");
/** `<|im_start|>`, `<|eot_id|>`, `<｜User｜>`, `<<SYS>>`, `[INST]`: what chat templates part messages by. */
const TOKEN = new RegExp(
  `${OPENING}(?=\\s{0,8}[|｜])|${OPENING}(?=\\s{0,8}${OPENING}\\s{0,8}[/／]?\\s{0,8}SYS)`,
  "giu",
);
const BRACKETED_TOKEN = /\[(\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS))\]/gi;

/** The heads of the prompt's own parts. */
const HEAD =
  /^([^\S\n]*)\[(system|context|memory|user|assistant|conversation history|ユーザーの質問|会話履歴|사용자의 질문|대화 기록)\]/gim;
const RULE = /^[^\S\n]*-{3,}[^\S\n]*$/gm;
/** `[1]` cites and `[[happy]]` directs the face; a document does neither. */
const MARK = /\[(\d{1,3})\]/g;
const DIRECTION = /\[\[/g;

/** Nothing in it parts messages, whatever a server makes of the text of one. */
export const withoutTokens = (text: string): string => text.replace(TOKEN, "&lt;").replace(BRACKETED_TOKEN, "［$1］");

/** No `[1]` of the text is taken for a citation of the answer that quotes it. */
export const withoutMarks = (text: string): string => text.replace(MARK, "［$1］");

/** The text of a document, or of what was remembered, inside a fence. */
export function asData(text: string): string {
  const seen = text
    .replace(UNSEEN, "")
    .replace(/\f|\r\n?/g, "\n")
    .replace(CONTROL, "");
  return withoutMarks(withoutTokens(seen).replace(FENCE, "&lt;").replace(HEAD, "$1［$2］"))
    .replace(RULE, "– – –")
    .replace(DIRECTION, "［［");
}

/** As `asData`, on one line between quotes. */
export const asAttribute = (text: string): string =>
  asData(text).replace(/\s+/g, " ").replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
