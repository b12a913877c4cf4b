import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { PairingState } from "../../session/pairing.ts";
import { FIELD_LOOK } from "../parts/Field.tsx";
import { useServices, useText } from "../services.ts";
import type { Strings } from "../strings/languages.ts";

/** Why a code or token has not let the device in; null where there is nothing to say. */
export function pairingNote(state: PairingState, words: Strings["problem"]["token"]): string | null {
  if (state.at === "waiting") return words.waiting;
  return state.at === "refused" ? words.refused[state.why] : null;
}

/** Where the code is written that the relay asks for, and what became of the last one. */
export function CodeField(props: { label: string; code: string; onChange: (code: string) => void }): ReactNode {
  const words = useText().problem.token;
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
      <span
        className={`min-h-[1.6em] font-normal ${way.at === "refused" ? "text-shu-text" : "text-ink-2"}`}
        role="status"
      >
        {pairingNote(way, words)}
      </span>
    </label>
  );
}
