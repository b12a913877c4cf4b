import { type ReactNode, useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { go, routeOf, useHash } from "../route.ts";
import { useServices } from "../services.ts";
import { ArrivalBar } from "./ArrivalBar.tsx";
import { type Takers, useDroppedFiles } from "./use-dropped-files.ts";

/** A character dropped anywhere takes the stage; what has to be said about it is said on its page. */
export function DroppedModels(): ReactNode {
  const { wardrobe, repertoire } = useServices();
  const { refused, asks } = useStore(wardrobe.store);
  const takers = useMemo(
    (): Takers => ({ ".vrm": (file) => void wardrobe.add(file), ".vrma": (file) => void repertoire.add(file) }),
    [wardrobe, repertoire],
  );
  const isOver = useDroppedFiles(takers);
  const isTalk = routeOf(useHash()).page === "talk";
  const motionRefused = useStore(repertoire.store, (state) => state.refused !== null);
  const needsPage = refused !== null || asks !== null || motionRefused;
  useEffect(() => {
    if (needsPage) go({ page: "settings", group: "character" });
  }, [needsPage]);
  return (
    <>
      {isOver && <div className="pointer-events-none fixed inset-0 z-alarm border-2 border-ink" aria-hidden="true" />}
      {!isTalk && <ArrivalBar />}
    </>
  );
}
