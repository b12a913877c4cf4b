import { useEffect, useEffectEvent, useRef } from "react";
import { useServices } from "../services.ts";
import { type FocusPlace, type KeyMeaning, meaningOf } from "./keys.ts";
import type { TalkKeyPress } from "./use-talk-key.ts";

const placeOf = (target: EventTarget | null): FocusPlace => {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.isContentEditable || target.matches("input, textarea, select")) return "field";
  return target.matches("button, a, summary, [role=button], [role=slider]") ? "control" : "page";
};

/** What has the keys while it is open. */
const OVER = ":is(dialog[open], [role=dialog], [role=alertdialog], [role=menu], [role=listbox])";

/**
 * Keys of the talk; none fires inside a field, while a sheet is open, or twice while it is held. A key that is held ends
 * with its release, wherever the focus is by then, and when the page no longer hears of it.
 */
export function useTalkShortcuts(
  active: boolean,
  press: TalkKeyPress,
  screen: { type: () => void; close: () => void; stepSource: (step: 1 | -1) => void },
): void {
  const { actions, talk } = useServices();
  const held = useRef(new Set<string>());

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
      case "new":
        actions.converse(null);
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
    if (!held.current.delete(key)) return;
    if (key === " ") press.up();
    else if (key === "n") actions.ignore(false);
  });
  const letGo = useEffectEvent((): void => {
    if (held.current.delete(" ")) press.cancel();
    if (held.current.delete("n")) actions.ignore(false);
    held.current.clear();
  });

  useEffect(() => {
    if (!active) return;
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector(OVER) !== null) return;
      const meaning = meaningOf(event, placeOf(event.target));
      if (meaning === null) return;
      event.preventDefault();
      if (event.repeat) return;
      held.current.add(event.key.toLowerCase());
      act(meaning);
    };
    const up = (event: KeyboardEvent): void => lift(event.key.toLowerCase());
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", letGo);
    return () => {
      letGo();
      window.removeEventListener("blur", letGo);
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
    };
  }, [active]);
}
