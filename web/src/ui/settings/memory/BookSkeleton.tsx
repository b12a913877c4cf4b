import type { ReactNode } from "react";
import "../../parts/skeleton.css";

const ROWS = [72, 54, 63] as const;

/** The outline of a list until it is there. */
export function BookSkeleton({ label }: { label: string }): ReactNode {
  return (
    <div className="book" role="status" aria-label={label} aria-busy="true">
      {ROWS.map((share) => (
        <div key={share} className="book-row" aria-hidden="true">
          <div className="book-words">
            <span className="skeleton" style={{ inlineSize: `${share}%` }} />
            <span className="skeleton" data-small="true" />
          </div>
        </div>
      ))}
    </div>
  );
}
