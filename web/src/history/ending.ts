/** Ends what was deleted, once it can no longer be undone: here, and at the relay. */
import type { Clock } from "../session/clock.ts";
import type { Erasures } from "./erasures.ts";
import type { History } from "./history.ts";

/** How often it is looked. */
const LOOK_MS = 5 * 60_000;

/** From now on until `signal`, of whatever page it was deleted from. Deletions of before are ended first. */
export function endDeletions(
  history: Pick<History, "purge" | "tidySearch">,
  erasures: Pick<Erasures, "add">,
  clock: Pick<Clock, "date" | "after">,
  signal: AbortSignal,
): void {
  let cancel = (): void => undefined;
  const look = async (): Promise<void> => {
    const purged = await history.purge(clock.date());
    if (purged !== null) erasures.add(purged.conversations);
    if (purged !== null && purged.turns.length > 0) await history.tidySearch("at once");
    if (!signal.aborted) cancel = clock.after(LOOK_MS, () => void look());
  };
  signal.addEventListener("abort", () => cancel(), { once: true });
  void look();
}
