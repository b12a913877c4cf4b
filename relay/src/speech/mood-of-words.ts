/**
 * The mood of a clause from its words alone, where the model names none. A few plain formulas in each language; a clause
 * without one has no mood. It is a guess for the face, never a judgement about a person.
 */
import type { Direction } from "./stage-directions.ts";

type Mood = "happy" | "sad" | "surprised" | "relaxed" | "thinking";
type Formulas = readonly (readonly [Mood, RegExp])[];

/** Sorrow first: 「残念ですが、ありがとうございます」 is no laughing matter. */
const JA: Formulas = [
  ["sad", /申し訳|すみません|ごめんなさい|残念|あいにく|恐れ入りますが/],
  ["surprised", /驚(?:き|い)|びっくり|まさか/],
  ["relaxed", /お疲れ様|おやすみ|ごゆっくり|ご安心|大丈夫です/],
  [
    "happy",
    /ありがとう|嬉し|うれし|おめでとう|よかった|良かった|楽しみ|素晴らし|こんにちは|おはよう|はじめまして|ようこそ/,
  ],
  ["thinking", /^(?:そうですね|うーん|ええと)/],
];
const EN: Formulas = [
  ["sad", /\b(?:sorry|apologi[sz]e|apologies|unfortunately|regret|i'm afraid)\b/i],
  ["surprised", /\b(?:wow|surpris\w+|amazing)\b/i],
  ["relaxed", /\b(?:no problem|don't worry|take your time|good night|rest well)\b/i],
  ["happy", /\b(?:thank you|thanks|glad|happy|congratulations|great news|wonderful|hello|welcome|good morning)\b/i],
  ["thinking", /^(?:let me (?:see|think)|hmm)\b/i],
];
const KO: Formulas = [
  ["sad", /죄송|미안|아쉽|안타깝|유감/],
  ["surprised", /놀라|놀랍|깜짝/],
  ["relaxed", /괜찮|걱정 ?마|수고|안녕히 주무|천천히/],
  ["happy", /감사|고맙|고마워|축하|기쁘|기쁩|반갑|다행|안녕하세요|환영/],
  ["thinking", /^(?:글쎄|음[,.…])/],
];
const FORMULAS: Readonly<Record<string, Formulas>> = { ja: JA, en: EN, ko: KO };

const QUOTED = /「[^」]*」|『[^』]*』|"[^"]*"|“[^”]*”/g;
/** Before the formula in English, after it in Japanese and Korean. */
const DENIED_BEFORE = /(?:\bnot|n't|\bnever|\bno longer)\s+(?:\w+\s+){0,2}$/i;
const DENIED_AFTER = /^(?:く|では|じゃ|く?は)?(?:な[いかくけ]|ありません|지 ?않|지 ?못)/;

const WEIGHT = 0.4;

/**
 * @param clause one clause of the answer
 * @param language BCP 47
 * @returns null for the many clauses that say nothing of a mood, also in what they quote or deny
 */
export function moodOfWords(clause: string, language: string): Direction | null {
  const own = clause.replace(QUOTED, "").trim();
  for (const [value, formula] of FORMULAS[language.slice(0, 2)] ?? EN) {
    const found = formula.exec(own);
    if (found === null) continue;
    const after = own.slice(found.index + found[0].length);
    // An apology is one in every form.
    if (value === "sad") return { event: "emotion", value, weight: WEIGHT };
    if (DENIED_BEFORE.test(own.slice(0, found.index)) || DENIED_AFTER.test(after)) continue;
    return { event: "emotion", value, weight: WEIGHT };
  }
  return null;
}
