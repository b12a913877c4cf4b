import { useEffect, useMemo, useRef, useState } from "react";
import type { Language } from "../../session/talk.ts";
import { useTalk } from "../services.ts";
import { type Floor, floorOf } from "./floor.ts";

/** Words that were not heard stay this long after an interrupt, then leave. */
const UNHEARD_STAY_MS = 600;

/** Who has the floor; after an interrupt the unheard words linger before they go. */
export function useFloor(language: Language): Floor {
  const turns = useTalk((state) => state.turns);
  const floor = useMemo(() => floorOf(turns, language), [turns, language]);
  const shown = useRef(floor);
  const [lingering, setLingering] = useState<Floor | null>(null);

  const before = shown.current;
  const cut =
    floor.who === "assistant" &&
    before.who === "assistant" &&
    before.key === floor.key &&
    before.text.length > floor.text.length &&
    before.text.startsWith(floor.text);
  if (!cut) shown.current = floor;
  useEffect(() => {
    if (!cut) return;
    setLingering({ ...before, heardLength: floor.heardLength });
    const timer = setTimeout(() => {
      shown.current = floor;
      setLingering(null);
    }, UNHEARD_STAY_MS);
    return () => clearTimeout(timer);
  }, [cut, before, floor]);
  return cut ? (lingering ?? before) : floor;
}
