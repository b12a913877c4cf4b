import type { DoctorFinding } from "@hisho/protocol";
import type { ReactNode } from "react";

const SIGNS: Record<DoctorFinding["light"], { state: string; shape: ReactNode }> = {
  red: {
    state: "down",
    shape: (
      <>
        <circle r="5" />
        <path d="M -3.5 3.5 L 3.5 -3.5" />
      </>
    ),
  },
  amber: { state: "caution", shape: <path d="M 0 -6 L 6 5 H -6 Z" /> },
};

/** A sentence with its sign; below it the provider's own words for the operator, which are English. */
export function Finding(props: { light: DoctorFinding["light"]; sentence: string; detail: string }): ReactNode {
  const { state, shape } = SIGNS[props.light];
  return (
    <li
      className="flex gap-2 text-small data-[light=amber]:text-lamp-text data-[light=red]:text-shu-text [&>svg]:mt-[0.2em] [&>svg]:flex-none"
      data-light={props.light}
    >
      <svg
        width="16"
        height="16"
        viewBox="-8 -8 16 16"
        className="fill-none stroke-current stroke-[1.75] text-ink-2 data-[state=caution]:text-lamp-text data-[state=down]:text-shu data-[state=good]:text-seiji data-[state=partly]:text-lamp-text"
        data-state={state}
        aria-hidden="true"
      >
        {shape}
      </svg>
      <span>
        {props.sentence}
        {props.detail !== "" && (
          <span className="block text-small wrap-anywhere text-ink-2" lang="en">
            {props.detail}
          </span>
        )}
      </span>
    </li>
  );
}
