import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { useServices, useTalk } from "../services.ts";
import { dayOf, weekOf } from "./day.ts";
import { type Today, todayOf } from "./today.ts";
import { useNow } from "./use-now.ts";

/** Minutes move on the screen within this. */
const MINUTES_MS = 10_000;
const LOOK_AGAIN_MS = 5 * 60_000;

/** Today as this device knows it; nothing is asked for. */
export function useToday(): Today & { now: Date } {
  const { planner } = useServices();
  const weeks = useStore(planner.store, (state) => state.weeks);
  const items = useStore(planner.store, (state) => state.items);
  const now = useNow(MINUTES_MS);
  return useMemo(() => ({ ...todayOf({ weeks, items }, now), now }), [weeks, items, now]);
}

/** Asks the relay for today when it is there, after every answer, and every few minutes. */
export function useLookAtToday(isShown: boolean): void {
  const { planner } = useServices();
  const connected = useTalk((state) => state.connection.state === "open");
  const answered = useTalk((state) => state.turns.findLast(({ end }) => end !== null)?.key);
  const now = useNow(LOOK_AGAIN_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when there is another answer, or time has passed
  useEffect(() => {
    const day = dayOf(now);
    const [from = day, to = day] = [weekOf(day)[0], weekOf(day)[6]];
    if (isShown && connected) void planner.look(from, to);
  }, [planner, isShown, connected, answered, now]);
}
