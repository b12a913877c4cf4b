/** The states the screens are looked at in. Names, figures and documents are invented. */
import type { Citation } from "@hisho/protocol";
import type { Rating, StoredConversation } from "../../history/schema.ts";
import { turnMatches } from "../../history/search.ts";
import type { KeptQuestion, Language, TalkState, TurnView } from "../../session/talk.ts";
import type { FoundTurn, HistoryBook } from "../history/book.ts";
import { CAPABLE, PROVIDERS, talkState, turnView } from "./fixtures.ts";

interface Words {
  tag: string;
  question: string;
  partial: [agreed: string, tail: string];
  answer: string;
  /** How much of the answer has been heard. */
  heard: string;
  long: string;
  citations: readonly Citation[];
  memo: string;
  rich: string;
}

const source = (n: number, title: string, locator: string, snippet: string): Citation => ({
  n,
  doc_id: `doc-${n}`,
  title,
  locator,
  snippet,
});

const WORDS: Record<Language, Words> = {
  ja: {
    tag: "ja-JP",
    question: "出張の宿泊費って、いくらまで出る？",
    partial: ["あしたの午後の会議、", "三時からに"],
    answer: "東京への出張は一泊12,000円までです[1]。超えるときは、前の日までに課長の承認を取ってください[2]。",
    heard: "東京への出張は一泊12,000円までです[1]。",
    long: "宿泊費は行き先で変わります。東京都区部は一泊12,000円、大阪市は10,500円、その他の都市は9,800円が上限です[1]。海外は別表によります。超える見込みのときは、前の日までに課長の承認を取ってください[2]。領収書は、戻ってから五日以内に出してください。",
    citations: [
      source(
        1,
        "旅費規程.pdf",
        "12ページ・第8条",
        "東京都区部の宿泊費は、一泊につき12,000円を上限とする。その他の都市は別表2による。",
      ),
      source(
        2,
        "経費の手引き（2026年度改訂版・全社共通）.docx",
        "「事前承認」",
        "上限を超える場合は、前日までに所属長の承認を得るものとする。",
      ),
    ],
    memo: "来週の出張の予定を教えて",
    rich: "**宿泊費の上限**は次のとおりです[1]。\n\n| 行き先 | 上限 |\n|---|---|\n| 東京 | 12,000円 |\n| 大阪 | 10,500円 |\n\n1. 前の日までに承認を取る\n2. 戻ってから五日以内に領収書を出す\n\n詳しくは[社内の案内](https://intra.example/travel)にあります。",
  },
  en: {
    tag: "en-US",
    question: "How much can I claim for a hotel?",
    partial: ["Move tomorrow’s meeting ", "to three in the"],
    answer:
      "You can claim up to 12,000 yen a night for Tokyo[1]. If it costs more, please ask your manager the day before[2].",
    heard: "You can claim up to 12,000 yen a night for Tokyo[1].",
    long: "It depends on where you go. For the wards of Tokyo it is 12,000 yen a night, for Osaka 10,500, and for other cities 9,800[1]. Travel abroad has a table of its own. If you expect to go over, please ask your manager by the day before[2]. Hand in the receipts within five days of coming back.",
    citations: [
      source(1, "Travel rules.pdf", "Page 12, article 8", "For the wards of Tokyo the limit is 12,000 yen a night."),
      source(2, "Expenses, a guide for everybody, 2026.docx", "Prior approval", "Ask by the day before."),
    ],
    memo: "What are my plans for next week’s trip?",
    rich: "The **limits** are[1]:\n\n| To | Limit |\n|---|---|\n| Tokyo | 12,000 yen |\n| Osaka | 10,500 yen |\n\n1. Ask the day before\n2. Hand in receipts within five days\n\nMore in the [travel guide](https://intra.example/travel).",
  },
  ko: {
    tag: "ko-KR",
    question: "출장 숙박비는 얼마까지 나와요?",
    partial: ["내일 오후 회의를 네 시로 ", "옮기고 박"],
    answer: "도쿄 출장은 하룻밤에 12,000엔까지예요[1]. 넘을 때는 전날까지 과장님 승인을 받아 주세요[2].",
    heard: "도쿄 출장은 하룻밤에 12,000엔까지예요[1].",
    long: "가는 곳에 따라 달라요. 도쿄 도심은 하룻밤에 12,000엔, 오사카는 10,500엔, 다른 도시는 9,800엔까지예요[1]. 해외는 따로 표가 있어요. 넘을 것 같으면 전날까지 과장님 승인을 받아 주세요[2]. 영수증은 돌아와서 닷새 안에 내 주세요.",
    citations: [
      source(1, "여비 규정.pdf", "12쪽, 제8조", "도쿄 도심의 숙박비는 하룻밤에 12,000엔을 한도로 한다."),
      source(2, "경비 안내서 2026년도 개정판 전사 공통.docx", "‘사전 승인’", "전날까지 승인을 받는다."),
    ],
    memo: "다음 주 출장 일정을 알려 줘",
    rich: "**숙박비 한도**는 다음과 같아요[1].\n\n| 가는 곳 | 한도 |\n|---|---|\n| 도쿄 | 12,000엔 |\n| 오사카 | 10,500엔 |\n\n1. 전날까지 승인 받기\n2. 닷새 안에 영수증 내기\n\n자세한 것은 [안내](https://intra.example/travel)에 있어요.",
  },
};

