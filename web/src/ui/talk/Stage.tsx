import { type ComponentType, memo, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { HOUSE_AVATAR, WINDOW_ONLY } from "../../avatar/wardrobe.ts";
import type { Phase } from "../../session/talk.ts";
import { ArrivalBar } from "../drops/ArrivalBar.tsx";
import { routeOf, useHash } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { lightOf, restingRole } from "../window/look.ts";
import { RoundWindow } from "../window/RoundWindow.tsx";
import { useMeter } from "../window/use-meter.ts";
import { Credit } from "./Credit.tsx";
import poster from "./poster.webp";
import { useGround } from "./use-ground.ts";
import { type Place, usePlace } from "./use-place.ts";
import { useStateWord } from "./use-state-word.ts";
import "./stage.css";

/** Draws the character where it is told to stand. */
export type Figure = ComponentType<{
  phase: Phase;
  place: Place;
  onPicture: (isThere: boolean) => void;
  /** A still of the house's character stands there until she does. */
  hasPicture?: boolean;
}>;

/** Of poster.webp, pixels. */
const POSTER = { width: 372, height: 1128 } as const;

interface StageProps {
  figure: Figure | null;
  /** The character stands there moving, or cannot. */
  onPicture: (isThere: boolean) => void;
  /** In place of the talk's own, for what sounds beside it. */
  showing?: Phase | null;
}

/** The room: the window, and the character before it. One image, named by what is going on. Captions that move on leave it alone. */
export const Stage = memo(function Stage({ figure: Figure, onPicture, showing = null }: StageProps): ReactNode {
  const text = useText();
  const { meters } = useServices();
  const talkLight = useTalk(lightOf);
  const light = showing ?? talkLight;
  const resting = useTalk(restingRole) !== null;
  const word = useStateWord().word;
  const talkPhase = useTalk((state) => state.phase);
  const phase = showing ?? talkPhase;
  const windowOnly = useSettings(({ avatar }) => avatar === WINDOW_ONLY);
  const hasPicture = useSettings(({ avatar, shot }) => avatar === HOUSE_AVATAR && shot === "bust") && Figure !== null;
  const [stands, setStands] = useState(false);
  const followFigure = useCallback(
    (isThere: boolean) => {
      setStands(isThere);
      onPicture(isThere);
    },
    [onPicture],
  );
  useEffect(() => {
    if (windowOnly) setStands(false);
  }, [windowOnly]);
  const isTalk = routeOf(useHash()).page === "talk";
  const figure = useRef<HTMLDivElement>(null);
  const place = usePlace(figure);
  const water = useRef<SVGPathElement>(null);
  const ring = useRef<SVGCircleElement>(null);
  // The water stands between 0.84 of the radius under the middle and 0.4 above it.
  useMeter(light === "hearing" || light === "interrupted", meters.microphoneDbfs, (level) => {
    if (water.current !== null) water.current.style.transform = `translateY(${84 - 124 * level}px)`;
  });
  // The gap is 3 to 7 % of the radius.
  useMeter(light === "speaking", meters.voiceDbfs, (level) => {
    if (ring.current !== null) ring.current.style.transform = `scale(${1.03 + 0.04 * level})`;
  });
  return (
    <div className="stage" {...useGround()}>
      <div className="stage-image" role="img" aria-label={`${text.name}, ${word}`}>
        <div className="stage-window">
          <RoundWindow light={light} gap={resting} water={water} ring={ring} />
        </div>
        <div className="stage-figure" ref={figure}>
          {hasPicture && <img className="stage-poster" data-left={stands} src={poster} {...POSTER} alt="" />}
          {Figure !== null && place !== null && !windowOnly && (
            <Figure phase={phase} place={place} onPicture={followFigure} hasPicture={hasPicture} />
          )}
        </div>
      </div>
      <Credit />
      {isTalk && (
        <div className="stage-arrival">
          <ArrivalBar />
        </div>
      )}
    </div>
  );
});
