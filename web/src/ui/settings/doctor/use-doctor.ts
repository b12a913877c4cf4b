import type { DoctorState } from "@hisho/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
import { useSettings } from "../../services.ts";
import { askDoctor } from "./doctor-client.ts";

const LOOK_AGAIN_MS = 500;

export interface Doctor {
  /** Null until the relay has answered for the first time. */
  state: DoctorState | null;
  /** The last question came to nothing. */
  away: boolean;
  /** Begins a run. */
  check: () => void;
}

/** What the relay's doctor says, renewed while a run is under way. */
export function useDoctor(): Doctor {
  const token = useSettings((settings) => settings.token);
  const [state, setState] = useState<DoctorState | null>(null);
  const [away, setAway] = useState(false);
  const asking = useRef<AbortController | null>(null);

  const ask = useCallback(
    async (method: "GET" | "POST"): Promise<void> => {
      asking.current?.abort();
      const abort = new AbortController();
      asking.current = abort;
      try {
        const answer = await askDoctor(method, token, abort.signal);
        if (abort.signal.aborted) return;
        setAway(answer === null);
        // The last report stays while the relay is away; a run that nobody can follow is not shown as under way.
        setState((before) => answer ?? (before === null ? null : { ...before, progress: null }));
      } catch (error) {
        if (!abort.signal.aborted) throw error;
      }
    },
    [token],
  );

  useEffect(() => {
    void ask("GET");
    return () => asking.current?.abort();
  }, [ask]);

  useEffect(() => {
    if (state === null || state.progress === null) return;
    const timer = setTimeout(() => void ask("GET"), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [state, ask]);

  return { state, away, check: useCallback(() => void ask("POST"), [ask]) };
}
