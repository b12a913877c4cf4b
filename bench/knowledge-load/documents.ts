/** Documents without end, each another: some pages of English sentences under headings. */
import { seededRandom } from "../statistics.ts";

const WORDS =
  "harbour lantern keeper winter ledger copper rope barrel signal tide captain letter window market bridge garden storm candle wagon mirror".split(
    " ",
  );
const SENTENCES = 40;
const WORDS_A_SENTENCE = 12;
const HEADING_EVERY = 10;

export function* documents(seed = 20261121): Generator<{ name: string; bytes: Uint8Array }, never> {
  const random = seededRandom(seed);
  const word = (): string => WORDS[Math.floor(random() * WORDS.length)] ?? "";
  for (let number = 0; ; number += 1) {
    const lines = Array.from({ length: SENTENCES }, (_, line) => {
      const sentence = `The ${Array.from({ length: WORDS_A_SENTENCE }, word).join(" ")} ${number}-${line}.`;
      return line % HEADING_EVERY === 0 ? `\n## Part ${line / HEADING_EVERY + 1}\n\n${sentence}` : sentence;
    });
    yield { name: `note-${number}.md`, bytes: new TextEncoder().encode(`# Note ${number}\n${lines.join("\n")}`) };
  }
}
