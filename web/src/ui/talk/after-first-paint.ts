/** What is heavy and not needed for the first answer waits until the page has been seen. */

/** Work of a busy page may keep it from being idle for so long, ms. */
const AT_LATEST_MS = 2_000;
/** Of a browser without `requestIdleCallback` (Safari): from the load event on, ms. */
const WITHOUT_IDLE_MS = 300;
/** The first of them means that somebody is there and waits for more. */
const ACTS = ["pointerdown", "keydown"] as const;

type Page = Pick<Window, "addEventListener" | "setTimeout" | "requestAnimationFrame"> &
  Partial<Pick<Window, "requestIdleCallback">> & { document: Pick<Document, "readyState" | "hidden"> };

/**
 * Resolves when the page has loaded, what stands on it now has been painted, and it is idle, at the latest 2 s after the
 * paint; or at once when the person acts. A page that is not seen is not painted, and waits for the rest only.
 */
export function afterFirstPaint(page: Page): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const go = (): void => {
      over.abort();
      resolve();
    };
    const painted = (): void => {
      if (page.requestIdleCallback === undefined) page.setTimeout(go, WITHOUT_IDLE_MS);
      else page.requestIdleCallback(go, { timeout: AT_LATEST_MS });
    };
    const loaded = (): void => {
      if (page.document.hidden) painted();
      // The second frame begins when the first is on the screen.
      else page.requestAnimationFrame(() => page.requestAnimationFrame(painted));
    };
    for (const act of ACTS) page.addEventListener(act, go, { capture: true, passive: true, signal: over.signal });
    if (page.document.readyState === "complete") loaded();
    else page.addEventListener("load", loaded, { signal: over.signal });
  });
}

/** @returns true after the person's first act and an idle moment, in which the page answers it; false once `signal` fires */
export function whenActed(page: Page, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const acted = (): void => {
      if (page.requestIdleCallback === undefined) page.setTimeout(() => resolve(!signal.aborted), WITHOUT_IDLE_MS);
      else page.requestIdleCallback(() => resolve(!signal.aborted), { timeout: AT_LATEST_MS });
    };
    for (const act of ACTS) page.addEventListener(act, acted, { capture: true, passive: true, once: true, signal });
    signal.addEventListener("abort", () => resolve(false), { once: true });
  });
}
