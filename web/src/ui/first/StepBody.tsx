import type { ReactNode } from "react";
import type { StepProps } from "./step-props.ts";

/** What a first step says, where it is among the others, and its keys within the thumb's reach. */
export function StepBody(
  props: Pick<StepProps, "heading" | "dots"> & { title: string; keys: ReactNode; children: ReactNode },
): ReactNode {
  return (
    <>
      <div className="flex flex-col gap-3">
        <h1
          className="text-[1.625rem] leading-(--title-leading) font-bold text-pretty focus-visible:outline-none"
          ref={props.heading}
          tabIndex={-1}
        >
          {props.title}
        </h1>
        {props.children}
      </div>
      {props.dots}
      <div className="flex flex-col gap-2">{props.keys}</div>
    </>
  );
}
