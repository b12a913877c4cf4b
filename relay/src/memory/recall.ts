/** What an answer is given of what is remembered. */
import type { Books, ChatMessage, Passage, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { readingTools } from "../readings/tools.ts";
import type { Store, StoredSummary } from "../store/port.ts";
import { chooseMemories } from "./choose.ts";
import { type PastRequest, pastSayings } from "./past.ts";
import { memoryTools } from "./tools.ts";

export type Recalled = Pick<ReplyRequest, "memories" | "books" | "tools" | "earlier"> & {
  /** What was said in earlier conversations, where the person asks for it; numbered from 1. */
  past?: readonly Passage[];
};

export interface RecallRequest extends PastRequest {
  /** Earlier conversations may be looked up. */
  mayRecall: boolean;
  /** The person has said this turn and what follows it anew: what is told in short has to end before it. */
  replacedFrom?: number | undefined;
}

/** Turns that every model is shown word for word. */
const IN_SIGHT = 6;

/** @throws StoreError */
export type Recall = (messages: readonly ChatMessage[], request: RecallRequest) => Promise<Recalled>;

export function recallFrom(books: Books, store: Pick<Store, "pastTurns" | "summaries">): Recall {
  const { memories, readings } = books;
  return async (messages, request) => {
    const question = messages.at(-1)?.text ?? "";
    const [known, past, summary] = await Promise.all([
      memories.memories(),
      request.mayRecall ? pastSayings(store, question, request) : [],
      request.mayRecall ? store.summaries.of(request.sessionId) : null,
    ]);
    const { sessionId, turn, language } = request;
    return {
      memories: chooseMemories(question, known),
      books,
      tools: [...memoryTools(memories, messages, { sessionId, turn, language }), ...readingTools(readings, messages)],
      past,
      ...(summary !== null && isOfUse(summary, request) ? { earlier: summary } : {}),
    };
  };
}

const isOfUse = ({ text, fromTurn, throughTurn }: StoredSummary, { turn, replacedFrom }: RecallRequest): boolean =>
  text !== "" && fromTurn < turn - IN_SIGHT && throughTurn < Math.min(turn, replacedFrom ?? turn);
