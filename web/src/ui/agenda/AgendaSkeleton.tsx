import type { ReactNode } from "react";
import { Skeleton } from "../parts/Skeleton.tsx";
import { useText } from "../services.ts";

const TITLES = [58, 72, 44] as const;

/** The outlines of a day's lines until they are there; what comes at once is not announced by them. */
export function AgendaSkeleton(): ReactNode {
  const { agenda } = useText();
  return (
    <div
      className="animate-fade [animation-delay:200ms] [animation-fill-mode:backwards]"
      role="status"
      aria-busy="true"
      aria-label={agenda.loading}
    >
      {TITLES.map((share) => (
        <div key={share} className="mb-2 grid grid-cols-[3.5rem_minmax(0,1fr)]" aria-hidden="true">
          <span className="flex flex-col pt-3">
            <Skeleton className="w-[2.75em]" />
          </span>
          <span className="flex min-h-16 flex-col justify-center border-s-[3px] border-s-line px-[14px] py-[10px]">
            <Skeleton share={share} />
            <Skeleton small />
          </span>
        </div>
      ))}
    </div>
  );
}
