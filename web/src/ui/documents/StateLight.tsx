import type { ReactNode } from "react";
import type { ShownState } from "./document-state.ts";

/** Shape first: full disc, open arc, half disc, ring, struck ring; always beside its word. */
export function StateLight({ light }: Pick<ShownState, "light">): ReactNode {
  return (
    <svg
      className="flex-none data-[light=busy]:text-ink data-[light=down]:text-shu data-[light=good]:text-seiji data-[light=partly]:text-lamp-text data-[light=waiting]:text-edge"
      data-light={light}
      width="14"
      height="14"
      viewBox="-8 -8 16 16"
      aria-hidden="true"
    >
      {light === "good" && <circle r="6" fill="currentColor" />}
      {light === "busy" && (
        <>
          <circle r="6" fill="none" stroke="var(--line)" strokeWidth="2" />
          <path d="M 0 -6 A 6 6 0 0 1 6 0" fill="none" stroke="currentColor" strokeWidth="2.5" />
        </>
      )}
      {light === "partly" && (
        <>
          <circle r="6" fill="none" stroke="currentColor" strokeWidth="1.75" />
          <path d="M 0 -6 A 6 6 0 0 0 0 6 Z" fill="currentColor" />
        </>
      )}
      {light === "waiting" && <circle r="6" fill="none" stroke="currentColor" strokeWidth="1.75" />}
      {light === "down" && (
        <>
          <circle r="6" fill="none" stroke="currentColor" strokeWidth="1.75" />
          <path d="M -4.2 4.2 L 4.2 -4.2" stroke="currentColor" strokeWidth="1.75" />
        </>
      )}
    </svg>
  );
}
