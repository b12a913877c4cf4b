/** Deleting with the way back at hand. */
import { useState } from "react";
import type { Deletion } from "../../history/deletion.ts";
import { useServices, useText } from "../services.ts";

export interface Removal {
  /** What was done or went wrong, until it has been read; null when there is nothing to tell. */
  sentence: string | null;
  /** ISO 8601, of the deletion that can be undone; null when there is none to undo. */
  at: string | null;
}

const NOTHING: Removal = { sentence: null, at: null };

export function useRemoval(): {
  removal: Removal;
  remove: (what: Deletion) => Promise<number>;
  undo: (at: string) => Promise<void>;
  endNow: () => Promise<void>;
  forget: () => void;
} {
  const text = useText();
  const { history, endNow } = useServices();
  const [removal, setRemoval] = useState<Removal>(NOTHING);
  return {
    removal,
    async remove(what) {
      const at = new Date();
      const count = await history.delete(what, at);
      if (count === null) setRemoval({ sentence: text.record.notDone, at: null });
      else if (count > 0) setRemoval({ sentence: text.history.removed(count), at: at.toISOString() });
      return count ?? 0;
    },
    async undo(at) {
      setRemoval((await history.undelete(at, new Date())) ? NOTHING : { sentence: text.record.notDone, at: null });
    },
    async endNow() {
      setRemoval({ sentence: (await endNow()) ? text.record.ended : text.record.notDone, at: null });
    },
    forget: () => setRemoval(NOTHING),
  };
}
