import type { Memory, MemoryBook } from "@hisho/providers/llm/port.ts";

/** Longer ones are documents. */
export const MOST_MEMORY_CHARACTERS = 1_000;

/** What the store keeps of what the person asked to have remembered. Every method rejects with a StoreError. */
export interface MemoryStore extends MemoryBook {
  /** @param page the newest 1,000 where it is absent */
  memories(page?: { offset: number; limit: number }): Promise<Memory[]>;
  /** In other words. @returns undefined when it is not there */
  reword(id: string, text: string): Promise<Memory | undefined>;
}