export function storyOf(name: string, language: Language): TalkState {
  const words = WORDS[language];
  const asked = turnView({ language: words.tag, userText: words.question, userAgreedLength: words.question.length });
  const answered: TurnView = {
    ...asked,
    assistantText: words.answer,
    assistantFinal: true,
    heardLength: words.heard.length,
    citations: words.citations,
  };
  const done: TurnView = { ...answered, heardLength: words.answer.length, end: "completed" };
  const open = { microphoneOpen: true } as const;
  const hearing = talkState({
    ...open,
    phase: "hearing",
    turns: [
      turnView({
        language: words.tag,
        userText: words.partial.join(""),
        userAgreedLength: words.partial[0].length,
        userFinal: false,
      }),
    ],
  });
  const stories: Record<string, TalkState> = {
    kioskAttract: talkState({ ...open, phase: "listening" }),
    kioskMending: talkState({ phase: "idle" }),
    kioskFailed: talkState({ phase: "idle" }),
    kioskArming: talkState(),
    kioskPasscode: talkState({ ...open, phase: "listening" }),
    kioskAsleep: talkState({ muted: true }),
    kioskGreeting: talkState({ ...open, phase: "listening" }),
    kioskSpeaking: talkState({ ...open, phase: "speaking", turns: [answered] }),
    kioskHearing: hearing,
    kioskStillThere: talkState({ ...open, phase: "listening", turns: [done] }),
    kioskGoodbye: talkState({ ...open, phase: "listening", turns: [done] }),
    kioskHandOff: talkState({ ...open, phase: "listening", turns: [done] }),
    first: talkState({ providers: CAPABLE }),
    rest: talkState({ ...open, phase: "listening" }),
    deaf: talkState({ providers: PROVIDERS }),
    listening: talkState({ ...open, phase: "listening", turns: [done] }),
    hearing,
    thinking: talkState({ ...open, phase: "thinking", turns: [asked] }),
    speaking: talkState({ ...open, phase: "speaking", turns: [answered] }),
    one: talkState({
      ...open,
      phase: "speaking",
      turns: [{ ...answered, citations: words.citations.slice(0, 1) }],
    }),
    long: talkState({
      ...open,
      phase: "speaking",
      turns: [{ ...answered, assistantText: words.long, heardLength: Math.round(words.long.length * 0.6) }],
    }),
    interrupted: talkState({
      ...open,
      phase: "interrupted",
      turns: [{ ...answered, assistantText: words.heard, end: "interrupted" }],
    }),
    offline: talkState({
      ...open,
      phase: "offline",
      connection: { state: "reconnecting", attempt: 4 },
      turns: [
        done,
        turnView({ key: "m1", turn: 0, language: words.tag, userText: words.memo, spoken: false }),
        turnView({ key: "m2", turn: 0, language: words.tag, userText: words.question }),
      ],
      kept: [kept("m1", words.memo, null), kept("m2", "", 3_200)],
    }),
    offlineIdle: talkState({ phase: "offline", connection: { state: "reconnecting", attempt: 4 } }),
    degraded: talkState({ ...open, phase: "speaking", turns: [{ ...answered, citations: [], fallback: "tts" }] }),
    resting: talkState({
      notices: [{ kind: "relay", code: "tts_unavailable", stage: "tts", message: "" }],
      turns: [{ ...done, citations: [], fallback: "tts" }],
    }),
    muted: talkState({ ...open, phase: "listening", muted: true, turns: [done] }),
    ignoring: talkState({ ...open, phase: "listening", ignoring: true, turns: [done] }),
    denied: talkState({ notices: [{ kind: "microphone", problem: "denied" }] }),
    insecure: talkState({ notices: [{ kind: "microphone", problem: "insecure" }] }),
    notHeard: talkState({ ...open, phase: "listening", providers: PROVIDERS }),
    token: talkState({ connection: { state: "refused", why: "token" }, providers: null }),
    replaced: talkState({ connection: { state: "replaced" } }),
  };
  const story = stories[name];
  if (story === undefined) throw new Error(`no story "${name}"; there are ${Object.keys(stories).join(", ")}`);
  return story;
}

