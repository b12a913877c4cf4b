import { type ReactNode, useEffect } from "react";
import { useDark } from "../appearance.ts";
import type { Figure } from "../talk/Stage.tsx";

/**
 * The character as a picture taken before (e2e/screens/still.ts), standing where the live one would.
 * @param still `x,eye,head,width` in it: of the head's middle, the eyes' line, the head's height, the picture itself, in px
 */
export function stillFigure(still: string): Figure {
  const [x = 0, eye = 0, head = 1, width = 0] = still.split(",").map(Number);
  return function StillFigure({ place, onPicture }): ReactNode {
    const dark = useDark();
    useEffect(() => onPicture(true), [onPicture]);
    const scale = place.headHeight / head;
    return (
      <img
        alt=""
        src={`still-${dark ? "dark" : "light"}.png`}
        style={{
          position: "absolute",
          insetInlineStart: place.centreX - x * scale,
          insetBlockStart: place.eyeLine - eye * scale,
          inlineSize: width * scale,
          maxInlineSize: "none",
        }}
      />
    );
  };
}
