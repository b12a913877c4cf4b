/** What looking for passages before the last word saves: the real search, for questions that are said word by word. */
import type { Passage } from "@hisho/providers/llm/port.ts";
import type { Clock } from "@hisho/relay/clock.ts";
import { EarlyRetrieval } from "@hisho/relay/session/early-retrieval.ts";

/** Ten times as fast as people speak: what is saved here is saved in life. */
const WORD_MS = 30;
/** As the relay's, after the last word. */
const SILENCE_MS = 350;

export interface Foreseen {
  /** How many questions' passages were there, or on their way, when the last word was final. */
  reused: number;
  /** How long each answer waited for its passages: looked for at the end, and before it, ms. */
  lateMs: number[];
  earlyMs: number[];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a recogniser shows of it while it is said: one word more each time. */
function partialsOf(question: string): string[] {
  const words = [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(question)];
  return words.map(({ index, segment }) => question.slice(0, index + segment.length));
}

/** @param search with the question's embedding */
export async function foresee(
  questions: readonly string[],
  search: (question: string, signal: AbortSignal) => Promise<Passage[]>,
  clock: Clock,
): Promise<Foreseen> {
  const signal = new AbortController().signal;
  const library = {
    retrieve: (question: string, _language: string, inner: AbortSignal) => search(question, inner),
    revision: () => ({ removed: 0, added: 0 }),
  };
  const foreseen: Foreseen = { reused: 0, lateMs: [], earlyMs: [] };
  for (const question of questions) {
    const late = await new EarlyRetrieval(library, clock).passagesFor(question, "auto", signal);
    foreseen.lateMs.push(late.waitedMs);
    const early = new EarlyRetrieval(library, clock);
    for (const words of partialsOf(question)) {
      early.hear(words, "auto");
      await pause(WORD_MS);
    }
    await pause(SILENCE_MS);
    const { foresight, waitedMs } = await early.passagesFor(question, "auto", signal);
    if (foresight === "reused") foreseen.reused += 1;
    foreseen.earlyMs.push(waitedMs);
  }
  return foreseen;
}
