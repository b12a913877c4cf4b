import type { ReactNode } from "react";

/** What the person can do about it, in order; nothing where there is nothing to do. */
export function ProblemSteps({ steps }: { steps: readonly string[] }): ReactNode {
  if (steps.length === 0) return null;
  return (
    <ol className="mt-[14px] flex flex-col gap-[10px]" data-steps>
      {steps.map((step, at) => (
        <li key={step} className="flex gap-[14px] wrap-anywhere">
          <span
            className="figures grid size-[26px] flex-none place-items-center rounded-full border-hair border-edge text-small leading-none font-semibold"
            aria-hidden="true"
          >
            {at + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  );
}
