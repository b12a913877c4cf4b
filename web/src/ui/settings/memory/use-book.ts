import { useCallback, useEffect, useState } from "react";
import { useSettings, useTalk } from "../../services.ts";
import { askRelay, bodyOf } from "./relay-book.ts";

export interface Book<Entry> {
  /** Null until the relay has answered. */
  entries: readonly Entry[] | null;
  /** The relay does not answer, or refused the last wish. */
  away: boolean;
  token: string;
  /** Asks for a change, then looks again. @returns what the relay answered, null when it is away */
  change(path: string, init: RequestInit): Promise<Response | null>;
}

/** A list of the relay's, looked at again after each change and each new connection. */
export function useBook<Entry>(path: string, parse: (body: unknown) => readonly Entry[] | undefined): Book<Entry> {
  const token = useSettings((settings) => settings.token);
  const connected = useTalk((state) => state.providers !== null);
  const turns = useTalk((state) => state.turns.filter(({ end }) => end !== null).length);
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [away, setAway] = useState(false);
  const [changes, setChanges] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn, a change or a new connection may have changed it
  useEffect(() => {
    const abort = new AbortController();
    const look = async (): Promise<void> => {
      const found = parse(await bodyOf(await askRelay(path, token, {}, abort.signal)));
      if (abort.signal.aborted) return;
      if (found !== undefined) setEntries(found);
      setAway(found === undefined);
    };
    look().catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
    });
    return () => abort.abort();
  }, [path, token, connected, turns, changes]);

  const change = useCallback(
    async (to: string, init: RequestInit): Promise<Response | null> => {
      const response = await askRelay(to, token, init);
      setAway(response === null);
      setChanges((count) => count + 1);
      return response;
    },
    [token],
  );
  return { entries, away, token, change };
}
