import type { Memory, MemoryBook } from "../llm/port.ts";

/** What is remembered, in this process's memory only. */
export function memoryBook(now: () => Date): MemoryBook {
  let kept: Memory[] = [];
  let nextId = 1;
  return {
    async remember(text, { language }) {
      const memory = { id: String(nextId++), text, language, createdAt: now(), updatedAt: now() };
      kept = [memory, ...kept.filter((known) => known.text !== text)];
      return memory;
    },
    memories: async () => [...kept],
    async forget(ids) {
      const before = kept.length;
      kept = kept.filter(({ id }) => !ids.includes(id));
      return before - kept.length;
    },
  };
}
