/** The app's icon counts the answers that nobody has seen yet (Badging API). */
import type { StoreApi } from "zustand/vanilla";
import type { TalkState } from "../session/talk.ts";

type Badged = Partial<Pick<Navigator, "setAppBadge" | "clearAppBadge">>;

/** @param seen tells that the person has looked: they touched or typed with the answers in sight */
export function badgeUnread(
  talk: StoreApi<TalkState>,
  seen: () => void,
  navigator: Badged,
  document: Pick<Document, "visibilityState" | "addEventListener">,
): void {
  const show = (count: number): void => {
    // An app that is not installed has no icon; the browser says so by a rejection that changes nothing.
    const shown = count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count);
    shown?.catch(() => undefined);
  };
  show(talk.getState().unread.length);
  talk.subscribe(({ unread }, before) => {
    if (unread !== before.unread) show(unread.length);
  });
  let shownSince = 0;
  const look = (): void => {
    const { unread } = talk.getState();
    if (unread.length > 0 && document.visibilityState === "visible" && shownSince === unread.length) seen();
    shownSince = unread.length;
  };
  // The first touch wakes the screen; only the next one is of somebody who has seen what stands there.
  for (const sign of ["pointerdown", "keydown"] as const) document.addEventListener(sign, look);
}
