import type { Rule } from "../intent.ts";
import type { ReadingIntent } from "./intent.ts";
import type { ReadingWords } from "./words.ts";

const GIVE = "(?: ?(?:줘|줘요|주세요|줄래|줄래요|주시겠어요|주십시오|둬|두세요|야 ?돼|야 ?해|요))*";
const QUOTED = "[‘'\"“]?(.+?)[’'\"”]?";
const READ = "(?:읽어|발음해|불러|읽으면 ?돼|발음하면 ?돼)";
const AS = [
  new RegExp(`^${QUOTED}(?:은|는|을|를) ${QUOTED}(?:이라고|라고|으로|로) ?${READ}${GIVE}$`),
  new RegExp(`^${QUOTED}의? ?(?:발음|읽는 ?법|읽는 ?방법)(?:은|는) ${QUOTED}(?:이야|야|이에요|예요|입니다)$`),
];
const PLAINLY = new RegExp(
  `^${QUOTED}(?:을|를|의)? ?(?:발음|읽는 ?법|읽는 ?방법)(?:은|을)? ?(?:잊어|지워|취소해|되돌려|삭제해)${GIVE}$`,
);
const ASKS = /^(?:뭐|무엇|어떻게|몇)/;

export const readingRule: Rule = (text): ReadingIntent | undefined => {
  const plainly = PLAINLY.exec(text)?.[1];
  if (plainly !== undefined) return { kind: "read-plainly", written: plainly };
  for (const form of AS) {
    const [, written, spoken] = form.exec(text) ?? [];
    if (written === undefined || spoken === undefined || ASKS.test(spoken)) continue;
    return { kind: "read-as", written, spoken };
  }
  return undefined;
};

export const readingWords: ReadingWords = {
  taught: (written) => `앞으로 이렇게 읽을게요. ${written}.`,
  alike: (written) => `‘${written}’의 발음이 같은 글자로 들렸어요. 설정의 ‘읽는 법’에서 소리 나는 대로 적어 주세요.`,
  untaught: (written) => `‘${written}’을(를) 원래대로 읽을게요.`,
  notTaught: (written) => `‘${written}’의 읽는 법은 배운 적이 없어요.`,
  tooLong: "읽는 법은 낱말이나 이름 하나씩 가르쳐 주세요.",
  closed: "여기에서는 읽는 법을 기억할 수 없어요.",
};
