/** What was said in earlier conversations, looked up when the person asks for it. */
import type { Passage } from "@hisho/providers/llm/port.ts";
import { Bm25 } from "@hisho/providers/retrieval/bm25.ts";
import { termsOf } from "@hisho/providers/retrieval/terms.ts";
import type { Store, StoredTurn } from "../store/port.ts";
import { asksForPast, matterOf, stretchOf } from "./past-question.ts";

/** The newest of the stretch that is asked about; about 30 ms of work. */
const MOST_TURNS = 2_000;
const MOST_FOUND = 4;
const LEAST_COVERAGE = 0.2;
/** Turns that the model is shown as the conversation itself. */
const IN_SIGHT = 10;

const TITLES: Readonly<Record<string, (date: string) => string>> = {
  ja: (date) => `${date}のお話`,
  en: (date) => `Conversation of ${date}`,
  ko: (date) => `${date}의 대화`,
};
const SPEAKERS: Readonly<Record<string, readonly [person: string, secretary: string]>> = {
  ja: ["ユーザー", "アシスタント"],
  en: ["User", "Assistant"],
  ko: ["사용자", "어시스턴트"],
};

export interface PastRequest {
  sessionId: string;
  turn: number;
  /** BCP 47. */
  language: string;
  /** IANA. */
  timeZone: string;
  now: Date;
}

/** @returns best first, numbered from 1; none when nobody asks for what was said. @throws StoreError */
export async function pastSayings(
  store: Pick<Store, "pastTurns">,
  question: string,
  request: PastRequest,
): Promise<Passage[]> {
  if (!asksForPast(question)) return [];
  const { sessionId, turn, now, timeZone } = request;
  const stretch = stretchOf(question, now, timeZone);
  const turns = (await store.pastTurns({ ...stretch, limit: MOST_TURNS })).filter(
    (said) => said.userText !== "" && !(said.sessionId === sessionId && said.turn > turn - IN_SIGHT),
  );
  return found(turns, matterOf(question)).map(({ said, score }, index) => passageOf(said, index + 1, score, request));
}

function found(turns: readonly StoredTurn[], matter: string): { said: StoredTurn; score: number }[] {
  // "What did we talk about yesterday?" asks for whatever it was.
  if (termsOf(matter).length === 0) return turns.slice(0, MOST_FOUND).map((said) => ({ said, score: 0.5 }));
  const words = new Bm25();
  for (const [index, said] of turns.entries()) words.add(String(index), said.assistantText, said.userText);
  return words.search(matter, MOST_FOUND).flatMap(({ id, coverage }) => {
    const said = turns[Number(id)];
    return said === undefined || coverage < LEAST_COVERAGE ? [] : [{ said, score: coverage }];
  });
}

function passageOf(said: StoredTurn, n: number, score: number, { language, timeZone }: PastRequest): Passage {
  const tag = language.slice(0, 2);
  const { createdAt, sessionId, turn, userText, assistantText } = said;
  const date = new Intl.DateTimeFormat(language, { month: "long", day: "numeric", timeZone }).format(createdAt);
  const [person, secretary] = SPEAKERS[tag] ?? (SPEAKERS.en as readonly [string, string]);
  return {
    n,
    docId: "",
    title: (TITLES[tag] ?? TITLES.en)?.(date) ?? date,
    locator: "",
    // Marks of that answer's own sources would be taken for this one's.
    text: `${person}: ${userText}\n${secretary}: ${assistantText.replace(/\[\d{1,2}\]/g, "")}`,
    score,
    said: { sessionId, turn },
  };
}
