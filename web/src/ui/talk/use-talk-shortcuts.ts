import { useEffect, useEffectEvent } from "react";
import { useServices } from "../services.ts";
import { type FocusPlace, type KeyMeaning, meaningOf } from "./keys.ts";
import type { TalkKeyPress } from "./use-talk-key.ts";

const placeOf = (target: EventTarget | null): FocusPlace => {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.isContentEditable || target.matches("input, textarea, select")) return "field";
  return target.matches("button, a, summary, [role=button]") ? "control" : "page";
};

/** Keys of the talk screen; none fires inside a field, while a sheet is open, or twice while it is held. */
export function useTalkShortcuts(
  active: boolean,
  press: TalkKeyPress,
  screen: { type: () => void; close: () => void; stepSource: (step: 1 | -1) => void },
): void {
  const { actions, talk } = useServices();

  const act = useEffectEvent((meaning: KeyMeaning): void => {
    const state = talk.getState();
    switch (meaning) {
      case "talk":
        press.down();
        break;
      case "escape":
        if (state.phase === "speaking" || state.phase === "thinking") actions.interrupt();
        else screen.close();
        break;
      case "type":
        screen.type();
        break;
      case "again":
        actions.again();
        break;
      case "ignore":
        actions.ignore(true);
        break;
      case "mute":
        if (state.microphoneOpen || state.muted) actions.mute(!state.muted);
        break;
      case "next-source":
        screen.stepSource(1);
        break;
      case "previous-source":
        screen.stepSource(-1);
        break;
      default:
        meaning satisfies never;
    }
  });
  const lift = useEffectEvent((key: string): void => {
    if (key === " ") press.up();
    if (key.toLowerCase() === "n" && talk.getState().ignoring) actions.ignore(false);
  });

  useEffect(() => {
    if (!active) return;
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const meaning = meaningOf(event, placeOf(event.target));
      if (meaning === null) return;
      event.preventDefault();
      if (!event.repeat) act(meaning);
    };
    const up = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && placeOf(event.target) !== "field") lift(event.key);
    };
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
    };
  }, [active]);
}
