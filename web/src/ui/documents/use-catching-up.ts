import { useEffect } from "react";
import { useStore } from "zustand";
import { useServices } from "../services.ts";

const LOOK_AGAIN_MS = 5_000;

/** While the shelf is in sight: what is found by its words only gets its vectors when the relay can make them again. */
export function useCatchingUp(): void {
  const { shelf } = useServices();
  const documents = useStore(shelf.store, (state) => (state.fresh ? state.documents : null));
  useEffect(() => {
    if (documents?.some(({ embedding_version }) => embedding_version === null) !== true) return;
    const timer = setTimeout(() => void shelf.look(), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [shelf, documents]);
}
