import { type ReactNode, useId } from "react";
import "./controls.css";

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
  const name = useId();
  return (
    <fieldset className="segmented" aria-label={props.label}>
      {props.choices.map((choice) => (
        <label key={choice.value} className="segment" lang={choice.lang}>
          <input
            type="radio"
            className="unseen"
            name={name}
            checked={choice.value === props.value}
            onChange={() => props.onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
