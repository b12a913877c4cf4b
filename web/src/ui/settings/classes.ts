/** How the parts of every group of settings stand: each is a list of utilities. */

/** What the group is about, before everything else. */
export const LEAD = "mb-4 text-ink-2";
/** What goes with the control above it. */
export const NOTE = "my-2 text-small text-ink-2";
/** One matter of a group. */
export const SECTION = "mt-6 [&+label]:mt-5";
/** Its name. */
export const HEADING = "mb-2 block font-semibold";
/** The name with a control at the end of its line. */
export const HEAD = "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 [&>:is(h3,h4)]:m-0";
/** A field and its button; the button comes below where letters are large. */
export const ROW = "flex flex-wrap gap-3 *:min-w-0 [&>button]:flex-none [&>input]:flex-[1_1_12rem]";
/** Steps in order. */
export const WAYS = "flex list-decimal flex-col gap-2 ps-[1.4em] text-ink-2";
/** What went wrong, in words. */
export const FAILED = "text-shu-text";
