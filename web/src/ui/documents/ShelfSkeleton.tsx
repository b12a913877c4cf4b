import type { ReactNode } from "react";
import { Skeleton } from "../parts/Skeleton.tsx";
import { useText } from "../services.ts";
import { RowNames, shelfRow } from "./ShelfRow.tsx";

const TITLES = [46, 62, 38, 55] as const;

/** The outlines of documents until the relay has told which there are. */
export function ShelfSkeleton(): ReactNode {
  const text = useText();
  return (
    <div role="status" aria-busy="true" aria-label={text.documents.loading}>
      {TITLES.map((share) => (
        <div key={share} className={shelfRow("when")} aria-hidden="true">
          <Skeleton className="size-6 [grid-area:icon]" />
          <RowNames>
            <Skeleton share={share} />
            <Skeleton small />
          </RowNames>
        </div>
      ))}
    </div>
  );
}
