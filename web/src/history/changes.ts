/** Pages of one device tell each other that the record has changed (HTML Standard, "BroadcastChannel"). */

export interface Changes {
  /** The record has changed. */
  tell(): void;
  /** Hears of changes of this page and of others. @returns unsubscribes */
  listen(listener: () => void): () => void;
  close(): void;
}

const CHANNEL = "hisho.history";

/** Changes are heard by this page alone. */
export function nobodyElse(): Changes {
  const listeners = new Set<() => void>();
  return {
    tell() {
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
}

/** Changes are heard by every page of this origin. */
export function everyPage(): Changes {
  if (typeof BroadcastChannel !== "function") return nobodyElse();
  const here = nobodyElse();
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => here.tell();
  return {
    tell() {
      here.tell();
      channel.postMessage("changed");
    },
    listen: here.listen,
    close() {
      here.close();
      channel.close();
    },
  };
}
