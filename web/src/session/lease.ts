/** What the screen reads, lent to one conversation after the other. */
import type { StoreApi } from "zustand/vanilla";

export interface Lease<State> {
  store: StoreApi<State>;
  /** From now on its holder changes nothing any more; reading goes on. */
  end(): void;
}

/** A conversation that has ended may still hear of a disk or a network: none of it belongs to the next one's screen. */
export function lease<State>(store: StoreApi<State>): Lease<State> {
  let ended = false;
  const setState = ((...change: Parameters<StoreApi<State>["setState"]>) => {
    if (!ended) store.setState(...change);
  }) as StoreApi<State>["setState"];
  return {
    store: { ...store, setState },
    end() {
      ended = true;
    },
  };
}
