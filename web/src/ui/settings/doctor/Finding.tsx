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
    <li className="doctor-finding" data-light={props.light}>
      <svg width="16" height="16" viewBox="-8 -8 16 16" className="light" data-state={state} aria-hidden="true">
        {shape}
      </svg>
      <span>
        {props.sentence}
        {props.detail !== "" && (
          <span className="doctor-detail" lang="en">
            {props.detail}
          </span>
        )}
      </span>
    </li>
  );
}
