import { createElement, type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { go, type Route } from "../route.ts";
import { useServices } from "../services.ts";
import { type FocusPlace, type KeyMeaning, meaningOf } from "./keys.ts";
import { Shortcuts } from "./Shortcuts.tsx";
import type { TalkKeyPress } from "./use-talk-key.ts";

const placeOf = (target: EventTarget | null): FocusPlace => {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.isContentEditable || target.matches("input, textarea, select")) return "field";
  return target.matches("button, a, summary, [role=button], [role=slider]") ? "control" : "page";
};

/** What has the keys while it is open. */
const OVER = ":is(dialog[open], [role=dialog], [role=alertdialog], [role=menu], [role=listbox])";

/** In the order of the rail. */
const PLACES: readonly Route[] = [
  { page: "talk" },
  { page: "history", conversation: null },
  { page: "agenda", day: null },
  { page: "documents", document: null },
  { page: "settings", group: null },
];

/** The search field of the page that is open; the history's where it has none. */
function search(): void {
  const field = (): HTMLInputElement | null => document.querySelector<HTMLInputElement>(".page input[type=search]");
  if (field() !== null) {
    field()?.focus();
    return;
  }
  go({ page: "history", conversation: null });
  const appeared = new MutationObserver(() => {
    if (field() === null) return;
    appeared.disconnect();
    field()?.focus();
  });
  appeared.observe(document.body, { childList: true, subtree: true });
  // The history may have nothing to be searched.
  setTimeout(() => appeared.disconnect(), 2_000);
}

/**
 * Keys of the talk; none fires inside a field, while a sheet is open, or twice while it is held. A key that is held ends
 * with its release, wherever the focus is by then, and when the page no longer hears of it.
 * @returns the list of keys while it is open
 */
export function useTalkShortcuts(
  active: boolean,
  press: TalkKeyPress,
  screen: { type: () => void; close: () => void; stepSource: (step: 1 | -1) => void },
): ReactNode {
  const { actions, talk, settings } = useServices();
  const [listed, setListed] = useState(false);
  const held = useRef(new Set<string>());

  const act = useEffectEvent((meaning: KeyMeaning): void => {
    const state = talk.getState();
    if (typeof meaning === "object") {
      const place = PLACES[meaning.place];
      if (place !== undefined) go(place);
      return;
    }
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
        actions.ignore(settings.getState().ignoreToggles ? !state.ignoring : true);
        break;
      case "search":
        search();
        break;
      case "help":
        setListed(true);
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
  const letBe = useEffectEvent((): void => {
    if (!settings.getState().ignoreToggles) actions.ignore(false);
  });
  const meant = useEffectEvent((event: KeyboardEvent) =>
    meaningOf(event, placeOf(event.target), settings.getState().keysOff),
  );
  const lift = useEffectEvent((key: string): void => {
    if (!held.current.delete(key)) return;
    if (key === " ") press.up();
    else if (key === "n") letBe();
  });
  const letGo = useEffectEvent((): void => {
    if (held.current.delete(" ")) press.cancel();
    if (held.current.delete("n")) letBe();
    held.current.clear();
  });

  useEffect(() => {
    if (!active) return;
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector(OVER) !== null) return;
      const meaning = meant(event);
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

  return listed ? createElement(Shortcuts, { onClose: () => setListed(false) }) : null;
}
