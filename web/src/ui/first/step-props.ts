import type { ReactNode, RefObject } from "react";

/** What every first step is given. */
export interface StepProps {
  heading: RefObject<HTMLHeadingElement | null>;
  /** Where this step is among the others. */
  dots: ReactNode;
  onDone: () => void;
}
