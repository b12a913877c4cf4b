/** What Korean speakers say to the secretary. */

import { readSum, type SumGrammar } from "./arithmetic.ts";
import { changingRules } from "./changing/ko.ts";
import { cityOf, cityPattern } from "./cities.ts";
import { type Rule, says, type Which, without } from "./intent.ts";
import { FIRST, LAST, whichOf as whichEventOf } from "./ko-agenda.ts";
import { withoutQuoting } from "./ko-quoting.ts";
import { ASKS, CLOCK, DAY, dayOf, GIVE, N, SPAN, spanMs, WHEN, whenOf } from "./ko-time.ts";
import { memoryRule } from "./memory/ko.ts";
import { koreanNumber } from "./numbers.ts";
import { pattern, whole } from "./pattern.ts";
import { readingRule } from "./readings/ko.ts";
import { repeatIn } from "./repeating/ko.ts";
import { repeating } from "./repeating/rule.ts";
import { unitOf, unitPattern } from "./units.ts";

const sums: SumGrammar = {
  number: new RegExp(N, "y"),
  valueOf: koreanNumber,
  signs: [
    [/더하기|플러스|\+/y, "+"],
    [/빼기|마이너스|-/y, "-"],
    [/곱하기|[x×*]/iy, "*"],
    [/나누기|[/÷]/y, "/"],
    [/의? ?제곱/y, [{ sign: "^" }, { number: "2" }]],
    [/의? ?세제곱/y, [{ sign: "^" }, { number: "3" }]],
    [/퍼센트|프로|%/y, "%"],
    [/의 ?(?:절반|반)/y, [{ sign: "/" }, { number: "2" }]],
    [/원/y, null],
    [/의/y, "of"],
    [/괄호 열고|\(/y, "("],
    [/괄호 닫고|\)/y, ")"],
  ],
};
const REORDERED: readonly (readonly [RegExp, string])[] = [
  [pattern(`^(${N})(?:에|과|와|하고|이랑|랑) ?(${N})(?:을|를)? ?(?:더하면|더한 값|더해|합하면)`), "$1 더하기 $2"],
  [pattern(`^(${N})에서 ?(${N})(?:을|를)? ?(?:빼면|뺀 값|빼)`), "$1 빼기 $2"],
  [pattern(`^(${N})(?:에|과|와|하고) ?(${N})(?:을|를)? ?(?:곱하면|곱한 값|곱해)`), "$1 곱하기 $2"],
  [pattern(`^(${N})(?:을|를)? ?(${N})(?:으로|로) ?(?:나누면|나눈 값|나눠)`), "$1 나누기 $2"],
];
const ASKS_SUM = pattern(
  `(?:은|는|이|가|을|를|=)?(?: ?(?:얼마|몇|뭐|무엇|뭔지|얼만지))?(?:이)?${ASKS}(?: ?계산(?:해)?${GIVE}|${GIVE})$`,
);

const sum: Rule = (text) => {
  const ordered = REORDERED.reduce((words, [pattern, order]) => words.replace(pattern, order), text);
  // The question's words first as they are: 이 is both a number and a particle.
  for (const words of [
    ordered,
    ordered.replace(/ ?계산(?:해)? ?(?:줘|주세요|줄래)?$/, ""),
    ordered.replace(ASKS_SUM, ""),
  ]) {
    const tokens = readSum(words, sums);
    if (tokens !== undefined) return { kind: "sum", tokens };
  }
  return undefined;
};

const conversion: Rule = (text) => {
  const unit = unitPattern("ko");
  const forms = [
    whole(`(?<n>-?${N}) ?(?<from>${unit})(?:은|는|이|가)? ?몇 ?(?<to>${unit}|킬로)${ASKS}${GIVE}`),
    whole(
      `(?<n>-?${N}) ?(?<from>${unit})(?:을|를)? ?(?<to>${unit})(?:로|으로) ?(?:환산|변환|바꿔|바꾸면|하면)?(?:해|하면)? ?(?:얼마|몇)?${ASKS}${GIVE}`,
    ),
    whole(
      `(?<from>화씨|섭씨) ?(?<n>-?${N}) ?도(?:은|는|를)? ?(?<to>화씨|섭씨)(?:로|으로)? ?(?:몇 ?도|바꿔)?${ASKS}${GIVE}`,
    ),
  ];
  const groups = forms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined) ?? {};
  const from = unitOf(groups.from ?? "", "ko");
  const bare = groups.to === "킬로" ? (from?.measure === "mass" ? "킬로그램" : "킬로미터") : groups.to;
  const to = unitOf(bare ?? "", "ko");
  const amount = koreanNumber((groups.n ?? "").replace(/^-/, ""));
  if (from === undefined || to === undefined || amount === undefined || from.measure !== to.measure) return undefined;
  return { kind: "convert", amount: groups.n?.startsWith("-") ? `-${amount}` : amount, from, to };
};

