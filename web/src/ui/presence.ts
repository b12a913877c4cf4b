/** Whether somebody is in front of the page, as far as the page can know. */

/** Whoever has touched, typed or moved within this time is taken to be there. */
const THERE_FOR_MS = 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "touchstart", "wheel"] as const;

/** @returns says whether the page is in sight and was used within the last minute */
export function watchForPerson(
  page: Pick<EventTarget, "addEventListener">,
  document: Pick<Document, "visibilityState">,
  nowMs: () => number,
): () => boolean {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const sign of SIGNS) {
    page.addEventListener(
      sign,
      () => {
        lastMs = nowMs();
      },
      { passive: true, capture: true },
    );
  }
  return () => document.visibilityState === "visible" && nowMs() - lastMs < THERE_FOR_MS;
}
