import * as ToggleGroup from "radix-ui/toggle-group";
import type { ReactNode } from "react";

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  /** BCP 47 of the label, where it is not the page's. */
  lang?: string;
}

/** One of a few, all in sight. */
export function Segmented<Value extends string>(props: {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
}): ReactNode {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={props.label}
      className="flex min-h-13 min-w-0 gap-[3px] rounded-control border-hair border-edge bg-raised p-[3px]"
      value={props.value}
      onValueChange={(value) => {
        const choice = props.choices.find((candidate) => candidate.value === value);
        if (choice !== undefined) props.onChange(choice.value);
      }}
    >
      {props.choices.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          lang={choice.lang}
          className="grid min-h-11 min-w-0 flex-1 place-items-center rounded-segment px-2 py-1 text-center leading-[1.35] wrap-anywhere active:bg-sunk data-[state=on]:bg-ink data-[state=on]:font-semibold data-[state=on]:text-on-ink lang-ja:phrases kiosk:min-h-18 forced-colors:data-[state=on]:outline-2"
        >
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