const time: Rule = (text) => {
  const city = whole(
    `(${cityPattern("ko")})(?:은|는|이|가|의)? ?(?:지금|현재)? ?(?:시간(?:은|이)? ?)?몇 ?시${ASKS}${GIVE}`,
    `지금 (${cityPattern("ko")})(?:은|는|이|가)? ?몇 ?시${ASKS}${GIVE}`,
    `(${cityPattern("ko")})(?:의)? ?(?:현재 ?)?(?:시간|시각)(?:은|을|이|좀)?${ASKS}${GIVE}`,
  ).exec(text);
  const name = city?.slice(1).find((found) => found !== undefined);
  if (name !== undefined) return { kind: "time", city: cityOf(name, "ko") };
  return whole(
    `(?:지금|현재)?(?: ?시간이| ?시각이)? ?몇 ?시(?: ?몇 ?분)?${ASKS}${GIVE}`,
    `(?:지금|현재) ?(?:시간|시각)(?:은|이|을|좀)?(?: ?뭐| ?어떻게)?${ASKS}${GIVE}`,
    `(?:시간|시각)(?:을|좀)? ?(?:알려|말해|가르쳐)${GIVE}`,
  ).test(text)
    ? { kind: "time", city: null }
    : undefined;
};

const date: Rule = (text) => {
  const until = whole(`(${DAY})까지(?:는|은)? ?(?:며칠|몇 ?일)(?:이|가)?${ASKS}${GIVE}`).exec(text)?.[1];
  if (until !== undefined) {
    const day = dayOf(until);
    return day && { kind: "days-until", day };
  }
  const asked = whole(
    `(?<a>${DAY})(?:은|는|이|가)? ?(?:며칠|몇 ?월 ?며칠|몇 ?일|무슨 ?요일|언제)${ASKS}${GIVE}`,
    `(?<b>${DAY})(?:의)? ?(?:날짜|요일)(?:는|은|가|이|를|을|좀)?(?: ?뭐| ?어떻게 돼)?${ASKS}${GIVE}`,
    `(?:무슨 ?요일|몇 ?월 ?며칠|며칠)${ASKS}`,
  ).exec(text);
  if (asked === null) return undefined;
  const day = dayOf(asked.groups?.a ?? asked.groups?.b ?? "오늘");
  return day && { kind: "day", day };
};

const NTH = `(?:첫 ?번째|두 ?번째|세 ?번째|네 ?번째|다섯 ?번째|${N} ?번째?|마지막|모든|전체)`;

function whichOf(words: string | undefined): Which {
  const text = words ?? "";
  if (/모든|전체|전부|다|모두/.test(text)) return { kind: "all" };
  if (/마지막/.test(text)) return { kind: "nth", n: -1 };
  if (/^첫/.test(text)) return { kind: "nth", n: 1 };
  const nth = pattern(`(${N}) ?번째?`).exec(text)?.[1];
  return nth === undefined ? { kind: "only" } : { kind: "nth", n: Number(koreanNumber(nth)) };
}

const REMOVE = `(?:을|를|은|는)? ?(?<all>전부|모두|다|싹)? ?(?:취소|삭제|지워|꺼|멈춰|중지|정지|없애|해제|그만)(?:해)?${GIVE}`;

/** What may come before the matter itself. */
const OPENING = "음|어|저기요?|그|있잖아|저|혹시|잠깐만|비서님";
/** Before a timer it is no name of one: 지금 타이머 꺼 줘. */
const BEFORE_TIMER = pattern(`^(?:(?:${OPENING}|자|네|지금|당장|이제|이젠|빨리|그럼|그러면|그냥|역시)[, ]+)+`);

