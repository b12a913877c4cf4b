/** The person's own picture behind the character: made small enough for the largest screen, and kept on this device. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { KeepsakeError, type Keepsakes } from "../keepsakes/keepsakes.ts";

export interface BackdropState {
  /** Null until it was looked up, and where there is none. */
  picture: Blob | null;
  failed: "unreadable" | "storage" | null;
}

export interface Backdrop {
  store: StoreApi<BackdropState>;
  look(): Promise<void>;
  /** Takes the place of the former one; what goes wrong is in the store, and the former one stays. */
  choose(file: Blob): Promise<void>;
}

const ID = "backdrop";
const KIND = "background";

/** @param shrink gives a picture no larger than a screen; rejects what is none */
export function createBackdrop(keepsakes: Keepsakes, shrink: (file: Blob) => Promise<Blob>, now: () => Date): Backdrop {
  const store = createStore<BackdropState>(() => ({ picture: null, failed: null }));
  return {
    store,
    look: async () => {
      try {
        store.setState({ picture: await keepsakes.file(ID) });
      } catch (error) {
        console.error("backdrop", error);
      }
    },
    choose: async (file) => {
      try {
        const picture = await shrink(file);
        const addedAt = now().toISOString();
        const entry = { id: ID, kind: KIND, name: "", addedAt, bytes: picture.size, picture: null, facts: null };
        await keepsakes.add(entry, picture);
        store.setState({ picture, failed: null });
      } catch (error) {
        console.error("backdrop", error);
        store.setState({ failed: error instanceof KeepsakeError ? "storage" : "unreadable" });
      }
    },
  };
}
