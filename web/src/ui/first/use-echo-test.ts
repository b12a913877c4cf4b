import { useCallback, useEffect, useRef, useState } from "react";
import type { EchoOutcome } from "../../session/sound-desk.ts";
import { useServices, useText } from "../services.ts";

/** One echo test at a time; it ends when the screen that shows it is left. */
export function useEchoTest(): { running: boolean; outcome: EchoOutcome | null; begin: () => void } {
  const { sound } = useServices();
  const { sentence } = useText().first.echo;
  const [running, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<EchoOutcome | null>(null);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);
  const begin = useCallback((): void => {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    setRunning(true);
    setOutcome(null);
    sound.test(sentence, abort.signal).then(
      (measured) => {
        if (abort.signal.aborted) return;
        setOutcome(measured);
        setRunning(false);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setOutcome({ kind: "failed" });
        setRunning(false);
        throw error;
      },
    );
  }, [sound, sentence]);
  return { running, outcome, begin };
}
