/** A newer page is loaded when nobody is talking; never under a talk. */
import { registerSW } from "virtual:pwa-register";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { TalkState } from "../session/talk.ts";
import type { PageUpdate } from "./services.ts";
import { afterFirstPaint } from "./talk/after-first-paint.ts";

/** Nothing is said, heard, awaited or kept back. */
export const isAtRest = (state: TalkState): boolean =>
  state.phase === "idle" && !state.microphoneOpen && !state.turns.some((turn) => turn.end === null);

/** Installs the service worker and keeps watch for its successor. */
export function watchForUpdates(talk: StoreApi<TalkState>): StoreApi<PageUpdate> {
  const update = createStore<PageUpdate>(() => ({ ready: false, apply: () => window.location.reload() }));
  /** A page that is being replaced goes on for a moment. */
  let isApplied = false;
  const applyAtRest = (): void => {
    const { ready, apply } = update.getState();
    // A page in the foreground may hold half a sentence in its field; it waits until it is put away.
    if (isApplied || !ready || !document.hidden || !isAtRest(talk.getState())) return;
    isApplied = true;
    apply();
  };
  // What it keeps for later must not hold up what is looked at now.
  void afterFirstPaint(window).then(() => {
    const replace = registerSW({
      onNeedRefresh: () => {
        isApplied = false;
        update.setState({ ready: true, apply: () => void replace(true) });
        applyAtRest();
      },
      onRegisterError: (error: unknown) => console.error("offline shell", error),
    });
  });
  document.addEventListener("visibilitychange", applyAtRest);
  talk.subscribe(applyAtRest);
  return update;
}
