import type { ReactNode } from "react";
import { useStore } from "zustand";
import { FIELD_LOOK } from "../parts/Field.tsx";
import { useServices, useText } from "../services.ts";

/** Where the code is written that the relay asks for, and why the last one was refused. */
export function CodeField(props: { label: string; code: string; onChange: (code: string) => void }): ReactNode {
  const { refused } = useText().problem.token;
  const way = useStore(useServices().pairing.store);
  return (
    <label className="mt-5 flex flex-col gap-[6px] font-semibold">
      {props.label}
      <input
        className={`${FIELD_LOOK} h-12 font-normal`}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        aria-invalid={way.at === "refused"}
        value={props.code}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <span className="min-h-[1.6em] font-normal text-shu-text" role="status">
        {way.at === "refused" && refused[way.why]}
      </span>
    </label>
  );
}
