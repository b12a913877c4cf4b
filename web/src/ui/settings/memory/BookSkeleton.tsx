import type { ReactNode } from "react";
import { Skeleton } from "../../parts/Skeleton.tsx";

const ROWS = [72, 54, 63] as const;

/** The outline of a list until it is there. */
export function BookSkeleton({ label }: { label: string }): ReactNode {
  return (
    <div className="mt-3 flex flex-col gap-3" role="status" aria-label={label} aria-busy="true">
      {ROWS.map((share) => (
        <div
          key={share}
          className="grid items-center gap-x-3 gap-y-1 rounded-card border-hair border-line bg-raised py-3 ps-5 pe-3 min-[560px]:grid-cols-[minmax(0,1fr)_auto] min-[560px]:pe-2"
          aria-hidden="true"
        >
          <div className="min-w-0 wrap-anywhere">
            <Skeleton share={share} />
            <Skeleton small />
          </div>
        </div>
      ))}
    </div>
  );
}
