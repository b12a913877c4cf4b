import { useEffect, useEffectEvent } from "react";
import { follow, levelOf, stepped } from "./level.ts";

/** Reduced motion: at most twice a second. */
const STEP_MS = 500;

/**
 * Follows a loudness in the frame loop and hands the level, 0 to 1, to `show`, which writes it to an element. React is
 * not told. Ends at 0 when it stops.
 */
export function useMeter(active: boolean, readDbfs: () => number, show: (level: number) => void): void {
  const read = useEffectEvent(readDbfs);
  const draw = useEffectEvent(show);
  useEffect(() => {
    if (!active) return;
    const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let level = 0;
    let lastMs = performance.now();
    let drawnAtMs = 0;
    let frame = 0;
    const tick = (nowMs: number): void => {
      level = follow(level, levelOf(read()), Math.max(0, nowMs - lastMs));
      lastMs = nowMs;
      if (!reduced) draw(level);
      else if (nowMs - drawnAtMs >= STEP_MS) {
        draw(stepped(level));
        drawnAtMs = nowMs;
      }
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => {
      cancelAnimationFrame(frame);
      draw(0);
    };
  }, [active]);
}
