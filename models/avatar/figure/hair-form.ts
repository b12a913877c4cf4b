import { type Field, smin } from "../field/field.ts";
import { lock, type Station } from "../field/lock.ts";
import { ellipsoid, type LatheRow, lathe } from "../field/solids.ts";
import { throughPoints } from "../math/curve.ts";
import { lerp, radians, smoothstep } from "../math/scalar.ts";
import { add, normalise, scale, sub, type Vec3 } from "../math/vec.ts";

/** Head space: half-widths of the bob by height. */
const BOB: readonly LatheRow[] = [
  [-0.215, 0.128, 0.1, -0.012],
  [-0.172, 0.15, 0.125, -0.013],
  [-0.15, 0.166, 0.1405, -0.0145],
  [-0.11, 0.183, 0.161, -0.019],
  [-0.06, 0.19, 0.177, -0.023],
  [0, 0.188, 0.182, -0.02],
  [0.06, 0.18, 0.18, -0.016],
  [0.11, 0.16, 0.165, -0.014],
  [0.15, 0.116, 0.122, -0.013],
  [0.17, 0.07, 0.076, -0.013],
  [0.176, 0.03, 0.034, -0.013],
];

/** Between the outer and the inner surface, metres. */
const THICKNESS = 0.022;

const bob = lathe(BOB, 0.02);
const crown = ellipsoid([0, 0.028, -0.014], [0.179, 0.177, 0.182]);

/** The outer form without locks; head space. */
export const hairForm: Field = (x, y, z) => smin(bob(x, y, z), crown(x, y, z), 0.001 + 0.03 * smoothstep(0, 0.13, y));

/** The hollow under it; reaches below the hem so that the bottom is open. */
export const hairHollow = lathe(
  BOB.map(([y, rx, rz, zc]) => [y < -0.2 ? y - 0.03 : y, rx - THICKNESS, rz - THICKNESS, zc]),
  0.02,
);

/** Where directions on the hair are measured from; head space. */
export const HAIR_CENTRE: Vec3 = [0, 0.02, -0.018];

/**
 * A point on the outer form; head space.
 * @param azimuth degrees, 0 in front, positive to her left
 * @param elevation degrees above the centre
 * @param lift metres off the surface
 */
export function onHair(azimuth: number, elevation: number, lift = 0): Vec3 {
  const [a, e] = [radians(azimuth), radians(elevation)];
  const direction: Vec3 = [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)];
  let reach = 0.3;
  for (let i = 0; i < 60; i++) {
    const p = add(HAIR_CENTRE, scale(direction, reach));
    const distance = hairForm(p[0], p[1], p[2]);
    reach -= distance * 0.7;
    if (Math.abs(distance) < 1e-5) break;
  }
  return add(HAIR_CENTRE, scale(direction, reach + lift));
}

/** Azimuth and elevation in degrees, and metres off the surface. */
export type Guide = readonly [azimuth: number, elevation: number, lift?: number];

export interface LockShape {
  guides: readonly Guide[];
  halfWidth: number;
  halfThickness: number;
  /** Width at the root, of the greatest. */
  root: number;
  /** Where along it is widest, 0 to 1. */
  widest: number;
  /** Exponent of the taper: 1 a point, smaller rounder. */
  tip: number;
  stations: number;
}

/** Half-width and half-thickness of the very end, metres; the cells could not follow anything finer. */
const LEAST_WIDTH = 0.0014;
const LEAST_THICKNESS = 0.002;

/** Its last two stations; head space. */
export function endOfLock(shape: LockShape): [before: Vec3, end: Vec3] {
  const [before, end] = stationsOf(shape).slice(-2) as [Station, Station];
  return [before.point, end.point];
}

/** A lock laid on the outer form along its guides. */
export const lockOnHair = (shape: LockShape): Field => lock(stationsOf(shape));

function stationsOf({ guides, halfWidth, halfThickness, root, widest, tip, stations }: LockShape): Station[] {
  const rows = guides.map(([azimuth, elevation, lift = 0]) => [azimuth, elevation, lift]);
  // It ends where its taper reaches the least width, and does not go on as a thread.
  const end = widest + (1 - widest) * Math.sqrt(1 - (LEAST_WIDTH / halfWidth) ** (1 / tip));
  return Array.from({ length: stations + 1 }, (_, i): Station => {
    const t = (i / stations) * end;
    const [azimuth, elevation, lift] = throughPoints(rows, t) as Vec3;
    const point = onHair(azimuth, elevation, lift);
    const profile =
      t < widest
        ? lerp(root, 1, Math.sin((t / widest) * (Math.PI / 2)))
        : Math.max(0, 1 - ((t - widest) / (1 - widest)) ** 2) ** tip;
    return {
      point,
      outward: normalise(sub(point, [0, point[1] * 0.55, -0.018])),
      halfWidth: Math.max(LEAST_WIDTH, halfWidth * profile),
      halfThickness: Math.max(LEAST_THICKNESS, halfThickness * (0.45 + 0.55 * profile)),
    };
  });
}
