/** The words on the screen: those of the person's language are there before the first picture, others when they are chosen. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Language, Settings } from "../../session/talk.ts";
import type { Strings } from "./languages.ts";

const FILES: Record<Language, () => Promise<Strings>> = {
  ja: async () => (await import("./ja.ts")).ja,
  en: async () => (await import("./en.ts")).en,
  ko: async () => (await import("./ko.ts")).ko,
};

/** @throws TypeError when the file cannot be had */
export type LoadStrings = (language: Language) => Promise<Strings>;

export const loadStrings: LoadStrings = (language) => FILES[language]();

export interface Words {
  /** What stands on the screen. Follows the settings as soon as the words of another language are there. */
  inUse: StoreApi<Strings>;
  /** Those in use, for a language whose words are not there yet. */
  of(language: Language): Strings;
  load: LoadStrings;
  /** Asks again for the words of the person's language where they could not be had. */
  catchUp(): void;
}

/** @param first of the language that the settings begin with */
export function createWords(settings: StoreApi<Settings>, first: Strings, load: LoadStrings): Words {
  const inUse = createStore(() => first);
  const known = new Map([[settings.getState().language, first]]);
  const keep: LoadStrings = async (language) => {
    const strings = known.get(language) ?? (await load(language));
    known.set(language, strings);
    return strings;
  };
  const follow = async (language: Language): Promise<void> => {
    const strings = await keep(language);
    if (settings.getState().language === language) inUse.setState(strings, true);
  };
  const wear = (language: Language): void => {
    const there = known.get(language);
    if (there !== undefined) inUse.setState(there, true);
    else follow(language).catch((error: unknown) => console.error("words", error));
  };
  settings.subscribe(({ language }, before) => {
    if (language !== before.language) wear(language);
  });
  return {
    inUse,
    of: (language) => known.get(language) ?? inUse.getState(),
    load: keep,
    catchUp: () => wear(settings.getState().language),
  };
}
