import type { ReactNode } from "react";
import { useText } from "../services.ts";
import "../parts/outline.css";

const TITLES = [46, 62, 38, 55] as const;

/** The outlines of documents until the relay has told which there are. */
export function ShelfSkeleton(): ReactNode {
  const text = useText();
  return (
    <div role="status" aria-busy="true" aria-label={text.documents.loading}>
      {TITLES.map((share) => (
        <div key={share} className="document-row" aria-hidden="true">
          <span className="outline document-outline-icon" />
          <span className="document-names">
            <span className="outline" style={{ inlineSize: `${share}%` }} />
            <span className="outline" data-small="true" />
          </span>
        </div>
      ))}
    </div>
  );
}
