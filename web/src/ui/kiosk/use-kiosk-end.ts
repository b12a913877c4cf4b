import { useEffect, useRef } from "react";
import { useServices } from "../services.ts";

/** Without a word or a touch, ms. */
const QUIET_MS = 20_000;

/** Closes what one visitor opened before the next one comes: after 20 s without a word or a touch. */
export function useKioskEnd(onEnd: () => void): void {
  const { talk, reader } = useServices();
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    let timer: number | undefined;
    const restart = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => end.current(), QUIET_MS);
    };
    const unsubscribe = [talk.subscribe(restart), reader.store.subscribe(restart)];
    const touches = ["pointerdown", "keydown", "wheel"] as const;
    for (const name of touches) window.addEventListener(name, restart, { passive: true });
    restart();
    return () => {
      window.clearTimeout(timer);
      for (const leave of unsubscribe) leave();
      for (const name of touches) window.removeEventListener(name, restart);
    };
  }, [talk, reader]);
}
