import type { ReactNode } from "react";
import { Select } from "../parts/Select.tsx";
import { useSettings, useText } from "../services.ts";
import { CHOICES, type Choice, repeatWords, weekdayName } from "./repeat.ts";

const FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];

/** How often a reminder comes: once, or by one of the choices; by days of the week with each of them to be chosen. */
export function RepeatFields(props: {
  /** As it stands; null for once. */
  rule: string | null;
  choice: Choice;
  days: readonly number[];
  onChange: (choice: Choice, days: readonly number[]) => void;
}): ReactNode {
  const { repeat } = useText().agenda;
  const language = useSettings((settings) => settings.language);
  const { rule, choice, days, onChange } = props;
  const choices = CHOICES.map((value): { value: Choice; label: string } => ({ value, label: repeat.choices[value] }));
  if (choice === "other" && rule !== null) {
    choices.push({ value: "other", label: repeatWords(rule, repeat, language) || repeat.choices.other });
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-2">
        <span className="font-semibold">{repeat.label}</span>
        <Select label={repeat.label} value={choice} choices={choices} onChange={(value) => onChange(value, days)} />
      </div>
      {choice === "week" && (
        <fieldset className="grid grid-cols-7 gap-1" aria-label={repeat.days}>
          {FROM_MONDAY.map((day) => (
            <button
              key={day}
              type="button"
              aria-pressed={days.includes(day)}
              className="grid min-h-12 min-w-0 place-items-center rounded-control border-hair border-edge bg-raised text-small active:bg-sunk aria-pressed:bg-ink aria-pressed:text-on-ink forced-colors:aria-pressed:outline-2 forced-colors:aria-pressed:-outline-offset-2"
              onClick={() =>
                onChange(choice, days.includes(day) ? days.filter((each) => each !== day) : [...days, day])
              }
            >
              <span className="unseen">{weekdayName(day, language)}</span>
              <span aria-hidden="true">{weekdayName(day, language, "narrow")}</span>
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
