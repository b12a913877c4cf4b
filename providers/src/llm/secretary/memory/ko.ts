import type { Rule } from "../intent.ts";
import { KO_NUMBER, koreanNumber } from "../numbers.ts";
import type { MemoryIntent } from "./intent.ts";
import type { MemoryWords } from "./words.ts";

const GIVE = "(?: ?(?:줘|줘요|주세요|주실래요|줄래|줄래요|주시겠어요|주십시오|둬|둬요|두세요|놔|놔요|놓아|봐|줘라))*";
const KEEP = "(?:기억해|외워|기억하고 ?있어|잊지 ?마)";
const REMEMBER = new RegExp(
  `^(.+?)(?:(?:이)?(라고|다고)(?: 하는)? ?(?:걸|것을|거)?|(?:이)?라는 ?(?:걸|것을|거)|는 ?(?:걸|것을|거)|을|를|,)? ?${KEEP}${GIVE}$`,
);
const FIRST = new RegExp(`^(?:이거|이것|다음)?(?:을|를)? ?(?:기억해|외워)${GIVE}[,.:] ?(.+)$`);
const BARE = new RegExp(`^(?:이거|이것|뭐 ?하나)?(?:을|를)? ?(?:기억해|외워) ?(?:줘|둬|놔|주세요|두세요)${GIVE}$`);
const RECALL =
  /^(?:(?<about>.+?)(?:에 ?대해서?|에 ?관해서?)(?:는)? ?)?(?:지금까지 )?(?:뭘|뭐|무엇을|무얼|어떤 ?걸) ?(?:기억해|기억하고 ?있어|기억하니|알고 ?있어)(?:요|나요)?$/;
const LISTED = new RegExp(
  `^기억(?:하고 ?있는|하는|한)? ?(?:것|거|내용)?(?:을|들을)? ?(?:전부|모두|다)? ?(?:알려|말해|보여|들려)${GIVE}$`,
);
const FORGET = new RegExp(
  `^(?<words>.+?)(?:에 ?대해(?:서)?(?: ?(?:말한|얘기한|기억한) ?(?:것|거|건|내용))?|에 ?대한 ?(?:것|거|건|기억|얘기)|라고 ?(?:한|말한) ?(?:것|거|건))?(?:은|는|을|를)? ?(?<all>전부|모두|다|싹)? ?(?:잊어(?:버려)?|기억에서 ?지워)${GIVE}$`,
);
const EVERYTHING =
  /^(?:(?:지금까지 )?(?:기억(?:하고 ?있는|하는|한)|내가 ?말한) ?(?:것|거|건|내용)?|기억|나)(?:을|를|은|는)? ?(?:전부|모두|다)?$/;
const NUMBERED = new RegExp(
  `^(?:(?<n>${KO_NUMBER}) ?(?:번째?|번)|(?<last>마지막|최근)|(?<first>첫 ?(?:번째|째)?))(?: ?(?:것|거|기억))?$`,
);
/** How people wave something aside, which deletes nothing. */
const NEVER_MIND = /^(?:그거|이거|저거|그것|이것|그건|이건|방금|방금 ?(?:것|거|건|말))$/;

export const memoryRule: Rule = (text): MemoryIntent | undefined => {
  const recalled = RECALL.exec(text);
  if (recalled !== null) return { kind: "recall", about: aboutOf(recalled.groups?.about) };
  if (LISTED.test(text)) return { kind: "recall", about: null };
  if (BARE.test(text)) return { kind: "remember", text: "" };
  const first = FIRST.exec(text)?.[1];
  if (first !== undefined) return { kind: "remember", text: first };
  const kept = REMEMBER.exec(text);
  if (kept !== null && !/^(?:뭘|뭐|무엇을)$/.test(kept[1] ?? "")) {
    return { kind: "remember", text: `${kept[1] ?? ""}${kept[2] === "다고" ? "다" : ""}` };
  }
  const forgotten = FORGET.exec(text)?.groups;
  if (forgotten === undefined) return undefined;
  const { words = "", all } = forgotten;
  if (NEVER_MIND.test(words)) return undefined;
  const numbered = NUMBERED.exec(words)?.groups;
  if (numbered !== undefined) {
    const { n, last } = numbered;
    const number = n === undefined ? (last === undefined ? 1 : -1) : Number(koreanNumber(n));
    return { kind: "forget", meant: { n: number } };
  }
  if (/^(?:전부|모두|다|싹)$/.test(words)) return { kind: "forget", meant: { all: true } };
  if (EVERYTHING.test(words)) {
    return all !== undefined || /전부|모두|다$/.test(words) ? { kind: "forget", meant: { all: true } } : undefined;
  }
  return { kind: "forget", meant: { about: words, ...(all === undefined ? {} : { all: true }) } };
};

const aboutOf = (words: string | undefined): string | null =>
  words === undefined || /^(?:나|저|내)$/.test(words) ? null : words;

const lines = (items: readonly { n: number; text: string }[]) =>
  items.map(({ n, text }) => `${n}번, ‘${text}’.`).join(" ");

export const memoryWords: MemoryWords = {
  remembered: (text) => `기억했어요: ${text}.`,
  askWhat: "무엇을 기억할까요? ‘사물함은 214번이라고 기억해 줘’처럼 한 문장으로 말씀해 주세요.",
  list: (items, total) =>
    total === 1
      ? `이렇게 기억하고 있어요: ${items[0]?.text}.`
      : `${total}가지를 기억하고 있어요. ${lines(items)}${total > items.length ? " 나머지는 설정의 ‘기억’에 있어요." : ""}`,
  nothing: "아직 기억해 달라고 하신 것이 없어요.",
  nothingSuch: "그것에 대해 기억하고 있는 것이 없어요.",
  forgotten: (texts) => (texts.length === 1 ? `잊었어요: ${texts[0]}.` : `${texts.length}가지를 잊었어요.`),
  which: (items) => `어느 것을 잊을까요? ${lines(items)} ‘${items[0]?.n}번 잊어 줘’처럼 말씀해 주세요.`,
  youSaid: (text) => `이렇게 말씀하셨어요: ${text}.`,
  earlier: (text) => `앞서 나눈 이야기예요: ${text}`,
  closed: "여기에서는 아무것도 기억할 수 없어요.",
};
