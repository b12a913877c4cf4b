import { useEffect } from "react";
import { useStore } from "zustand";
import { fitForReception } from "../../avatar/file/licence.ts";
import { HOUSE_AVATAR, WINDOW_ONLY } from "../../avatar/wardrobe.ts";
import { useServices, useSettings } from "../services.ts";

/**
 * Whether the chosen character may stand in a reception by its licence: an own model whose author says no, or of which
 * nothing is known yet, leaves the window alone.
 */
export function useReception(): boolean {
  const { wardrobe } = useServices();
  const chosen = useSettings(({ avatar }) => avatar);
  const avatars = useStore(wardrobe.store, (state) => state.avatars);
  const isOwn = chosen !== HOUSE_AVATAR && chosen !== WINDOW_ONLY;
  useEffect(() => {
    if (isOwn) void wardrobe.look();
  }, [isOwn, wardrobe]);
  if (!isOwn) return true;
  const worn = avatars?.find(({ id }) => id === chosen);
  return worn !== undefined && fitForReception(worn.facts.licence);
}
