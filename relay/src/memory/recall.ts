/** What an answer is given of what is remembered. */
import type { ChatMessage, GivenIn, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { chooseMemories } from "./choose.ts";
import type { MemoryStore } from "./port.ts";
import { memoryTools } from "./tools.ts";

export type Recalled = Pick<ReplyRequest, "memories" | "books" | "tools">;

/** @throws StoreError */
export type Recall = (messages: readonly ChatMessage[], from: GivenIn) => Promise<Recalled>;

export function recallFrom(store: MemoryStore): Recall {
  return async (messages, from) => ({
    memories: chooseMemories(messages.at(-1)?.text ?? "", await store.memories()),
    books: { memories: store },
    tools: memoryTools(store, messages, from),
  });
}
