/** Whether a person's words are a plain yes or no to what they were asked, and nothing more. */
import { tidy } from "./intent.ts";

/** Anything longer says something else too. */
const LONGEST_CHARACTERS = 24;

/** What may be either (いいです, 大丈夫, 괜찮아), or be a hesitation (어), is neither. */
const YES =
  /^(?:(?:はい|うん|ええ|そう(?:です|して)?|お願い(?:します|いたします)?|おねがい(?:します)?|いい(?:よ|ですよ)|オーケー|オッケー|ok(?:ay)?|了解(?:です)?|頼みます|入れて(?:ください)?|yes|yeah|yep|sure|please(?: do)?|do it|go ahead|that's (?:right|fine)|네|예|응|그래(?:요)?|좋아(?:요)?|해 ?(?:줘|주세요)|부탁해(?:요)?|넣어 ?(?:줘|주세요))(?:[、, ]+|$)){1,3}$/iu;
const NO =
  /^(?:(?:いいえ|いや|ううん|だめ(?:です)?|やめ(?:て|ます|とく|ておく|ておきます)(?:ください)?|結構です|入れないで(?:ください)?|違(?:う|います)|no|nope|no thanks?(?: you)?|don't|do not|cancel|stop|never mind|아니(?:요|오)?|싫어(?:요)?|하지 ?마(?:세요)?|됐어(?:요)?|취소(?:해 ?(?:줘|주세요))?|그만)(?:[、, ]+|$)){1,3}$/iu;

/** A question is no answer: はい？ and 네? ask what was said. */
export function consentOf(words: string): "yes" | "no" | undefined {
  if (/[?？]/u.test(words)) return undefined;
  const text = tidy(words)
    .replace(/[\u3002.!?。！？]/gu, " ")
    .trim();
  if (text.length > LONGEST_CHARACTERS) return undefined;
  if (YES.test(text)) return "yes";
  return NO.test(text) ? "no" : undefined;
}
