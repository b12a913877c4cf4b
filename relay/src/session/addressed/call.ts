/**
 * Finds in recognised words that the character is spoken to by its name: where a sentence or clause begins ("Shiori,
 * what time is it"), behind what people say before that ("hey", ねえ, 저기), and at the end. Names are compared as
 * recognisers write them: in any of the three scripts, with their usual errors. Pure.
 */
import { soundKey, soundsLike, spelledLike } from "./likeness.ts";
import type { Name } from "./names.ts";
import { firstSound } from "./romanise.ts";
import { after, endsInCall } from "./vocative.ts";

export interface Call {
  /** Where the sentence begins that is meant for the character. */
  from: number;
  /** Where the name stands, with its honorific and marks. */
  start: number;
  end: number;
}

interface Match {
  end: number;
  exact: boolean;
}

const LEADS = [
  /(?:ねえ|ねぇ|あの(?:ー|う|ね)?|えーっ?と?|えっと|ちょっと|すみません(?:が)?|すいません|おい|はい|ヘイ|へい|もしもし|では|じゃあ?|ところで|こんにちは|おはよう(?:ございます)?|こんばんは)[、,。\s]*/y,
  /(?:hey|hi|hello|okay|ok|oh|ah|so|well|u[hm]+|er|and|but|now|please|yes|no|listen|excuse me|good (?:morning|afternoon|evening)|thanks|thank you)[,.!\s]+/iy,
  /(?:저기요?|저|음|어|있잖아요?|헤이|자|그럼|그런데|근데|안녕(?:하세요)?|네|예)[,.\s]+/y,
];
const CLAUSE_END = /[。．？！?!…、，,;:\n]\s*|\.\s+|(?<=[^\x20-\x7e])\s+(?=[^\x20-\x7e])/g;
const SENTENCE_END = /[。．？！?!\n]\s*|\.\s+/g;
const LATIN_WORD = /\p{sc=Latin}+/uy;
const MOST_WORDS = 4;
/** A name at the end, with its honorific and marks, is not longer. */
const TAIL = 56;

function endsOf(text: string, at: number, name: Name): Match[] {
  const plain = text.slice(at, at + name.written.length).toLowerCase();
  if (plain === name.written) return [{ end: at + name.written.length, exact: true }];
  if (name.spelled === "") return [];
  return /^\p{sc=Latin}/u.test(text.slice(at)) ? spelledEnds(text, at, name) : soundedEnds(text, at, name);
}

function spelledEnds(text: string, at: number, { spelled, words }: Name): Match[] {
  const ends: Match[] = [];
  let joined = "";
  for (let count = 1, next = at; count <= MOST_WORDS; count += 1) {
    LATIN_WORD.lastIndex = next;
    const word = LATIN_WORD.exec(text)?.[0];
    if (word === undefined) break;
    joined += word.toLowerCase();
    const end = next + word.length;
    const exact = joined === spelled;
    if (exact || (count === words && spelledLike(joined, spelled))) ends.push({ end, exact });
    if (joined.length > spelled.length + 1 || !/\s/.test(text[end] ?? "")) break;
    next = end + 1;
  }
  return ends;
}

function soundedEnds(text: string, at: number, { sound }: Name): Match[] {
  const ends: Match[] = [];
  let latin = "";
  for (let end = at; ; ) {
    const next = firstSound(text.slice(end));
    if (next === undefined) break;
    latin += next.sound;
    end += next.length;
    const key = soundKey(latin);
    if (key.length > sound.length + 3) break;
    if (soundsLike(key, sound)) ends.push({ end, exact: key === sound });
  }
  return ends.sort((a, b) => Number(b.exact) - Number(a.exact));
}

/** Where a call may begin: at each clause, and behind what people say before a name. */
function startsOf(text: string): number[] {
  const clauses = [0, ...Array.from(text.matchAll(CLAUSE_END), ({ index, 0: mark }) => index + mark.length)];
  return [...new Set(clauses.flatMap((start) => [...leadsFrom(text, start)]))];
}

function* leadsFrom(text: string, start: number): Generator<number> {
  let at = start + /^[\s「『“"'(（]*/.exec(text.slice(start))![0].length;
  yield at;
  for (;;) {
    const lead = LEADS.map((pattern) => {
      pattern.lastIndex = at;
      return pattern.exec(text)?.[0].length ?? 0;
    }).find((length) => length > 0);
    if (lead === undefined) return;
    at += lead;
    yield at;
  }
}

/** The sentence the call stands in; the one before it where it is nothing but the name. */
function sentenceFrom(text: string, start: number, end: number): number {
  const begins = [0, ...Array.from(text.matchAll(SENTENCE_END), ({ index, 0: mark }) => index + mark.length)].filter(
    (begin) => begin <= start,
  );
  const last = begins.at(-1) ?? 0;
  const isBare = end >= text.length && text.slice(last, start).trim() === "";
  return isBare ? (begins.at(-2) ?? last) : last;
}

/**
 * @param isWhole nothing more will come: a name at the end counts
 * @returns null while the character is not known to be spoken to
 */
export function callIn(text: string, names: readonly Name[], isWhole: boolean): Call | null {
  for (const start of startsOf(text)) {
    for (const { end, exact } of names.flatMap((name) => endsOf(text, start, name))) {
      const { verdict, length } = after(text.slice(end), exact, isWhole);
      if (verdict !== "calls") continue;
      return { from: sentenceFrom(text, start, end + length), start, end: end + length };
    }
  }
  return isWhole ? callAtEnd(text, names) : null;
}

function callAtEnd(text: string, names: readonly Name[]): Call | null {
  for (let start = Math.max(1, text.length - TAIL); start < text.length; start += 1) {
    if (/\p{sc=Latin}$/u.test(text.slice(0, start)) && /^\p{sc=Latin}/u.test(text.slice(start))) continue;
    for (const { end, exact } of names.flatMap((name) => endsOf(text, start, name))) {
      const { verdict, length } = after(text.slice(end), exact, true);
      if (verdict !== "calls" || end + length < text.length || !endsInCall(text.slice(0, start))) continue;
      return { from: sentenceFrom(text, start, text.length), start, end: text.length };
    }
  }
  return null;
}

/** What is asked, without the name it is asked of; the words as they are where nothing else was said. */
export function withoutCall(text: string, names: readonly Name[]): string {
  const call = callIn(text, names, true);
  if (call === null) return text;
  const before = text.slice(0, call.start).replace(/[\s,、，]+$/u, "");
  const rest = `${before}${before === "" ? "" : /[\s]/.test(text[call.start - 1] ?? "") ? " " : "、"}${text.slice(call.end)}`;
  const asked = call.end >= text.length ? before : rest.trim();
  return asked === "" ? text : asked;
}
