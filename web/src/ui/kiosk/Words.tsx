import type { ReactNode } from "react";

const ROWS =
  "grid-rows-[auto_calc(var(--said-line)+16px)_minmax(0,calc(var(--caption-lines)*var(--caption-line)))_auto_1fr]";
/** Nobody's words stand above them. */
const WIDE_ROWS = "grid-rows-[auto_0_auto_auto_1fr]";

/** The column of words on the wall: state, the other's words, the caption, what it rests on. */
export function Words(props: { children: ReactNode; lang?: string; wide?: boolean }): ReactNode {
  return (
    <div
      className={`absolute start-(--words-x) top-(--words-y) bottom-(--strip) z-50 grid w-(--words-w) animate-wake content-start gap-y-3 portrait:inset-x-gutter portrait:top-[calc(var(--stage)+30*var(--k))] portrait:w-auto [&>.caption]:[grid-area:3/1] [&>.caption]:h-[calc(var(--caption-lines)*var(--caption-line))] [&>.said]:self-center [&>.said]:[grid-area:2/1] ${props.wide ? WIDE_ROWS : ROWS}`}
      lang={props.lang}
    >
      {props.children}
    </div>
  );
}
