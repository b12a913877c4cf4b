import type { ReactNode } from "react";
import { useStore } from "zustand";
import { BAR_KEY, BAR_LOOK, BAR_PLACE, UndoBar } from "../parts/UndoBar.tsx";
import { routeOf, useHash } from "../route.ts";
import { useServices, useText } from "../services.ts";

/** The character on its way in, and then whom it took the place of. Its own page says the first by itself. */
export function ArrivalBar(): ReactNode {
  const { character } = useText().settings;
  const { wardrobe } = useServices();
  const { arriving, changed } = useStore(wardrobe.store);
  const route = routeOf(useHash());
  const isOnPage = route.page === "settings" && route.group === "character";
  if (arriving !== null && !isOnPage) {
    return (
      <p className={`${BAR_PLACE} ${BAR_LOOK}`} role="status">
        <span>{character.checking(arriving)}</span>
        <button type="button" className={BAR_KEY} onClick={wardrobe.cancel}>
          {character.cancel}
        </button>
      </p>
    );
  }
  if (changed === null) return null;
  return (
    <UndoBar
      key={changed.id}
      sentence={character.changed(changed.name)}
      onUndo={wardrobe.changeBack}
      onEnd={wardrobe.seen}
    />
  );
}
