import { useCallback, useMemo, useRef } from "react";
import { useServices } from "../services.ts";
import { HOLD_AFTER_MS, type Tap, talkKeyOf } from "./talk-key.ts";

export interface TalkKeyPress {
  down(): void;
  up(): void;
  /** The pointer was taken away (a scroll, a call): a hold ends, a tap does not happen. */
  cancel(): void;
  /** A click without a press: a switch, a screen reader, Enter. */
  tap(): void;
}

/** Tap or hold, from any input. A hold is known after 250 ms and keeps the sound from the moment of the press. */
export function useTalkKeyPress(showWay: () => void): TalkKeyPress {
  const { talk, actions } = useServices();
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; held: boolean } | null>(null);

  const tap = useCallback((): void => {
    const act: Record<Tap, () => void> = {
      begin: () => void actions.begin(),
      mute: () => actions.mute(true),
      unmute: () => actions.mute(false),
      stop: () => actions.interrupt(),
      press: () => actions.press(),
      release: () => actions.release(),
      "show-way": showWay,
    };
    act[talkKeyOf(talk.getState()).tap]();
  }, [talk, actions, showWay]);

  return useMemo(
    () => ({
      tap,
      down() {
        if (press.current !== null) return;
        const current = {
          held: false,
          timer: setTimeout(() => {
            if (!talkKeyOf(talk.getState()).canHold) return;
            current.held = true;
            navigator.vibrate?.(10);
            actions.press();
          }, HOLD_AFTER_MS),
        };
        press.current = current;
      },
      up() {
        const current = press.current;
        press.current = null;
        if (current === null) return;
        clearTimeout(current.timer);
        if (!current.held) {
          tap();
          return;
        }
        navigator.vibrate?.(10);
        actions.release();
      },
      cancel() {
        const current = press.current;
        press.current = null;
        if (current === null) return;
        clearTimeout(current.timer);
        if (current.held) actions.release();
      },
    }),
    [tap, talk, actions],
  );
}
