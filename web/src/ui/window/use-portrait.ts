import { useEffect } from "react";
import { useStore } from "zustand";
import { HOUSE_AVATAR, WINDOW_ONLY } from "../../avatar/wardrobe.ts";
import { useServices, useSettings } from "../services.ts";
import { useBlobUrl } from "../use-blob-url.ts";

/** The house's character, taken by `npm run avatar:stills`: framed as web/src/avatar/try-on.ts frames all. */
export const HOUSE_PORTRAIT = `${import.meta.env.BASE_URL}icons/portrait.webp`;

export interface Portrait {
  href: string;
  /** The figure alone, framed as every other; otherwise any picture. */
  cutOut: boolean;
}

/** Whose face it is: the house's, one of the person's own, or nobody's in the window alone. */
export function whoseFace(chosen: string, lost: string | null): "house" | "own" | "nobody" {
  if (chosen === WINDOW_ONLY) return "nobody";
  return chosen === HOUSE_AVATAR || chosen === lost ? "house" : "own";
}

/** Who is on the stage, small; null for the window alone, and until an own one is read. */
export function usePortrait(): Portrait | null {
  const { wardrobe } = useServices();
  const chosen = useSettings(({ avatar }) => avatar);
  const { avatars, lost } = useStore(wardrobe.store);
  const face = whoseFace(chosen, lost);
  const own = face === "own" ? avatars?.find(({ id }) => id === chosen) : undefined;
  const url = useBlobUrl(own?.picture ?? null);
  useEffect(() => {
    if (face === "own" && avatars === null) void wardrobe.look();
  }, [face, avatars, wardrobe]);
  if (face === "house") return { href: HOUSE_PORTRAIT, cutOut: true };
  return url === null || own === undefined ? null : { href: url, cutOut: own.facts.cutOut };
}
