/** What an answer is given of what is remembered. */
import type { Books, ChatMessage, Passage, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { readingTools } from "../readings/tools.ts";
import type { Store } from "../store/port.ts";
import { chooseMemories } from "./choose.ts";
import { type PastRequest, pastSayings } from "./past.ts";
import { memoryTools } from "./tools.ts";

export type Recalled = Pick<ReplyRequest, "memories" | "books" | "tools"> & {
  /** What was said in earlier conversations, where the person asks for it; numbered from 1. */
  past?: readonly Passage[];
};

export interface RecallRequest extends PastRequest {
  /** Earlier conversations may be looked up. */
  mayRecall: boolean;
}

/** @throws StoreError */
export type Recall = (messages: readonly ChatMessage[], request: RecallRequest) => Promise<Recalled>;

export function recallFrom(books: Books, store: Pick<Store, "pastTurns">): Recall {
  const { memories, readings } = books;
  return async (messages, request) => {
    const question = messages.at(-1)?.text ?? "";
    const [known, past] = await Promise.all([
      memories.memories(),
      request.mayRecall ? pastSayings(store, question, request) : [],
    ]);
    const { sessionId, turn, language } = request;
    return {
      memories: chooseMemories(question, known),
      books,
      tools: [...memoryTools(memories, messages, { sessionId, turn, language }), ...readingTools(readings, messages)],
      past,
    };
  };
}
