import type { ReactNode } from "react";
import { useStore } from "zustand";
import { useServices, useText } from "../services.ts";
import "./problem.css";

/** Where the code is written that the relay asks for, and why the last one was refused. */
export function CodeField(props: { label: string; code: string; onChange: (code: string) => void }): ReactNode {
  const { refused } = useText().problem.token;
  const way = useStore(useServices().pairing.store);
  return (
    <label className="problem-field">
      {props.label}
      <input
        className="field"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        aria-invalid={way.at === "refused"}
        value={props.code}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <span className="problem-refused" role="status">
        {way.at === "refused" && refused[way.why]}
      </span>
    </label>
  );
}
