import type { Books, Memory, MemoryBook, Reading, ReadingBook } from "../llm/port.ts";

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

/** Readings, in this process's memory only. */
export function readingBook(now: () => Date): ReadingBook {
  let kept: Reading[] = [];
  let nextId = 1;
  return {
    async teach(readings) {
      return readings.map((reading) => {
        const taught = { ...reading, id: String(nextId++), createdAt: now(), updatedAt: now() };
        const isSame = ({ written, language }: Reading) => written === taught.written && language === taught.language;
        kept = [...kept.filter((known) => !isSame(known)), taught];
        return taught;
      });
    },
    readings: async () => [...kept],
    async unteach(ids) {
      const before = kept.length;
      kept = kept.filter(({ id }) => !ids.includes(id));
      return before - kept.length;
    },
  };
}

export const bookShelf = (now: () => Date): Books => ({ memories: memoryBook(now), readings: readingBook(now) });
