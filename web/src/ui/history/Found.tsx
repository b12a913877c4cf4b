import type { ReactNode } from "react";
import { highlight } from "./days.ts";

/** Words with what was looked for marked in them. */
export function Found({ text, query }: { text: string; query: string }): ReactNode {
  return highlight(text, query).map((piece, at) =>
    piece.found ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their order
      <mark key={at} className="rounded-bar bg-lamp-fill px-[2px] py-px text-ink">
        {piece.text}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their order
      <span key={at}>{piece.text}</span>
    ),
  );
}
