import { useSyncExternalStore } from "react";

/** As the variant `paired` of theme.css. */
const WIDE = "(width >= 1024px) or ((horizontal-viewport-segments: 2) and (height >= 480px))";

const subscribe = (listener: () => void): (() => void) => {
  const query = window.matchMedia(WIDE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

/** Whether there is room for a detail beside its list. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches);
