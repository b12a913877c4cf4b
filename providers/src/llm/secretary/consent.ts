/** Whether a person's words are a plain yes or no to what they were asked, or take back what was just done, and nothing more. */
import type { Proposal } from "../port.ts";
import { tidy } from "./intent.ts";

/** Anything longer says something else too. */
const LONGEST_CHARACTERS = 24;
const LONGEST_TAKING_BACK = 60;

/** What may be either (いいです, 大丈夫, 괜찮아), or be a hesitation (어), is neither. */
const YES_WORDS = `(?:はい|うん|ええ|そう(?:です|して)?|お願い(?:します|いたします)?|おねがい(?:します)?|いい(?:よ|ですよ)|オーケー|オッケー|ok(?:ay)?|了解(?:です)?|頼みます|入れて(?:ください)?|yes|yeah|yep|sure|please(?: do)?|do it|go ahead|that's (?:right|fine)|네|예|응|그래(?:요)?|좋아(?:요)?|해 ?(?:줘|주세요)|부탁해(?:요)?|넣어 ?(?:줘|주세요))(?:[、, ]+|$)`;
const YES = new RegExp(`^(?:${YES_WORDS}){1,3}$`, "iu");
const NO =
  /^(?:(?:いいえ|いや|ううん|だめ(?:です)?|やめ(?:て|ます|とく|ておく|ておきます)(?:ください)?|結構です|入れないで(?:ください)?|違(?:う|います)|no|nope|no thanks?(?: you)?|don't|do not|cancel|stop|never mind|아니(?:요|오)?|싫어(?:요)?|하지 ?마(?:세요)?|됐어(?:요)?|취소(?:해 ?(?:줘|주세요))?|그만)(?:[、, ]+|$)){1,3}$/iu;

const OH =
  "(?:やっぱり?|いや|いいえ|ううん|違(?:う|います)|間違え(?:た|ました)|じゃあ?|あ|ごめん(?:なさい)?|すみません|(?:ちょっと)?待って|no|oh|wait|actually|sorry|please|(?:can|could|would|will) you|on second thoughts?|that(?:'s| was| is) (?:wrong|a mistake)|아니(?:야|요)?|역시|아|잠깐(?:만)?(?:요)?|미안(?:해요?)?|잘못했(?:어|네)요?)[、, ]*";
const OF_IT = "(?:(?:今の|さっきの|それ|予定)(?:は|を)?|방금 ?(?:것|거)?(?:은|는|을|를)? )?";
const PLEASE =
  "[、, ]*(?:ください|下さい|お願いします|くれますか|もらえますか|くれる|ね|よ|줄래(?:요)?|please|now|thanks?(?: you)?)?";
/** Of what was written alone: nobody says it to what rings. */
const UNDO =
  "(?:(?:元に|もとに)?戻して|undo(?: (?:that|it|this))?|되돌려(?: ?줘| ?주세요)?|원래대로 ?(?:해|돌려) ?(?:줘|주세요))";
const BACK = `(?:${UNDO}|取り?消し?て?|キャンセル(?:して|で)?|なし(?:で|に(?:して)?)?|なかったことにして|(?:入れ|消さ|変え|変更し)ないで|いらない(?:です)?|やっぱりいい(?:です|や)?|cancel(?: (?:that|it|this))?|(?:take|put) (?:that|it|this) (?:back|out(?: again)?)|scratch that|never ?mind|forget it|don't(?: do (?:that|it))?|i(?:'ve)? changed my mind|취소(?:해)?(?: ?줘| ?주세요|요)?|없던 ?(?:일|걸)로 ?(?:해 ?(?:줘|주세요))?|(?:하지|넣지|지우지|옮기지) ?마(?:세요)?)`;
/** They may ask a voice to be silent as well. */
const ENOUGH =
  "(?:やめ(?:て|る|ます|とく|ておく|ておきます)|stop(?: it| that)?|그만(?:둬(?:요)?|해(?:요| ?줘| ?주세요)?)?)";
const UNDOES = new RegExp(`^(?:${YES_WORDS})?(?:${OH}){0,4}${OF_IT}${UNDO}${PLEASE}$`, "iu");
const TAKES_BACK = new RegExp(
  `^(?:${YES_WORDS})?(?:(?:${OH}){0,4}${OF_IT}${BACK}|(?:${OH}){1,4}${OF_IT}${ENOUGH})${PLEASE}$`,
  "iu",
);
const STOPS = new RegExp(`^${ENOUGH}${PLEASE}$`, "iu");

/** After a yes it is what to do; without one it may be a no. */
const CANCEL =
  "(?:取り?消し(?:て|で)?|キャンセル(?:して|で)?|cancel(?: (?:that|it|this))?|취소(?:해 ?(?:줘|주세요)|요)?)";
const DELETE = "(?:消して|削除して|(?:delete|remove) (?:that|it|this)|(?:지워|삭제해) ?(?:줘|주세요))";
const IT = "(?:(?:それ|予定)[はを]?|그거|일정(?:을)?)? ?";
const YES_TO_REMOVAL = new RegExp(
  `^(?:(?:${YES_WORDS}){1,3}(?:please )?${IT}${CANCEL}|(?:${YES_WORDS}){0,3}(?:please )?${IT}${DELETE})${PLEASE}$`,
  "iu",
);

/** A request in the form of a question. */
const ASKED_KINDLY = /\b(?:can|could|would|will) you\b|(?:くれますか|もらえますか|くれる|줄래(?:요)?)$/iu;

/**
 * Whether words take back what was just written. @param isOver they were said while she spoke: what may only ask her to be
 * silent does not
 */
export const takesBack = (words: string, isOver: boolean): boolean =>
  isSaid(words, TAKES_BACK) || (!isOver && isSaid(words, STOPS));

/** Whether words take back what was just written, and cannot be meant for anything that has been heard since. */
export const undoes = (words: string): boolean => isSaid(words, UNDOES);

function isSaid(words: string, taking: RegExp): boolean {
  const text = tidy(words).replace(/[\s\u3002.!?。！？]+/gu, " ");
  if (/[?？]/u.test(words) && !ASKED_KINDLY.test(text)) return false;
  return text.length <= LONGEST_TAKING_BACK && taking.test(text);
}

/**
 * A question is no answer: はい？ and 네? ask what was said.
 * @param to what was asked: "yes, cancel it" is a yes to a removal, and a no to anything else
 */
export function consentOf(words: string, to: Proposal["kind"]): "yes" | "no" | undefined {
  if (/[?？]/u.test(words)) return undefined;
  const text = tidy(words)
    .replace(/[\u3002.!?。！？]/gu, " ")
    .trim();
  if (text.length > LONGEST_CHARACTERS) return undefined;
  if (YES.test(text) || (to === "remove" && YES_TO_REMOVAL.test(text))) return "yes";
  return NO.test(text) || takesBack(words, false) ? "no" : undefined;
}
