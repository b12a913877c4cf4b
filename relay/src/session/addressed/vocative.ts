/** Whether a name that was said calls its bearer or speaks of them: by what stands around it. Pure. */

/** `open`: the next word decides, and it has not come. */
export type Verdict = "calls" | "speaks-of" | "open";

interface After {
  verdict: Verdict;
  /** How much of the rest belongs to the call: honorifics, marks, space. */
  length: number;
}

const MARKS = /^[\s\p{P}…~～]+/u;
const HONORIFIC = /^(?:\s?(?:さん|ちゃん|くん|君|さま|様|先生)|\s?(?:씨|님)|(?:이야|아|야)(?![가-힣]))/u;
const JA_PARTICLE = /^(?:を|が|に|の|へ|で|も(?!う)|と(?!り|う)|から|まで|より|って|という|だ|じゃ|みたい|は)/;
/** A name in kanji that goes on in kanji is another word (秘書室), unless a question begins there. */
const JA_QUESTION = /^(?:今|明日|昨日|来週|先週|何|教|予定|天気|時間)/;
const EN_SPEAKS_OF =
  /^(?:is|isn't|was|wasn't|has|hasn't|had|says|said|tells|told|does|doesn't|did|didn't|and|or|who|which|went|goes|came|comes|wants|wanted|thinks|thought|knows|knew|likes|liked)$/i;
const EN_AUXILIARY = /^(?:can|could|will|would|should|may|might|must)$/i;
const EN_SUBJECT = /^(?:you|we|i|it|there|the|my|this|that|he|she|they)$/i;

/**
 * @param rest what follows the name
 * @param exact it is the name to the letter
 * @param isWhole nothing more will come
 */
export function after(rest: string, exact: boolean, isWhole: boolean): After {
  const honorific = HONORIFIC.exec(rest)?.[0] ?? "";
  const behind = rest.slice(honorific.length);
  const marks = MARKS.exec(behind)?.[0] ?? "";
  const length = honorific.length + marks.length;
  const follows = behind.slice(marks.length);
  const verdict = (calls: boolean): After => ({ verdict: calls ? "calls" : "speaks-of", length });
  if (/^['’]s\b/i.test(behind)) return verdict(false);
  if (follows === "") return isWhole || /[^\s]/.test(marks) ? verdict(true) : { verdict: "open", length };
  if (/[^\s]/.test(marks)) return verdict(true);
  if (marks !== "") return spaced(follows, isWhole, length);
  // Nothing parts the name from what follows.
  if (/^[\p{sc=Latin}\p{N}]/u.test(follows) || /^[가-힣]/.test(follows)) return verdict(false);
  if (honorific !== "" && /^は/.test(follows)) return verdict(true);
  if (JA_PARTICLE.test(follows)) return verdict(false);
  if (honorific !== "") return verdict(true);
  return verdict(exact && (!/^\p{sc=Han}/u.test(follows) || JA_QUESTION.test(follows)));
}

function spaced(follows: string, isWhole: boolean, length: number): After {
  const [first = "", second] = follows.split(/[^\p{L}\p{N}'’]+/u);
  if (EN_SPEAKS_OF.test(first)) return { verdict: "speaks-of", length };
  const isCut = second === undefined && !isWhole;
  if (EN_AUXILIARY.test(first)) {
    if (isCut || second === undefined) return { verdict: isWhole ? "speaks-of" : "open", length };
    return { verdict: EN_SUBJECT.test(second) ? "calls" : "speaks-of", length };
  }
  // The last word of a partial may still grow into another.
  if (isCut && /^\p{sc=Latin}/u.test(first)) return { verdict: "open", length };
  return { verdict: "calls", length };
}

const EN_BEFORE_OBJECT =
  /(?:^|\s)(?:to|with|for|by|from|of|about|and|or|is|am|was|asked|ask|told|tell|called|call|named|the|a|an|my|your|like|see|saw|know|meet|met|than)\s*$/i;
const JA_BEFORE = /(?:か|ね|よ|て|さい|ます|です|う|ちは|は)\s*$/;
const KO_BEFORE = /(?:요|야|까|줘|해|다|지|니|어|아|돼|봐)\s+$/;

/** Whether a name at the very end calls. @param head what was said before it, not empty */
export function endsInCall(head: string): boolean {
  if (/[\p{P}…]\s*$/u.test(head)) return true;
  if (/\p{sc=Latin}\s*$/u.test(head)) return !EN_BEFORE_OBJECT.test(head);
  if (/[가-힣]\s*$/.test(head)) return KO_BEFORE.test(head);
  return JA_BEFORE.test(head);
}
