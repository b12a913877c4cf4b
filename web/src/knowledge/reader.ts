/**
 * Reads a passage aloud, sentence by sentence: in the secretary's voice while the relay answers, else in a voice of the
 * device. The microphone is muted meanwhile, so that it does not hear its own reading.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Language } from "../session/talk.ts";

export interface ReaderState {
  /** What is being read, by the name `read` was given; null in silence. */
  reading: string | null;
  /** No voice was to be had for the last one. */
  silent: boolean;
}

export interface Reader {
  store: StoreApi<ReaderState>;
  /** Stops what was being read. @param text Markdown */
  read(name: string, text: string, language: Language): void;
  /** Stops what was being read and plays these one after the other. @returns false when one of them cannot sound */
  hear(name: string, sounds: readonly Blob[]): Promise<boolean>;
  stop(): void;
}

export interface ReaderParts {
  /** @returns a sound file, `nothing` when there is nothing to say, null when the relay cannot say it */
  fetchSpeech(text: string, language: Language, signal: AbortSignal): Promise<Blob | "nothing" | null>;
  /** Plays it to its end. @throws the signal's reason, or what keeps it from sounding */
  play(sound: Blob, signal: AbortSignal): Promise<void>;
  /** Says it in a voice of the device. @returns false when it has none. @throws the signal's reason */
  sayHere(text: string, language: Language, signal: AbortSignal): Promise<boolean>;
  /** Keeps the microphone shut. @returns lets go of it */
  hush(): () => void;
}

/** What the relay takes at a time, UTF-16 code units. */
const MOST_CHARACTERS = 600;

/** Sentences, short ones with their neighbours, none longer than the relay takes. */
export function readable(text: string, language: Language): string[] {
  const pieces: string[] = [];
  const sentences = new Intl.Segmenter(language, { granularity: "sentence" });
  for (const paragraph of text.split(/\n[ \t]*\n|\f/)) {
    let piece = "";
    for (const { segment } of sentences.segment(paragraph)) {
      for (let at = 0; at < segment.length; at += MOST_CHARACTERS) {
        const part = segment.slice(at, at + MOST_CHARACTERS);
        // A table's rows and a list's items belong together, as far as they fit.
        if (piece.length + part.length > MOST_CHARACTERS || (piece.length > 60 && !/[|\n]\s*$/.test(piece))) {
          pieces.push(piece);
          piece = "";
        }
        piece += part;
      }
    }
    pieces.push(piece);
  }
  return pieces.filter((piece) => piece.trim() !== "");
}

export function createReader(parts: ReaderParts): Reader {
  const store = createStore<ReaderState>(() => ({ reading: null, silent: false }));
  let going: AbortController | null = null;
  let letGo: (() => void) | null = null;

  async function readAll(pieces: readonly string[], language: Language, signal: AbortSignal): Promise<void> {
    let relaySpeaks = true;
    let next = pieces[0] === undefined ? null : parts.fetchSpeech(pieces[0], language, signal);
    next?.catch(() => undefined); // told where it is awaited
    for (const [at, piece] of pieces.entries()) {
      const sound = relaySpeaks ? await next : null;
      const following = pieces[at + 1];
      next = following === undefined || sound === null ? null : parts.fetchSpeech(following, language, signal);
      next?.catch(() => undefined);
      if (sound === "nothing") continue;
      if (sound !== null) {
        await parts.play(sound, signal);
        continue;
      }
      relaySpeaks = false;
      if (!(await parts.sayHere(piece, language, signal))) {
        store.setState({ silent: true });
        return;
      }
    }
  }

  function stop(): void {
    going?.abort(new Error("stopped"));
    going = null;
    letGo?.();
    letGo = null;
    store.setState({ reading: null });
  }

  /** @returns false when it could not sound; that it was stopped is no such case */
  function begin(name: string, sound: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    stop();
    const abort = new AbortController();
    going = abort;
    store.setState({ reading: name, silent: false });
    letGo = parts.hush();
    return sound(abort.signal)
      .then(
        () => true,
        () => abort.signal.aborted,
      )
      .finally(() => going === abort && stop());
  }

  return {
    store,
    stop,
    read(name, text, language) {
      void begin(name, (signal) => readAll(readable(text, language), language, signal)).then(
        (sounded) => sounded || store.setState({ silent: true }),
      );
    },
    hear: (name, sounds) =>
      begin(name, async (signal) => {
        for (const sound of sounds) await parts.play(sound, signal);
      }),
  };
}
