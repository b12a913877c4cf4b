/** What the record needs from time to time: an end to what was deleted, here and at the relay, and words that lie in order. */
import type { Clock } from "../session/clock.ts";
import type { Erasures } from "./erasures.ts";
import type { History } from "./history.ts";

/** How often it is looked. */
const LOOK_MS = 5 * 60_000;
/** What is deleted this very millisecond as well. */
const AT_ONCE_MS = -1;

/**
 * From now on until `signal`, of whatever page it was deleted from. Deletions of before are ended first.
 * @returns ends all of them at once; resolves to false when nothing could be written
 */
export function endDeletions(
  history: Pick<History, "purge" | "tidySearch">,
  erasures: Pick<Erasures, "add">,
  clock: Pick<Clock, "date" | "after">,
  signal: AbortSignal,
): () => Promise<boolean> {
  let cancel = (): void => undefined;
  const end = async (undoMs?: number): Promise<boolean> => {
    const purged = await history.purge(clock.date(), undoMs);
    if (purged === null) return false;
    erasures.add(purged.conversations);
    return purged.turns.length === 0 || (await history.tidySearch("at once"));
  };
  const look = async (): Promise<void> => {
    await end();
    await history.tidySearch();
    if (!signal.aborted) cancel = clock.after(LOOK_MS, () => void look());
  };
  signal.addEventListener("abort", () => cancel(), { once: true });
  void look();
  return () => end(AT_ONCE_MS);
}
