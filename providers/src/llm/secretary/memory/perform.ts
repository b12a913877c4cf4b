import { memoriesAbout } from "../../memory-match.ts";
import type { Memory } from "../../port.ts";
import { friendly, type Office, plain, type Reply, sorry } from "../office.ts";
import type { Meant, MemoryIntent } from "./intent.ts";
import type { Numbered } from "./words.ts";

const MOST_LISTED = 8;

/** Remembers, forgets and tells what is remembered. What fits several things is asked about before any is deleted. */
export async function performMemory(
  intent: MemoryIntent,
  { request, words }: Pick<Office, "request" | "words">,
): Promise<Reply> {
  const book = request.books?.memories;
  const say = words.memory;
  if (book === undefined) return sorry(say.closed);
  if (intent.kind === "remember") {
    if (intent.text === "") return plain(say.askWhat);
    const { sessionId, turn, language } = request;
    const { text } = await book.remember(intent.text, { sessionId, turn, language });
    return friendly(say.remembered(text));
  }
  const memories = await book.memories();
  if (memories.length === 0) return plain(say.nothing);
  const numbered = memories.map((memory, index) => ({ n: index + 1, text: memory.text, memory }));
  if (intent.kind === "recall") {
    const found = intent.about === null ? memories : memoriesAbout(intent.about, memories);
    return found.length === 0 ? plain(say.nothingSuch) : plain(listed(numbered, found, say.list));
  }
  const meant = meantBy(intent.meant, memories);
  if (meant.length === 0) return sorry(say.nothingSuch);
  if (meant.length > 1 && intent.meant.all !== true) return plain(listed(numbered, meant, say.which));
  await book.forget(meant.map(({ id }) => id));
  return plain(say.forgotten(meant.map(({ text }) => text)));
}

function listed(
  numbered: readonly (Numbered & { memory: Memory })[],
  found: readonly Memory[],
  say: (items: readonly Numbered[], total: number) => string,
): string {
  const items = numbered.filter(({ memory }) => found.includes(memory)).slice(0, MOST_LISTED);
  return say(items, found.length);
}

function meantBy({ about, n, all }: Meant, memories: readonly Memory[]): readonly Memory[] {
  if (about !== undefined) return memoriesAbout(about, memories);
  if (n !== undefined) {
    const memory = n === 0 ? undefined : memories.at(n < 0 ? n : n - 1);
    return memory === undefined ? [] : [memory];
  }
  return all === true ? memories : [];
}
