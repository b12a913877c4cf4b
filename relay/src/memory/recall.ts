/** What an answer is given of what is remembered. */
import type { Books, ChatMessage, GivenIn, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { readingTools } from "../readings/tools.ts";
import { chooseMemories } from "./choose.ts";
import { memoryTools } from "./tools.ts";

export type Recalled = Pick<ReplyRequest, "memories" | "books" | "tools">;

/** @throws StoreError */
export type Recall = (messages: readonly ChatMessage[], from: GivenIn) => Promise<Recalled>;

export function recallFrom(books: Books): Recall {
  const { memories, readings } = books;
  return async (messages, from) => ({
    memories: chooseMemories(messages.at(-1)?.text ?? "", await memories.memories()),
    books,
    tools: [...memoryTools(memories, messages, from), ...readingTools(readings, messages)],
  });
}
