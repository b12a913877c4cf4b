import { clamp } from "./ease.ts";
import type { Framing, HeadMeasure } from "./framing.ts";
import type { Direction } from "./gaze.ts";

/** The glass is this far before her face, metres. */
const GLASS_M = 0.7;
/** Degrees. */
const MOST = { yaw: 30, pitch: 20 } as const;
/** A mouse that goes about is looked at now and then: at most so often, and only when it has come so far. */
const MOUSE_APART_MS = 2_500;
const MOUSE_PIXELS = 160;

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** @returns the direction from her face to a point of the box she stands in, CSS pixels from its top left */
export function directionTo(x: number, y: number, framing: Framing, head: HeadMeasure): Direction {
  const metresPerPixel = head.headHeight / Math.max(1, framing.headHeight);
  const aside = (x - framing.centreX) * metresPerPixel;
  const up = (framing.eyeLine - y) * metresPerPixel;
  return {
    yaw: clamp(degrees(Math.atan(aside / GLASS_M)), -MOST.yaw, MOST.yaw),
    pitch: clamp(degrees(Math.atan(up / GLASS_M)), -MOST.pitch, MOST.pitch),
  };
}

/** What pointers did since it was last asked. Positions in CSS pixels of the page, times in ms of one clock. */
export class Touches {
  #at: { x: number; y: number } | null = null;
  #mouse = { x: 0, y: 0, atMs: Number.NEGATIVE_INFINITY };

  pressed(x: number, y: number): void {
    this.#at = { x, y };
  }

  moved(x: number, y: number, atMs: number): void {
    if (atMs - this.#mouse.atMs < MOUSE_APART_MS) return;
    if (Math.hypot(x - this.#mouse.x, y - this.#mouse.y) < MOUSE_PIXELS) return;
    this.#mouse = { x, y, atMs };
    this.#at = { x, y };
  }

  /** @returns the last one, once */
  take(): { x: number; y: number } | null {
    const at = this.#at;
    this.#at = null;
    return at;
  }
}
