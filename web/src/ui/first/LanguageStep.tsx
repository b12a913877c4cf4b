import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Checkbox } from "../parts/Checkbox.tsx";
import { useServices, useSettings, useText } from "../services.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../strings/languages.ts";
import { StepBody } from "./StepBody.tsx";
import type { StepProps } from "./step-props.ts";

/** The browser's language stands first and is chosen; every name is in its own language. */
export function LanguageStep({ heading, dots, onDone, onSkip }: StepProps & { onSkip: () => void }): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const chosen = useSettings((settings) => settings.language);
  const audio = useSettings((settings) => settings.audio);
  const [languages] = useState(() => [chosen, ...LANGUAGES.filter((language) => language !== chosen)]);
  return (
    <StepBody
      heading={heading}
      title={text.greetingFirst}
      dots={dots}
      keys={
        <>
          <Button kind="primary" size="large" data-forward onClick={onDone}>
            {text.first.language.begin}
          </Button>
          <Button kind="quiet" data-skip onClick={onSkip}>
            {text.first.skipAll}
          </Button>
          {/* Whoever comes by Tab or by ear finds it; to others it says nothing. */}
          <span className="sr-only rounded-control focus-within:not-sr-only has-checked:not-sr-only focus-within:px-1">
            <Checkbox checked={!audio} onChange={(on) => actions.settings({ audio: !on })}>
              {text.first.reader.offer}
            </Checkbox>
          </span>
        </>
      }
    >
      <p className="text-ink-2">{text.chooseLanguage}</p>
      <fieldset className="m-0 flex flex-col gap-2 border-0 p-0" aria-label={text.chooseLanguage}>
        {languages.map((language) => (
          <label
            key={language}
            className="flex min-h-14 cursor-pointer items-center justify-between rounded-control border-hair border-edge bg-raised px-[18px] py-2 has-checked:font-semibold has-checked:outline-2 has-checked:-outline-offset-2 has-checked:outline-ink has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink"
            lang={language}
          >
            <input
              type="radio"
              className="unseen"
              name="first-language"
              checked={language === chosen}
              onChange={() => actions.settings({ language })}
            />
            {LANGUAGE_NAMES[language]}
            {language === chosen && <Check size={24} strokeWidth={1.75} aria-hidden="true" />}
          </label>
        ))}
      </fieldset>
      <p className="text-small text-ink-2">{text.first.language.note}</p>
    </StepBody>
  );
}
