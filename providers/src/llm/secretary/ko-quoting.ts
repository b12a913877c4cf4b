/** Words that are quoted with 라고: what somebody is told to do, or what something is. */

/** Of stems that end in a vowel, those of two syllables and more whose verb no noun is taken for. */
const VERBS = new RegExp(
  `(?:${[
    "하|되|시키|지키|버리|올리|돌리|내리|기다리|달리|들르|두르|부르|누르|바르|고르|자르|오르|따르|[가-힣][아어해워와려켜져]보|[가-힣][아어해워와려켜져]주",
    "[아어]가|나가|[아어]오|나오|가져오|가져가|데려오|데려가|일어나|만나|끝나|나서|일어서|보내|끝내|꺼내|마치|고치|마시|나누|모으",
    "챙기|옮기|남기|맡기|넘기|잠그|담그|바꾸|꾸미|배우|채우|비우|치우|지우|깨우|키우|외우|세우",
  ].join("|")})$`,
);
/** Stems in 이, which a noun with 이라고 ends in as well. */
const CAUSATIVES = /(?:먹|붙|줄|끓|움직|보|높|녹|들)이$/;

const SYLLABLES = 0xac00;
const FINALS = 28;
const FINAL_RIEUL = 8;
/** The consonant that a syllable ends in, by its number in Unicode; 0 for none. */
const finalOf = (syllable: string): number => ((syllable.codePointAt(0) ?? SYLLABLES) - SYLLABLES) % FINALS;

/** 약 먹으라고 as 약 먹기, 회의라고 as 회의, 생일이라고 as 생일. Other words stay. */
export function withoutQuoting(words: string): string {
  const stem = /^(.+[가-힣])라고$/.exec(words)?.[1];
  if (stem === undefined) return words.replace(/(?<=["”’」』])이?라고$/, "");
  if (stem.endsWith("으")) return `${stem.slice(0, -1)}기`;
  const last = stem.split(" ").at(-1) ?? "";
  if (last.length > 1 && last.endsWith("이") && !CAUSATIVES.test(last)) return stem.slice(0, -1);
  // A noun that ends in ㄹ takes 이라고; alone, a syllable is a verb: 가라고, 사라고.
  const isVerb =
    finalOf(last.slice(-1)) === FINAL_RIEUL || last.length === 1 || VERBS.test(last) || CAUSATIVES.test(last);
  return isVerb ? `${stem}기` : stem;
}
