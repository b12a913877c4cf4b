import type { ReactNode } from "react";
import type { GlyphName } from "./look.ts";

const SHAPES: Record<GlyphName, ReactNode> = {
  idle: <circle r="8.25" />,
  listening: (
    <>
      <circle r="8.25" />
      <circle r="4.75" className="fill-current stroke-none [fill-opacity:0.42]" />
    </>
  ),
  hearing: (
    <>
      <circle r="8.25" />
      <path d="M -6 1 H 6 A 6 6 0 0 1 -6 1 Z" className="fill-current stroke-none" />
    </>
  ),
  thinking: (
    <>
      <circle r="8.25" className="stroke-edge [stroke-opacity:0.5] forced-colors:stroke-current" />
      <path
        d="M 0 -8.25 A 8.25 8.25 0 0 1 8.25 0"
        className="stroke-ink [stroke-linecap:round] [stroke-width:2.2] forced-colors:stroke-current"
      />
    </>
  ),
  speaking: <circle r="8.25" className="fill-lamp forced-colors:fill-current" />,
  interrupted: (
    <>
      <circle r="8.25" />
      <path d="M -2.4 -3.4 V 3.4 M 2.4 -3.4 V 3.4" />
    </>
  ),
  offline: <circle r="8.25" strokeDasharray="3.2 3.28" />,
  asleep: (
    <path d="M 3.5 -7.5 A 8.25 8.25 0 1 0 8 2.5 A 6.4 6.4 0 0 1 3.5 -7.5 Z" className="fill-current stroke-none" />
  ),
  degraded: (
    <>
      <path d="M 7.1 -4.2 A 8.25 8.25 0 1 1 1.6 -8.1" />
      <circle cx="5" cy="-6.8" r="1.6" className="fill-current stroke-none" />
    </>
  ),
  muted: (
    <>
      <circle r="8.25" />
      <path d="M -5.8 5.8 L 5.8 -5.8" />
    </>
  ),
  problem: (
    <>
      <circle r="8.25" />
      <path d="M 0 -4.2 V 0.8 M 0 4 V 4.1" strokeLinecap="round" />
    </>
  ),
};

const INKS: Partial<Record<GlyphName, string>> = {
  listening: "text-seiji",
  hearing: "text-seiji",
  interrupted: "text-seiji",
  speaking: "text-lamp-text",
  degraded: "text-lamp-text",
  offline: "text-oki",
  problem: "text-shu",
};

/** The window in the size of a letter: each state has its own shape, so that colour is never needed. */
export function Glyph({ name, size = 20 }: { name: GlyphName; size?: 16 | 20 | 24 }): ReactNode {
  return (
    <svg
      className={`glyph fill-none stroke-current [stroke-width:1.6] forced-colors:text-[CanvasText] ${INKS[name] ?? "text-ink-2"}`}
      data-name={name}
      width={size}
      height={size}
      viewBox="-10 -10 20 20"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}
