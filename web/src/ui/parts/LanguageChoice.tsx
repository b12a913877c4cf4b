import type { ReactNode } from "react";
import { useServices, useSettings, useText } from "../services.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../strings/languages.ts";
import { Segmented } from "./Segmented.tsx";

/** Languages, each in its own words. */
export function LanguageChoice(): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const language = useSettings((settings) => settings.language);
  return (
    <Segmented
      label={text.chooseLanguage}
      value={language}
      choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }))}
      onChange={(value) => actions.settings({ language: value })}
    />
  );
}
