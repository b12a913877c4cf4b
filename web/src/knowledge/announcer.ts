/** Says a sentence of the page's own: in the secretary's voice, else in one of the device. The microphone stays open. */
import type { Language } from "../session/talk.ts";
import type { ReaderParts } from "./reader.ts";

const SENTENCES_KEPT = 16;

/** The same sentence is fetched once: it is there at once the next time, and without a network. */
export function createAnnouncer(
  parts: Pick<ReaderParts, "fetchSpeech" | "play" | "sayHere">,
): (words: string, language: Language, signal: AbortSignal) => Promise<void> {
  const known = new Map<string, Blob>();
  return async (words, language, signal) => {
    const key = `${language} ${words}`;
    const sound = known.get(key) ?? (await parts.fetchSpeech(words, language, signal));
    if (sound === "nothing") return;
    if (sound === null) {
      await parts.sayHere(words, language, signal);
      return;
    }
    known.set(key, sound);
    const oldest = known.keys().next().value;
    if (known.size > SENTENCES_KEPT && oldest !== undefined) known.delete(oldest);
    await parts.play(sound, signal);
  };
}
