/** Which of the remembered things an answer is given. */
import { memoriesAbout } from "@hisho/providers/llm/memory-match.ts";
import type { Memory } from "@hisho/providers/llm/port.ts";

/** Of a prompt: about forty sentences. */
const MOST_CHARACTERS = 3_000;

/** What concerns the question first, then the newest, as much as fits. @param memories newest first */
export function chooseMemories(question: string, memories: readonly Memory[]): Memory[] {
  const near = new Set(memoriesAbout(question, memories));
  const ordered = [...near, ...memories.filter((memory) => !near.has(memory))];
  let characters = 0;
  return ordered.filter(({ text }) => {
    const fits = characters + text.length <= MOST_CHARACTERS;
    if (fits) characters += text.length;
    return fits;
  });
}
