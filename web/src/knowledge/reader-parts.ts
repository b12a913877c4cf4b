/** What the reader reads with, in a browser. */
import type { StoreApi } from "zustand/vanilla";
import type { Language, Settings, TalkActions, TalkState } from "../session/talk.ts";
import type { ReaderParts } from "./reader.ts";

const TAGS: Record<Language, string> = { ja: "ja-JP", en: "en-US", ko: "ko-KR" };

export interface ReaderSurroundings {
  talk: StoreApi<TalkState>;
  settings: StoreApi<Settings>;
  actions: Pick<TalkActions, "mute" | "interrupt">;
  /** Markdown to plain words, for a voice that knows none. */
  plain(markdown: string): Promise<string>;
}

export function browserReaderParts({ talk, settings, actions, plain }: ReaderSurroundings): ReaderParts {
  return {
    async fetchSpeech(text, language, signal) {
      const { token, voice, speakingRate } = settings.getState();
      const body = { text, language: TAGS[language], speaking_rate: speakingRate, ...(voice && { voice }) };
      try {
        const response = await fetch("/api/v1/speech", {
          method: "POST",
          headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
          body: JSON.stringify(body),
          signal,
        });
        if (response.status === 204) return "nothing";
        return response.ok ? await response.blob() : null;
      } catch {
        signal.throwIfAborted();
        // Not connected: a voice of the device takes over.
        return null;
      }
    },

    async play(sound, signal) {
      signal.throwIfAborted();
      const url = URL.createObjectURL(sound);
      const player = new Audio(url);
      try {
        await new Promise<void>((resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason), { once: true });
          player.addEventListener("ended", () => resolve(), { once: true });
          player.addEventListener("error", () => reject(new Error("the sound cannot be played")), { once: true });
          player.play().catch(reject);
        });
      } finally {
        player.pause();
        URL.revokeObjectURL(url);
      }
    },

    async sayHere(text, language, signal) {
      signal.throwIfAborted();
      if (!("speechSynthesis" in window)) return false;
      const voice = speechSynthesis.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(language));
      if (voice === undefined) return false;
      const words = new SpeechSynthesisUtterance(await plain(text));
      signal.throwIfAborted();
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = settings.getState().speakingRate;
      const silence = (): void => speechSynthesis.cancel();
      signal.addEventListener("abort", silence);
      try {
        await new Promise<void>((resolve, reject) => {
          words.onend = () => resolve();
          words.onerror = ({ error }) => reject(signal.aborted ? signal.reason : new Error(error));
          speechSynthesis.speak(words);
        });
      } finally {
        signal.removeEventListener("abort", silence);
      }
      return true;
    },

    hush() {
      const { microphoneOpen, muted, phase } = talk.getState();
      if (phase === "speaking" || phase === "thinking") actions.interrupt();
      if (!microphoneOpen || muted) return () => undefined;
      actions.mute(true);
      return () => actions.mute(false);
    },
  };
}