const timer: Rule = (text) => {
  const set = whole(
    `(?<a>${SPAN})(?:짜리|동안)? ?(?:(?<about>[가-힣]{1,8}) )?타이머(?:를|을|로|좀)? ?(?:맞춰|설정해|설정|켜|시작해|시작|틀어|부탁해|부탁해요|부탁드려요)?${GIVE}`,
    `(?:(?!새 |다른 )(?<task>[가-힣]{1,8}(?: [가-힣]{1,8})?) )?타이머(?:를|을|좀)? ?(?<b>${SPAN})(?:으로|로|만|짜리)? ?(?:맞춰|설정해|설정|켜|시작해|시작)?${GIVE}`,
    `(?<c>${SPAN}) ?(?:재|세어|세)${GIVE}`,
    `(?<d>${SPAN}) ?(?:뒤|후)에? ?(?:알려|불러|울려)${GIVE}`,
  ).exec(text);
  if (set !== null) {
    const { a, b, c, d, about, task } = set.groups ?? {};
    const ms = spanMs(a ?? b ?? c ?? d ?? "");
    return ms === undefined ? undefined : { kind: "timer-set", ms, text: about ?? task ?? "" };
  }
  if (
    whole(
      `타이머(?:가|는|은)? ?(?:얼마나|몇 ?분|몇 ?초|얼마)?(?:이|가)?(?: ?남은 ?시간(?:은|이)?)?${ASKS}${GIVE}`,
      `타이머 ?(?:목록|확인|상태)(?:을|를)? ?(?:보여|알려|확인해|해)?${GIVE}`,
      `(?:남은 ?시간|몇 ?분 ?남)(?:은|이|았)?(?: ?얼마)?${ASKS}${GIVE}`,
    ).test(text) &&
    text !== "타이머"
  ) {
    return { kind: "timer-list" };
  }
  const cancel = whole(
    `(?:(?<span>${SPAN})(?:짜리)? ?)?(?<every>모든 ?|전체 ?)?타이머${REMOVE}`,
    `(?:(?:그|이|저|방금) ?|(?:${SPAN}(?:짜리)? )?(?<name>.{1,16}?) ?)타이머${REMOVE.replace("?<all>", "?:")}`,
  ).exec(text.replace(BEFORE_TIMER, ""));
  if (cancel === null) return undefined;
  const { span, every, all, name } = cancel.groups ?? {};
  if (name !== undefined)
    return { kind: "timer-cancel", which: whole(NTH).test(name) ? whichOf(name) : { kind: "words", text: name } };
  const ms = span === undefined ? undefined : spanMs(span);
  if (ms !== undefined) return { kind: "timer-cancel", which: { kind: "duration", ms } };
  return { kind: "timer-cancel", which: every === undefined && all === undefined ? { kind: "only" } : { kind: "all" } };
};

const REMIND = `(?:잊지 ?않게 ?|꼭 ?)?(?:알려|말해|리마인드(?:해)?|상기시켜|일깨워|깨워|알림(?:을)? ?(?:해|설정해|맞춰|울려)?|알람(?:을)? ?(?:설정해|맞춰|울려)?)${GIVE}`;

/** What is to be done, as a noun where the grammar made it speech: 전화하라고 is 전화하기, and 회의라고 is 회의. */
function matter(words: string): string {
  return withoutQuoting(words.trim())
    .replace(/(?<=[다자])고$/, "")
    .replace(/(?:는|은|할|하는)? ?(?:것|거)(?:을|를)?$/, "기")
    .replace(/기(?:를|을)?$/, "기")
    .replace(/도록$/, "기")
    .replace(/(?<=[가-힣]{2})(?:을|를)$/, "");
}

