import { primaryTag } from "../../config/language.ts";
import type { Desk, ReplyPart, ReplyRequest } from "../port.ts";
import { BOOK_RULES as EN_BOOK_RULES, RULES as EN_RULES } from "./en.ts";
import { en } from "./en-words.ts";
import { type Rule, tidy, understand } from "./intent.ts";
import { BOOK_RULES as JA_BOOK_RULES, RULES as JA_RULES } from "./ja.ts";
import { ja } from "./ja-words.ts";
import { BOOK_RULES as KO_BOOK_RULES, RULES as KO_RULES } from "./ko.ts";
import { ko } from "./ko-words.ts";
import { isOfBooks } from "./memory/intent.ts";
import { performMemory } from "./memory/perform.ts";
import type { Reply } from "./office.ts";
import { perform } from "./perform.ts";
import { quotesFor } from "./quote.ts";
import { performReading } from "./readings/perform.ts";
import type { Words } from "./words.ts";

interface Tongue {
  rules: readonly Rule[];
  /** Of those, what concerns the books alone. */
  bookRules: readonly Rule[];
  words: Words;
}

const ENGLISH: Tongue = { rules: EN_RULES, bookRules: EN_BOOK_RULES, words: en };
const TONGUES: Readonly<Record<string, Tongue>> = {
  ja: { rules: JA_RULES, bookRules: JA_BOOK_RULES, words: ja },
  en: ENGLISH,
  ko: { rules: KO_RULES, bookRules: KO_BOOK_RULES, words: ko },
};

/** Commands are short; anything longer is a text to be asked about. */
const LONGEST_COMMAND_CHARACTERS = 500;

/**
 * Answers the last message: a command is done, a question is answered with sentences of the passages, and for the rest
 * it is said that no language model is connected, or that the one that is does not answer. Nothing is invented.
 */
export async function answer(request: ReplyRequest, desk: Desk): Promise<Reply> {
  const text = request.messages.at(-1)?.text ?? "";
  const { rules, words } = tongueOf(request.language, text);
  const tidied = tidy(text);
  const intent = tidied.length <= LONGEST_COMMAND_CHARACTERS ? understand(tidied, rules) : undefined;
  const done = intent === undefined ? undefined : await perform(intent, { request, desk, words });
  if (done !== undefined) return done;
  return (
    remembered(tidied, request, words) ??
    quoted(tidied, request, words) ?? { emotion: "relaxed", weight: 0.3, text: unanswered(request, words) }
  );
}

/** Does what was said to be remembered, forgotten or told, for models that take no tools. @returns undefined when nothing was */
export async function commanded(request: ReplyRequest): Promise<ReplyPart[] | undefined> {
  const text = request.messages.at(-1)?.text ?? "";
  const { bookRules, words } = tongueOf(request.language, text);
  const tidied = tidy(text);
  if (request.books === undefined || tidied.length > LONGEST_COMMAND_CHARACTERS) return undefined;
  const intent = understand(tidied, bookRules);
  if (intent === undefined || !isOfBooks(intent)) return undefined;
  const office = { request, words };
  const isReading = intent.kind === "read-as" || intent.kind === "read-plainly";
  const done = isReading ? performReading(intent, office) : performMemory(intent, office);
  const { emotion, weight, text: answered } = await done;
  return [
    { type: "emotion", emotion, weight },
    { type: "text", text: answered },
  ];
}

function unanswered({ passages, standsIn }: ReplyRequest, words: Words): string {
  const why = standsIn === true ? words.modelAway : words.noModel;
  return passages.length === 0 ? why : `${words.nothingInDocuments}${words.space}${why}`;
}

/** What the person said themselves comes before what documents say. */
function remembered(question: string, { memories = [] }: ReplyRequest, words: Words): Reply | undefined {
  const passages = memories.map(({ id, text }) => ({ n: 0, docId: id, title: "", locator: "", text, score: 1 }));
  const [best] = quotesFor(question, passages);
  return best && { emotion: "neutral", weight: 0.5, text: words.memory.youSaid(best.sentence) };
}

function quoted(question: string, { passages }: ReplyRequest, words: Words): Reply | undefined {
  const quotes = quotesFor(question, passages);
  if (quotes.length === 0) return undefined;
  const sentences = quotes.map(({ n, title, sentence }, index) => {
    const isNew = index === 0 || title !== quotes[index - 1]?.title;
    // The mark belongs to its sentence; an end of sentence is added only after it, where the document has none.
    const end = /[.!?。！？]["'”’」』)]*$/u.test(sentence) ? "" : words.space === "" ? "。" : ".";
    return `${isNew ? `${words.quoting(title)}${words.space}` : ""}${sentence}[${n}]${end}`;
  });
  return { emotion: "neutral", weight: 0.5, text: sentences.join(words.space) };
}

/** The tongue of the language; for `auto` and others, that of the letters. */
function tongueOf(language: string, text: string): Tongue {
  const known = TONGUES[primaryTag(language)];
  if (known !== undefined) return known;
  const tag = /\p{Script=Hangul}/u.test(text)
    ? "ko"
    : /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text)
      ? "ja"
      : "en";
  return TONGUES[tag] ?? ENGLISH;
}

/** A text in the pieces a model would send: clause by clause, citation marks with the sentence they belong to. */
export function clausesOf(text: string): string[] {
  return text
    .split(/(?<=[、。！？](?:\[\d+\])?)(?!\[|[」』)])|(?<=[.,:?!](?:\[\d+\])?\s)|(?<=\]。)/u)
    .filter((clause) => clause !== "");
}
