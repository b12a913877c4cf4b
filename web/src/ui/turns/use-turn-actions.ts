import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Rating } from "../../history/schema.ts";
import { languageOf } from "../../knowledge/language-of.ts";
import type { TurnView } from "../../session/talk.ts";
import { TYPE_ASKED } from "../launch.ts";
import { go, routeOf } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { copyWords, shareWords, turnWords } from "./turn-words.ts";

/** How long it says that something was done. What went wrong stays. */
const TOLD_MS = 4_000;

export interface TurnActions {
  /** How the last of them went, in one sentence; empty when there is nothing to say. */
  told: string;
  /** The answer, or the recording, sounds. */
  sounds: boolean;
  copy(): Promise<void>;
  share(): Promise<void>;
  /** The question stands in the field to write in, on the talk screen. */
  edit(): void;
  /** @param rating null takes it back @returns whether it is kept */
  rate(rating: Rating | null): Promise<boolean>;
  replay(): void;
  /** Both voices, as they were recorded. */
  hear(): Promise<void>;
  stop(): void;
}

/** What can be done with one exchange. */
export function useTurnActions(turn: TurnView, conversation: string): TurnActions {
  const words = useText().turns;
  const { history, reader, findVoices } = useServices();
  const language = useSettings((settings) => settings.language);
  const [told, setTold] = useState("");
  const name = `turn ${turn.key}`;
  const sounds = useStore(reader.store, ({ reading }) => reading === name);
  useEffect(() => {
    if (told !== words.copied) return;
    const timer = setTimeout(() => setTold(""), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told, words]);
  // The place where it can be stopped is gone: so is the voice.
  useEffect(
    () => () => {
      if (reader.store.getState().reading === name) reader.stop();
    },
    [reader, name],
  );
  const copy = async (): Promise<void> =>
    setTold((await copyWords(turnWords(turn), navigator)) ? words.copied : words.notCopied);
  return {
    told,
    sounds,
    copy,
    async share() {
      setTold("");
      if (!(await shareWords(turnWords(turn), navigator))) await copy();
    },
    edit() {
      const ask = (): boolean => window.dispatchEvent(new CustomEvent(TYPE_ASKED, { detail: turn.userText }));
      if (routeOf(window.location.hash).page === "talk") {
        ask();
        return;
      }
      // A field that is not seen yet takes no focus.
      window.addEventListener("hashchange", ask, { once: true });
      go({ page: "talk" });
    },
    async rate(rating) {
      const kept = await history.setRating(turn.key, rating);
      setTold(kept ? "" : words.notRated);
      return kept;
    },
    replay() {
      setTold("");
      reader.read(name, turn.assistantText, languageOf(turn.assistantText, language));
    },
    async hear() {
      setTold("");
      const found = await findVoices({ key: turn.key, conversation, turn: turn.turn, spoken: turn.spoken });
      if (found.sounds.length === 0) setTold(found.away ? words.voicesAway : words.noVoices);
      else if (!(await reader.hear(name, found.sounds))) setTold(words.notPlayed);
    },
    stop: () => reader.stop(),
  };
}
