import { type RefObject, useEffect, useState } from "react";

/** Where the head is to stand in the stage, CSS pixels from its top left (design, section 4.1). */
export interface Place {
  eyeLine: number;
  /** From the chin to the top of the hair. */
  headHeight: number;
  centreX: number;
}

/**
 * The place that the stage's style gives the character; null until there is a layout. Changes with the frame only.
 *
 * @param frame what else the style goes by, where the stage's own size says nothing of it
 */
export function usePlace(stage: RefObject<HTMLElement | null>, frame = ""): Place | null {
  const [place, setPlace] = useState<Place | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another frame is another style of the same element
  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const read = (): void => {
      const style = getComputedStyle(element);
      const length = (name: string): number => Math.round(Number.parseFloat(style.getPropertyValue(name)));
      const next = { eyeLine: length("--eye-y"), headHeight: length("--head"), centreX: length("--figure-x") };
      if (!(next.headHeight > 0)) return; // not laid out: another page is shown
      setPlace((known) =>
        known !== null &&
        known.eyeLine === next.eyeLine &&
        known.headHeight === next.headHeight &&
        known.centreX === next.centreX
          ? known
          : next,
      );
    };
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [stage, frame]);
  return place;
}
