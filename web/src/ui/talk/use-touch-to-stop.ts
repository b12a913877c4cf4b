import { type PointerEvent, useCallback } from "react";
import { useServices } from "../services.ts";

/** Where the two take turns, a touch anywhere on the talk stops the answer; keys and fields keep their own meaning. */
export function useTouchToStop(): (event: PointerEvent) => void {
  const { talk, sound, actions } = useServices();
  return useCallback(
    (event) => {
      if (sound.store.getState().echo?.duplex !== "half" || talk.getState().phase !== "speaking") return;
      if (event.target instanceof Element && event.target.closest("button, a, input, textarea, [role=log]")) return;
      actions.interrupt();
    },
    [talk, sound, actions],
  );
}
