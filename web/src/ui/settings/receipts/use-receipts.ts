import type { Receipt } from "@hisho/protocol";
import { useCallback, useEffect, useState } from "react";
import { useSettings } from "../../services.ts";
import { askReceipts } from "./receipt-client.ts";

export interface LastReceipts {
  /** Newest first; null until the relay has answered for the first time. */
  receipts: readonly Receipt[] | null;
  /** The last question came to nothing. */
  away: boolean;
  again: () => void;
}

/** What the relay keeps of the last answers, asked for once and at the person's wish. */
export function useReceipts(): LastReceipts {
  const token = useSettings((settings) => settings.token);
  const [receipts, setReceipts] = useState<readonly Receipt[] | null>(null);
  const [away, setAway] = useState(false);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks again
  useEffect(() => {
    const abort = new AbortController();
    askReceipts(token, abort.signal).then(
      (answer) => {
        if (abort.signal.aborted) return;
        setAway(answer === null);
        // What was shown stays while the relay is away.
        if (answer !== null) setReceipts(answer);
      },
      (error: unknown) => {
        if (!abort.signal.aborted) throw error;
      },
    );
    return () => abort.abort();
  }, [token, round]);

  return { receipts, away, again: useCallback(() => setRound((before) => before + 1), []) };
}
