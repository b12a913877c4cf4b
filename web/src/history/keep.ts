import type { StoreApi } from "zustand/vanilla";
import type { TalkState } from "../session/talk.ts";

/**
 * Asks the browser, once a turn has ended, not to clear the record when the device is short of space (Storage Standard,
 * "persist"). Some browsers ask the person, so not before there is something to lose. A refusal changes nothing.
 * @param storage undefined on insecure origins
 */
export function keepWhenWorthKeeping(
  talk: StoreApi<TalkState>,
  storage: Pick<StorageManager, "persist" | "persisted"> | undefined,
): void {
  if (typeof storage?.persist !== "function") return;
  const unsubscribe = talk.subscribe(({ turns }) => {
    if (!turns.some((turn) => turn.end === "completed")) return;
    unsubscribe();
    void storage.persisted().then(
      (kept) => kept || storage.persist(),
      () => false,
    );
  });
}
