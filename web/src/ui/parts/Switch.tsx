import type { ReactNode } from "react";
import "./controls.css";

/** On or off, at once. */
export function Switch(props: {
  label: string;
  note?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}): ReactNode {
  return (
    <label className="switch">
      <span className="switch-words">
        {props.label}
        {props.note !== undefined && <span className="switch-note">{props.note}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        className="switch-track"
        checked={props.on}
        aria-checked={props.on}
        onChange={(event) => props.onChange(event.target.checked)}
      />
    </label>
  );
}
