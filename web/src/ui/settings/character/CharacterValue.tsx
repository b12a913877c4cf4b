import type { ReactNode } from "react";
import { useStore } from "zustand";
import { HOUSE_AVATAR, WINDOW_ONLY } from "../../../avatar/wardrobe.ts";
import { useServices, useSettings, useText } from "../../services.ts";

/** Who is on the stage now, and how much of them. */
export function CharacterValue(): ReactNode {
  const { character } = useText().settings;
  const { wardrobe } = useServices();
  const { avatar, shot } = useSettings((settings) => settings);
  const own = useStore(wardrobe.store, ({ avatars }) => avatars?.find(({ id }) => id === avatar)?.name);
  if (avatar === WINDOW_ONLY)
    return <span className="text-small leading-[1.45] wrap-anywhere text-ink-2">{character.windowOnly.name}</span>;
  const name = avatar === HOUSE_AVATAR ? character.house.name : own;
  const words = [name, character.shots[shot]].filter((word) => word !== undefined);
  return <span className="text-small leading-[1.45] wrap-anywhere text-ink-2">{words.join(" · ")}</span>;
}
