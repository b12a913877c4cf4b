/** The number of a source, in a ring. */
export const MARK =
  "relative inline-flex h-[1.62em] min-w-[1.62em] items-center justify-center rounded-[1em] border-[length:max(1px,0.09em)] border-current leading-none font-semibold text-lamp-text tabular-nums";

/** In running text, where it is glued to the word before it. */
export const MARK_IN_TEXT = `${MARK} ms-[0.3em] me-[0.18em] align-[0.22em] text-[0.62em]`;

/** Grown to a thumb's size; the line is not touched. */
export const MARK_TARGET =
  "after:absolute after:inset-[calc(50%-22px)] after:content-[''] kiosk:after:inset-[calc(50%-36px)]";