const once: Rule = (text) => {
  if (
    whole(
      `(?:리마인더|알림|미리 ?알림) ?(?:목록|뭐|무엇|어떤 ?거)?(?:이|가|을|를|은|는)? ?(?:뭐)?(?: ?(?:보여|알려|읽어|확인해))?${ASKS}${GIVE}`,
    ).test(text) &&
    !/^(?:리마인더|알림|미리 ?알림)$/.test(text)
  ) {
    return { kind: "reminder-list" };
  }
  const cancel = whole(
    `(?:(?<nth>${NTH}) ?|(?<words>.+?) ?)?(?:리마인더|미리 ?알림|알림|(?<=\\S ?)알람)${REMOVE}`,
  ).exec(text);
  if (cancel !== null) {
    const { nth, words, all } = cancel.groups ?? {};
    const which = words === undefined ? undefined : whichEventOf(words);
    if (which !== undefined && which.text === "") {
      return { kind: "event-cancel", which: { ...which, isReminder: true } };
    }
    if (words !== undefined) return { kind: "reminder-cancel", which: { kind: "words", text: words } };
    return { kind: "reminder-cancel", which: whichOf(all ?? nth) };
  }
  const timed = pattern(`^(${WHEN})(?:에|쯤|쯤에|에는)?(?:,? (.+?))?,? ?${REMIND}$`).exec(text);
  const inserted = pattern(`^(.+?)(?:을|를)? (${WHEN})(?:에|쯤에) ${REMIND}$`).exec(text);
  const alarm = /^알람/.test(text)
    ? pattern(`^알람(?:을|은)? ?(${WHEN})(?:에|으로|로)? ?(?:맞춰|설정해|울려|켜)${GIVE}$`).exec(text)
    : null;
  if (alarm !== null) {
    const when = whenOf(alarm[1] ?? "");
    return when && { kind: "reminder-set", when, text: "" };
  }
  const [, words, about = ""] = timed ?? (inserted === null ? [] : ["", inserted[2], inserted[1]]);
  if (words !== undefined) {
    // 내일 날씨 알려 줘 asks for something; only a time, or being told to do it, makes it a reminder.
    const isTimed = pattern(`${CLOCK}|${SPAN}`).test(words);
    const isTold = /(?:라고|다고|도록|기)$/.test(about.trim());
    const isQuestion = /(?:대해|대한|무엇|뭐|누가|어디|언제|날씨|요일|날짜|인지|는지)/.test(about);
    if (isQuestion || (!isTimed && !isTold && !/리마인드|상기/.test(text))) return undefined;
    const when = whenOf(words);
    return when && { kind: "reminder-set", when, text: matter(about) };
  }
  const untimed = pattern(`^(.+?) ?(?:리마인드(?:해)?|상기시켜|잊지 ?않게 ?알려)${GIVE}$`).exec(text)?.[1];
  return untimed === undefined ? undefined : { kind: "reminder-set", when: null, text: matter(untimed) };
};

const reminder = repeating(once, repeatIn, {
  tooOften: /매시간?|(?:시간|분|초) ?(?:마다|간격)/,
  besides: pattern(
    `빼고|제외|말고|(?:[일월주달년시분반]|주말) ?(?:까지|부터)(?![가-힣])|${CLOCK}(?:와|과|이랑|하고|,) ?${CLOCK}` +
      "|^(?:과|와|이랑|하고|부터|까지)(?= |\\d)|(?:주일?|개월|달|년) ?(?:동안|간)(?= )",
  ),
  clock: pattern(`${CLOCK} ?(?:에|와|과)(?= |$)`),
  own: pattern(
    `^(.*?${CLOCK}(?:쯤에|쯤|에)?,? )${CLOCK}(?:에|부터) ` +
      "(?=.*(?:있다고|시작(?:한다|된다)고|이라고|(?:회의|강의|예배|공부|행사)라고) )",
  ),
});

