import type { ReactNode } from "react";
import "./problem.css";

/** What the person can do about it, in order; nothing where there is nothing to do. */
export function ProblemSteps({ steps }: { steps: readonly string[] }): ReactNode {
  if (steps.length === 0) return null;
  return (
    <ol className="problem-steps">
      {steps.map((step, at) => (
        <li key={step}>
          <span className="problem-step figures" aria-hidden="true">
            {at + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  );
}
