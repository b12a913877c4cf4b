import { useEffect, useState } from "react";
import { useSettings } from "../services.ts";
import { type Account, askAccount } from "./operations-client.ts";

const EVERY_MS = 3_000;

export interface Watched {
  /** The last that came; null until the first. */
  account: Account | null;
  /** The last question came to nothing. */
  away: boolean;
}

/** The relay's account of itself, renewed while it is looked at; the last one stays while the relay is away. */
export function useAccount(): Watched {
  const token = useSettings((settings) => settings.token);
  const [watched, setWatched] = useState<Watched>({ account: null, away: false });
  useEffect(() => {
    const abort = new AbortController();
    const look = async (): Promise<void> => {
      const account = await askAccount(token, new Date(), abort.signal).catch(() => undefined);
      if (abort.signal.aborted || account === undefined) return;
      setWatched((before) => (account === null ? { ...before, away: true } : { account, away: false }));
    };
    void look();
    const timer = setInterval(() => {
      if (!document.hidden) void look();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [token]);
  return watched;
}