const note: Rule = (text) => {
  if (
    whole(
      `(?:내 ?)?메모(?:를|을|는|가)? ?(?:전부|모두|다)? ?(?:읽어|보여|알려|들려|확인해|목록(?:을|를)? ?보여)${GIVE}`,
      "메모(?:가|는|에)? ?(?:뭐|무엇)(?:가|이)? ?(?:있어|있어요|있지|있나요|적혀 있어|적혀 있어요)",
      "메모 ?목록",
    ).test(text)
  ) {
    return { kind: "note-list" };
  }
  const remove = whole(`(?:(?<nth>${NTH}) ?|(?<words>.+?) ?)?메모${REMOVE}`).exec(text);
  if (remove !== null) {
    const { nth, words, all } = remove.groups ?? {};
    if (words !== undefined) return { kind: "note-delete", which: { kind: "words", text: words } };
    return { kind: "note-delete", which: whichOf(all ?? nth) };
  }
  const first = pattern(`^(?:메모(?:해|하)${GIVE}|메모|적어${GIVE})[,.: ]+(.+)$`).exec(text);
  const last = pattern(
    `^(.+?)(?:이라고|라고|다고|을|를)?,? (?:메모(?:를)?(?: ?해|해 ?둬|해 ?놔|좀 해)|적어(?: ?둬| ?놔)?)${GIVE}$`,
  ).exec(text);
  const bare = whole(`메모(?:를|좀)? ?(?:해|하고 싶어)${GIVE}`).test(text);
  if (bare) return { kind: "note-add", text: "" };
  if (last !== null)
    return { kind: "note-add", text: `${last[1] ?? ""}${/다고,? /.test(text.slice(last[1]?.length)) ? "다" : ""}` };
  return first === null || /메모(?:에|가|는|를|의)/.test(text) ? undefined : { kind: "note-add", text: first[1] ?? "" };
};

/** In order: the first that understands decides. */
const rules: readonly Rule[] = [
  says(
    whole(
      "(?:잘 ?지냈어요?|잘 ?지내요?|안녕|안녕하세요|안녕하십니까|반가워요?|반갑습니다|좋은 ?아침(?:이에요|입니다)?|처음 ?뵙겠습니다|여보세요)(?: 비서님?)?",
    ),
    { kind: "greeting" },
  ),
  says(whole("(?:정말 |너무 |대단히 )?(?:고마워|고마워요|고맙습니다|감사해요|감사합니다|땡큐)(?: 비서님?)?"), {
    kind: "thanks",
  }),
  says(
    whole(
      "(?:잘 ?가|잘 ?있어|잘 ?있어요|안녕히 ?(?:가|계)세요|다음에 ?(?:봐|봐요|또 ?봐요)|잘 ?자|잘 ?자요|안녕히 ?주무세요|수고하셨습니다|수고했어요?)",
    ),
    { kind: "goodbye" },
  ),
  says(
    whole(
      `(?:너는|넌|당신은|네가|비서님은)? ?(?:누구|뭐 ?하는 ?사람)${ASKS}`,
      `(?:너는|넌|당신은|너|당신) ?(?:사람|인간|로봇|기계|ai|컴퓨터)${ASKS}`,
      `(?:진짜 )?(?:사람|인간|로봇|기계|ai|인공지능|컴퓨터)${ASKS}`,
      `(?:네 |너 |너의 |당신의 |당신 )?(?:이름|성함)(?:이|은)? ?(?:(?:뭐|무엇)${ASKS}|어떻게 ?(?:돼|돼요|되세요|되나요|되시나요|되죠))`,
      `(?:네 |너의 |당신의 )?이름(?:을|좀)? ?(?:알려|말해|가르쳐)${GIVE}`,
      `자기 ?소개(?:를)? ?(?:해|부탁해)${GIVE}`,
    ),
    { kind: "who" },
  ),
  says(
    whole(
      "(?:너는 |넌 )?(?:뭐|무엇)(?:를|을)? ?(?:할 ?수 ?있어|할 ?수 ?있어요|할 ?수 ?있나요|할 ?수 ?있니|도와줄 ?수 ?있어요?)",
      "도움말",
      "사용법(?:을|좀)? ?(?:알려|가르쳐)(?: ?줘| ?주세요)?",
    ),
    { kind: "abilities" },
  ),
  readingRule,
  memoryRule,
  ...FIRST,
  ...changingRules,
  note,
  timer,
  reminder,
  time,
  date,
  sum,
  conversion,
  ...LAST,
];

/** And a greeting. */
const LEAD = new RegExp(`^(?:(?:안녕하세요|안녕)[,.!]? )?(?:(?:${OPENING})[, ]+)*`);

export const RULES: readonly Rule[] = without(LEAD, rules);

/** Of those, what concerns what is remembered and how words are read. */
export const BOOK_RULES: readonly Rule[] = without(LEAD, [readingRule, memoryRule]);