/** A question that waits for a connection. */
const kept = (id: string, text: string, durationMs: number | null): KeptQuestion => ({
  ...{ id, text, durationMs, at: new Date().toISOString() },
  ...{ durable: true, changeable: true, unheard: false },
});

/** A history of three days, in memory. */
export function storyBook(language: Language): HistoryBook {
  const words = WORDS[language];
  const at = (daysAgo: number, hour: number, minute: number): string => {
    const date = new Date();
    date.setDate(date.getDate() - daysAgo);
    date.setHours(hour, minute, 0, 0);
    return date.toISOString();
  };
  const turn = (conversation: string, key: string, change: Partial<TurnView>): FoundTurn => ({
    ...turnView({ key, language: words.tag, userText: words.question, end: "completed", ...change }),
    conversation,
  });
  const all: readonly FoundTurn[] = [
    turn("today", "h4", { at: at(0, 15, 2), assistantText: words.rich, citations: words.citations.slice(0, 1) }),
    turn("today", "h3", { at: at(0, 15, 0), userText: words.memo, assistantText: words.long, end: "interrupted" }),
    turn("before", "h2", { at: at(1, 10, 21), assistantText: words.answer, citations: words.citations }),
    turn("old", "h1", { at: at(9, 10, 19), userText: words.partial.join(""), assistantText: words.heard }),
  ];
  let deleted: (turn: FoundTurn) => boolean = () => false;
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const conversations = new Map(
    [...new Set(all.map((turn) => turn.conversation))].map((id): [string, StoredConversation] => {
      const at = all.find((turn) => turn.conversation === id)?.at ?? "";
      return [id, { id, startedAt: at, updatedAt: at, title: "", titleEdited: false }];
    }),
  );
  const put = (id: string, change: Partial<StoredConversation>): boolean => {
    const known = conversations.get(id);
    if (known !== undefined) conversations.set(id, { ...known, ...change });
    changed();
    return known !== undefined;
  };
  const ratings = new Map<string, Rating>();
  const rated = (turn: FoundTurn): FoundTurn => {
    const rating = ratings.get(turn.key);
    return rating === undefined ? turn : { ...turn, rating };
  };
  const there = () => all.filter((turn) => !deleted(turn)).map(rated);
  return {
    search: async (query) => {
      const turns = there().filter((turn) => turnMatches(turn, query));
      return { turns, total: turns.length };
    },
    recent: async (before, limit) =>
      there()
        .filter((turn) => before === null || turn.at < before.at)
        .slice(0, limit),
    turns: async (id) =>
      there()
        .filter((turn) => turn.conversation === id)
        .toReversed(),
    conversation: async (id) => conversations.get(id),
    look: () => Promise.reject(new Error("there is no storage here")),
    alter: () => Promise.reject(new Error("there is no storage here")),
    conversations: async () => [...conversations.values()],
    watch: () => () => undefined,
    soundKept: async () => ({ count: 412, bytes: 61_400_000, oldestAt: at(140, 9, 30) }),
    dropOldestSound: async (bytes) => bytes,
    setTitle: async (id, title) => put(id, { title, titleEdited: true }),
    setPinned: async (id, on, at) => {
      const { pinnedAt: _, ...rest } = conversations.get(id) ?? { pinnedAt: "" };
      conversations.delete(id);
      if ("id" in rest) conversations.set(id, { ...rest, ...(on ? { pinnedAt: at.toISOString() } : {}) });
      changed();
      return true;
    },
    setRating: async (key, rating) => {
      if (rating === null) ratings.delete(key);
      else ratings.set(key, rating);
      changed();
      return true;
    },
    delete: async (what) => {
      const before = there().length;
      deleted = (turn) =>
        what === "everything" ||
        ("turns" in what
          ? what.turns.includes(turn.key)
          : "conversations" in what
            ? what.conversations.includes(turn.conversation)
            : turn.at >= what.from && turn.at < what.to);
      changed();
      return before - there().length;
    },
    undelete: async () => {
      deleted = () => false;
      changed();
      return true;
    },
    deletions: async () => [],
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    exportJson: async () => JSON.stringify(all),
  };
}

/** @param state `full`, `empty` or `slow` (an answer that never comes) */
export function bookIn(state: string, book: HistoryBook): HistoryBook {
  if (state === "empty")
    return { ...book, recent: async () => [], turns: async () => [], conversations: async () => [] };
  return state === "slow" ? { ...book, recent: () => new Promise(() => undefined) } : book;
}
