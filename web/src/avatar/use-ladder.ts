import { useEffect, useState } from "react";
import { Ladder, type Pressure, type Rung } from "./ladder.ts";

/** The Compute Pressure API (W3C): the part that is used. Chromium has it. */
interface Observer {
  observe(source: "cpu", options: { sampleInterval: number }): Promise<void>;
  disconnect(): void;
}
type ObserverClass = new (listener: (records: readonly { state: Pressure }[]) => void) => Observer;

const SAMPLED_MS = 2_000;
/** How often a picture that does not move is thought about again, seconds. */
const IDLE_S = 1;

/** @returns ends it */
function watchPressure(listener: (pressure: Pressure) => void): () => void {
  const { PressureObserver } = globalThis as { PressureObserver?: ObserverClass };
  if (PressureObserver === undefined) return () => undefined;
  const observer = new PressureObserver((records) => {
    const last = records.at(-1);
    if (last !== undefined) listener(last.state);
  });
  // A browser that has it and does not tell (a policy, a platform without sensors) leaves the frames to say it.
  observer.observe("cpu", { sampleInterval: SAMPLED_MS }).catch(() => undefined);
  return () => observer.disconnect();
}

/** The ladder of one stage, and its rung as a fact for React: it changes seldom. */
export function useLadder(lowest: Rung): { ladder: Ladder; rung: Rung; settle: () => void } {
  const [ladder] = useState(() => new Ladder(lowest));
  const [rung, setRung] = useState<Rung>(ladder.rung);
  const [settle] = useState(() => () => setRung(ladder.rung));
  useEffect(
    () =>
      watchPressure((pressure) => {
        ladder.pressed(pressure);
        settle();
      }),
    [ladder, settle],
  );
  useEffect(() => {
    if (rung !== "still" && rung !== "sound") return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) ladder.idle(IDLE_S);
      settle();
    }, IDLE_S * 1000);
    return () => clearInterval(timer);
  }, [ladder, rung, settle]);
  return { ladder, rung, settle };
}
