import type { Rule } from "../intent.ts";
import { EN_NUMBER, englishNumber } from "../numbers.ts";
import type { MemoryIntent } from "./intent.ts";
import type { MemoryWords } from "./words.ts";

/** "Remember to …" is a reminder, "remember when …" talk. */
const REMEMBER =
  /^(?:remember|memorize|memorise|keep in mind|bear in mind|don't forget|do not forget|make a mental note)(?: for me| this| the following)?(?:[:,]? that|[:,])? (?!to |when |what |who |how |why |where |if |me$)(.+)$/i;
const BARE = /^(?:(?:please )?(?:remember|memorize) (?:this|something)(?: for me)?)$/i;
const RECALL =
  /^(?:what (?:do|can) you (?:still )?(?:remember|know)|what have i (?:told you to remember|asked you to remember)|tell me (?:what|everything) you (?:remember|know)|list (?:my|your) memories|what's in your memory|what is in your memory)(?: about (?:me|(?<about>.+)))?$/i;
const FORGET =
  /^(?:forget|stop remembering|delete from your memory|remove from your memory)(?: about)?(?<all>,? (?:everything|all)(?: of it)?(?: that)?)?(?: (?:that )?(?:what )?(?:i(?:'ve| have)? (?:said|told you)|you (?:know|remember)))?(?: about)?(?: that)?(?: (?<words>.+))?$/i;
const NUMBERED = new RegExp(
  `^forget (?:number |memory |memory number |the )?(?:(?<n>\\d+|${EN_NUMBER})|(?<nth>first|second|third|fourth|fifth|last)(?: one| memory)?)$`,
  "i",
);
const NTH: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5, last: -1 };
/** How people wave something aside, which deletes nothing. */
const NEVER_MIND = /^(?:it|that|this|about it|about that|the whole thing)(?: please)?$/i;

export const memoryRule: Rule = (text): MemoryIntent | undefined => {
  const said = text.replace(/,? please$/i, "");
  if (BARE.test(said)) return { kind: "remember", text: "" };
  const kept = REMEMBER.exec(said)?.[1];
  if (kept !== undefined) return { kind: "remember", text: kept.trim() };
  const recalled = RECALL.exec(said);
  if (recalled !== null) return { kind: "recall", about: recalled.groups?.about ?? null };
  const numbered = NUMBERED.exec(said)?.groups;
  if (numbered !== undefined) {
    const n = numbered.nth === undefined ? Number(englishNumber(numbered.n ?? "")) : NTH[numbered.nth.toLowerCase()];
    return n === undefined || Number.isNaN(n) ? undefined : { kind: "forget", meant: { n } };
  }
  const forgotten = FORGET.exec(said)?.groups;
  if (forgotten === undefined || /^forget (?:it|that|this)?$/i.test(`${said} `.trimEnd())) return undefined;
  const { all, words } = forgotten;
  if (words !== undefined && NEVER_MIND.test(words)) return undefined;
  if (words === undefined || words === "me")
    return all === undefined ? undefined : { kind: "forget", meant: { all: true } };
  return { kind: "forget", meant: { about: words, ...(all === undefined ? {} : { all: true }) } };
};

const lines = (items: readonly { n: number; text: string }[]) => items.map(({ n, text }) => `${n}: ${text}.`).join(" ");

export const memoryWords: MemoryWords = {
  remembered: (text) => `I will remember: ${text}.`,
  askWhat: "What should I remember? Please say it in one sentence, like: remember that my locker is 214.",
  list: (items, total) =>
    total === 1
      ? `You asked me to remember: ${items[0]?.text}.`
      : `I remember ${total} things. ${lines(items)}${total > items.length ? " There are more in the settings, under Memory." : ""}`,
  nothing: "You have not asked me to remember anything yet.",
  nothingSuch: "I remember nothing about that.",
  forgotten: (texts) =>
    texts.length === 1 ? `I have forgotten this: ${texts[0]}.` : `I have forgotten ${texts.length} things.`,
  which: (items) => `Which one should I forget? ${lines(items)} Say, for example: forget number ${items[0]?.n}.`,
  youSaid: (text) => `You told me: ${text}.`,
  earlier: (text) => `Earlier in this conversation: ${text}`,
  closed: "Nothing can be remembered here.",
};
