/** The cells of a row on the shelf: kind, name over a note, state in words, and at the end when or what can be done. */
import type { ReactNode } from "react";
import type { ShownState } from "./document-state.ts";
import { StateLight } from "./StateLight.tsx";

const ROW =
  "document-row grid w-full grid-cols-[24px_minmax(0,1fr)_auto] items-center gap-x-4 gap-y-[2px] py-[14px] [grid-template-areas:'icon_names_when'_'icon_state_state'] @md:grid-cols-[24px_minmax(0,1fr)_10.5em_5.5em] @md:gap-4 [&>svg]:mt-[2px] [&>svg]:self-start [&>svg]:text-ink-2 [&>svg]:[grid-area:icon]";

/** One below the other on a phone, side by side where there is room. @param end what the last cell holds */
export const shelfRow = (end: "when" | "acts"): string =>
  `${ROW} ${end === "when" ? "@md:[grid-template-areas:'icon_names_state_when']" : "@md:[grid-template-areas:'icon_names_state_acts']"}`;

export function RowNames({ children, wide = false }: { children: ReactNode; wide?: boolean }): ReactNode {
  return (
    <span
      className={`flex min-w-0 flex-col [grid-row:names] ${wide ? "col-[names/when] @md:col-[names]" : "col-[names]"}`}
    >
      {children}
    </span>
  );
}

export function RowState({ light, word }: { light: ShownState["light"]; word: string }): ReactNode {
  return (
    <span className="document-state flex items-center gap-[10px] text-small [grid-area:state] @md:text-body @md:leading-small">
      <StateLight light={light} />
      {word}
    </span>
  );
}
