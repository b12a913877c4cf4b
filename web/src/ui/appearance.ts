/** Puts the person's choices on <html>, where the tokens read them. */
import { useEffect, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { darkOf } from "../kiosk/kiosk.ts";
import type { Settings } from "../session/talk.ts";
import { useServices, useSettings } from "./services.ts";

const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
  );

/** Whether the room is dark: as chosen, else by the hour on a reception screen, else as the system is. */
export function useDark(): boolean {
  const theme = useSettings((settings) => settings.theme);
  const system = useMedia("(prefers-color-scheme: dark)");
  const byTheHour = useStore(useServices().kiosk.store, darkOf);
  return theme === "system" ? (byTheHour ?? system) : theme === "dark";
}

const useReducedMotion = (): boolean => useMedia("(prefers-reduced-motion: reduce)");

/** The character keeps still and the camera cuts: as chosen, or as the system asks. */
export function useQuiet(): boolean {
  const asked = useSettings(({ motion }) => motion === "less");
  const system = useReducedMotion();
  return asked || system;
}

export function useAppearance(): void {
  const { language, contrast, captionSize } = useSettings((settings): Settings => settings);
  const dark = useDark();
  const systemContrast = useMedia("(prefers-contrast: more)");
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dataset.theme = dark ? "dark" : "light";
    root.dataset.contrast = contrast === "more" || systemContrast ? "more" : "normal";
    root.style.setProperty("--caption-scale", String(captionSize / 100));
    const wall = getComputedStyle(document.body).backgroundColor;
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", wall);
  }, [language, dark, contrast, systemContrast, captionSize]);
  useEffect(followKeyboard, []);
}

/** A software keyboard makes the visible page lower; iOS does not resize the layout, so it is told. */
function followKeyboard(): () => void {
  const viewport = window.visualViewport;
  if (viewport === null) return () => undefined;
  const fit = (): void => {
    const covered = window.innerHeight - viewport.height;
    const root = document.documentElement.style;
    if (covered > 80 && viewport.scale === 1) root.setProperty("--app-height", `${viewport.height}px`);
    else root.removeProperty("--app-height");
  };
  viewport.addEventListener("resize", fit);
  return () => viewport.removeEventListener("resize", fit);
}
