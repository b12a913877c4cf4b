import { useEffect, useState } from "react";
import { isSoftware } from "../../avatar/pace.ts";
import { isProbed } from "../../avatar/probe.ts";
import { findGraphics, type Graphics } from "../../avatar/webgl.ts";
import type { Phase } from "../../session/talk.ts";
import { afterFirstPaint, whenActed } from "./after-first-paint.ts";

/** `later`: her picture stands for her until then. `never`: this device draws nothing in three dimensions. */
export type Moves = "now" | "later" | "never";

/**
 * Whether the character is drawn live. Where the processor itself would have to draw her, and her picture stands there,
 * that begins when somebody does something or the talk does: until then all of it is for the page and the voice.
 * @param hasPicture a still of her stands in her place
 */
export function useMoves(hasPicture: boolean, phase: Phase): { moves: Moves; graphics: Graphics | null } {
  const [graphics, setGraphics] = useState<Graphics | null | undefined>(undefined);
  const [wanted, setWanted] = useState(() => isProbed(location.search));
  useEffect(() => {
    let current = true;
    void afterFirstPaint(window)
      .then(findGraphics)
      .then((found) => current && setGraphics(found));
    return () => {
      current = false;
    };
  }, []);
  const talks = phase !== "idle" && phase !== "offline";
  useEffect(() => {
    if (talks) setWanted(true);
  }, [talks]);
  useEffect(() => {
    const over = new AbortController();
    void whenActed(window, over.signal).then((acted) => acted && setWanted(true));
    return () => over.abort();
  }, []);
  if (graphics === undefined) return { moves: "later", graphics: null };
  if (graphics === null) return { moves: "never", graphics };
  const waits = hasPicture && !wanted && isSoftware(graphics.renderer);
  return { moves: waits ? "later" : "now", graphics };
}
