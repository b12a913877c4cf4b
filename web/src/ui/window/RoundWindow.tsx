import type { ReactNode, Ref } from "react";
import { useId } from "react";
import type { Light } from "./look.ts";
import type { Portrait } from "./use-portrait.ts";
import "./window.css";

/** The circle has a radius of 100 units; the box leaves room for the outer ring. */
const BOX = "-120 -120 240 240";
/** The rim from a quarter to two round to half past twelve: open at one o'clock. */
const GAPPED_RIM = "M 76.6 -64.3 A 100 100 0 1 1 17.4 -98.5";
/** A quarter of the rim, from one o'clock. */
const ORBIT_ARC = "M 38 -92.5 A 100 100 0 0 1 92.5 38";
const CRESCENT = "M -57.4 -81.9 A 100 100 0 1 0 57.4 81.9";
const WATER = "M -110 0 Q -55 -5 0 0 T 110 0 V 240 H -110 Z";

/** The face fills the circle: of a picture of 168 by 160 with the middle of the head at 76, the eyes at 92 and a head of 96. */
const FIGURE = { x: -138, y: -153, width: 303, height: 288.6 } as const;
const PHOTO = { x: -100, y: -100, width: 200, height: 200 } as const;

/** 丸窓: the one lamp of the room. Its light says whose turn it is; it needs no WebGL. */
export function RoundWindow({
  light,
  gap = false,
  small = false,
  portrait = null,
  sky = false,
  water,
  ring,
}: {
  light: Light;
  /** One role is on its fallback. */
  gap?: boolean;
  /** The portrait in bars and rails: no lattice, thicker rim. */
  small?: boolean;
  /** Who looks out of it. */
  portrait?: Portrait | null;
  /** The sky is seen through it, in the colours of `--sky-1` to `--sky-3`. */
  sky?: boolean;
  water?: Ref<SVGPathElement>;
  ring?: Ref<SVGCircleElement>;
}): ReactNode {
  const id = useId();
  return (
    <svg className="window" data-light={light} data-small={small} viewBox={BOX} aria-hidden="true">
      <defs>
        <linearGradient id={`${id}pane`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" className="window-pane-top" />
          <stop offset="1" className="window-pane-bottom" />
        </linearGradient>
        {sky && (
          <linearGradient id={`${id}sky`} x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="var(--sky-1)" />
            <stop offset="0.52" stopColor="var(--sky-2)" />
            <stop offset="1" stopColor="var(--sky-3)" />
          </linearGradient>
        )}
        <radialGradient id={`${id}lamp`} cx="0.5" cy="0.5" r="0.56">
          <stop offset="0" className="window-lamp-core" />
          <stop offset="1" className="window-lamp-edge" />
        </radialGradient>
        <linearGradient id={`${id}orbit`} gradientUnits="userSpaceOnUse" x1="38" y1="-92" x2="92" y2="38">
          <stop offset="0" className="window-orbit-from" />
          <stop offset="1" className="window-orbit-to" />
        </linearGradient>
        <clipPath id={`${id}round`}>
          <circle r="100" />
        </clipPath>
      </defs>
      <circle className="window-pane window-pane-unlit" r="100" fill={`url(#${id}pane)`} />
      <circle className="window-pane window-pane-asleep" r="100" />
      {sky && <circle r="100" fill={`url(#${id}sky)`} />}
      <circle className="window-pane window-pane-seiji" r="100" />
      <circle className="window-pane window-pane-lamp" r="100" fill={`url(#${id}lamp)`} />
      <g clipPath={`url(#${id}round)`}>
        <path className="window-water" ref={water} d={WATER} />
        {portrait !== null && (
          <image href={portrait.href} {...(portrait.cutOut ? FIGURE : PHOTO)} preserveAspectRatio="xMidYMid slice" />
        )}
      </g>
      {!small && (
        <path
          className="window-lattice"
          d="M -42 -90.7 V 90.7 M 42 -90.7 V 90.7 M -93.3 -36 H 93.3 M -95.4 30 H 95.4"
        />
      )}
      <path className="window-rim" d={gap ? GAPPED_RIM : "M 0 -100 A 100 100 0 1 1 -0.01 -100 Z"} />
      <path className="window-crescent" d={CRESCENT} />
      <circle className="window-ring" ref={ring} r="100" />
      <g className="window-orbit">
        <path d={ORBIT_ARC} stroke={`url(#${id}orbit)`} />
      </g>
    </svg>
  );
}
