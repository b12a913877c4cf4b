import { type ReactNode, useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { UndoBar } from "../parts/UndoBar.tsx";
import { go, routeOf, useHash } from "../route.ts";
import { useServices, useText } from "../services.ts";
import { type Takers, useDroppedFiles } from "./use-dropped-files.ts";
import "./drops.css";

/** A character dropped anywhere takes the stage; what has to be said about it is said on its page. */
export function DroppedModels(): ReactNode {
  const text = useText();
  const { character } = text.settings;
  const { wardrobe } = useServices();
  const { arriving, refused, asks, changed } = useStore(wardrobe.store);
  const route = routeOf(useHash());
  const isOnPage = route.page === "settings" && route.group === "character";
  const takers = useMemo((): Takers => ({ ".vrm": (file) => void wardrobe.add(file) }), [wardrobe]);
  const isOver = useDroppedFiles(takers);
  const needsPage = refused !== null || asks !== null;
  useEffect(() => {
    if (needsPage) go({ page: "settings", group: "character" });
  }, [needsPage]);
  return (
    <>
      {isOver && <div className="drop-cue" aria-hidden="true" />}
      {arriving !== null && !isOnPage && (
        <p className="undo" role="status">
          <span>{character.checking(arriving)}</span>
          <button type="button" className="undo-key" onClick={wardrobe.cancel}>
            {character.cancel}
          </button>
        </p>
      )}
      {changed !== null && (
        <UndoBar
          key={changed.id}
          sentence={character.changed(changed.name)}
          onUndo={wardrobe.changeBack}
          onEnd={wardrobe.dismiss}
        />
      )}
    </>
  );
}
