import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useServices, useSettings, useText } from "../services.ts";
import { CATALOGUES, LANGUAGES } from "../strings/catalogue.ts";
import type { StepProps } from "./step-props.ts";

/** The browser's language stands first and is chosen; every name is in its own language. */
export function LanguageStep({ heading, dots, onDone, onSkip }: StepProps & { onSkip: () => void }): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const chosen = useSettings((settings) => settings.language);
  const [languages] = useState(() => [chosen, ...LANGUAGES.filter((language) => language !== chosen)]);
  return (
    <>
      <div className="first-words">
        <h1 className="first-title" ref={heading} tabIndex={-1}>
          {text.greetingFirst}
        </h1>
        <p className="first-body">{text.chooseLanguage}</p>
        <fieldset className="first-choices" aria-label={text.chooseLanguage}>
          {languages.map((language) => (
            <label key={language} className="first-choice" lang={language}>
              <input
                type="radio"
                className="unseen"
                name="first-language"
                checked={language === chosen}
                onChange={() => actions.settings({ language })}
              />
              {CATALOGUES[language].languageName}
              {language === chosen && <Check size={24} strokeWidth={1.75} aria-hidden="true" />}
            </label>
          ))}
        </fieldset>
        <p className="first-note">{text.first.language.note}</p>
      </div>
      {dots}
      <div className="first-keys">
        <button type="button" className="button" data-kind="primary" data-size="large" onClick={onDone}>
          {text.first.language.begin}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onSkip}>
          {text.first.skipAll}
        </button>
      </div>
    </>
  );
}
