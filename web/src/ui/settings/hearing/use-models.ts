import type { ModelStatus } from "@hisho/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
import { useSettings } from "../../services.ts";
import { askModels, type ModelWish } from "./model-client.ts";

const LOOK_AGAIN_MS = 500;

export interface Models {
  /** Null until the relay has answered for the first time. */
  models: readonly ModelStatus[] | null;
  /** The last question came to nothing. */
  away: boolean;
  wish: (wish: ModelWish) => void;
}

/** The models of the relay, renewed while one is being fetched. */
export function useModels(): Models {
  const token = useSettings((settings) => settings.token);
  const [models, setModels] = useState<readonly ModelStatus[] | null>(null);
  const [away, setAway] = useState(false);
  const asking = useRef<AbortController | null>(null);

  const ask = useCallback(
    async (wish: ModelWish): Promise<void> => {
      asking.current?.abort();
      const abort = new AbortController();
      asking.current = abort;
      try {
        const answer = await askModels(wish, token, abort.signal);
        if (abort.signal.aborted) return;
        setAway(answer === null);
        // What was known stays, so that a fetch goes on being followed when the relay is back.
        setModels((before) => (answer === null && before !== null ? [...before] : answer));
      } catch (error) {
        if (!abort.signal.aborted) throw error;
      }
    },
    [token],
  );

  useEffect(() => {
    void ask({ wish: "look" });
    return () => asking.current?.abort();
  }, [ask]);

  useEffect(() => {
    if (models?.some(({ state }) => state === "fetching") !== true) return;
    const timer = setTimeout(() => void ask({ wish: "look" }), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [models, ask]);

  return { models, away, wish: useCallback((wish) => void ask(wish), [ask]) };
}
