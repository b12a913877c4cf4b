import type { ReactNode } from "react";
import type { LightState } from "./ready.ts";

const SHAPES: Record<LightState, ReactNode> = {
  good: <circle r="5" className="fill-current stroke-none" />,
  partly: (
    <>
      <circle r="5" />
      <path d="M 0 -5 A 5 5 0 0 1 0 5 Z" className="fill-current stroke-none" />
    </>
  ),
  down: (
    <>
      <circle r="5" />
      <path d="M -3.5 3.5 L 3.5 -3.5" />
    </>
  ),
  standIn: <rect x="-4.5" y="-4.5" width="9" height="9" strokeDasharray="2.4 2.1" />,
  preparing: <path d="M 0 -5 A 5 5 0 0 1 5 0" />,
  unknown: <circle r="5" strokeDasharray="1.6 2.3" />,
};

/** Shape first: it is read without colour. Always beside its word. */
export function ProviderLight({ state }: { state: LightState }): ReactNode {
  return (
    <svg
      className="fill-none stroke-current stroke-[1.75] text-ink-2 data-[state=caution]:text-lamp-text data-[state=down]:text-shu data-[state=good]:text-seiji data-[state=partly]:text-lamp-text"
      data-state={state}
      width="16"
      height="16"
      viewBox="-8 -8 16 16"
      aria-hidden="true"
    >
      {SHAPES[state]}
    </svg>
  );
}
