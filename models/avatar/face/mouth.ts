import { lerp } from "../math/scalar.ts";
import { paintUv } from "../paint/ramp.ts";
import { fromSide, type Sheet } from "./sheet.ts";
import type { MouthState } from "./state.ts";

/** Head space, metres. */
const MOUTH_Y = -0.1085;
const NOSE_Y = -0.0735;
const COLUMNS = 28;
const LIFT = { inside: 0.0012, nose: 0.0012, tongue: 0.0016, teeth: 0.0019, lip: 0.0023 };

const arc = (u: number, root: number) => Math.max(0, 1 - u * u) ** root;

/** u runs from one corner to the other, -1 to 1. Everything is a vertical strip over u, so clipping is a min or a max. */
function lips(mouth: MouthState) {
  const line = (u: number) => mouth.smile * (u * u - 0.35) + mouth.raise;
  return {
    upper: (u: number) => line(u) + mouth.upper * arc(u, mouth.round ? 0.5 : 0.62),
    lower: (u: number) => line(u) - mouth.lower * arc(u, mouth.round ? 0.5 : 0.7),
  };
}

const opening = (mouth: MouthState) => mouth.upper + mouth.lower;

function tongueTop(mouth: MouthState, u: number): number {
  const { upper, lower } = lips(mouth);
  const top = lower(0) + opening(mouth) * 0.42 * mouth.tongue * (1 - 0.55 * u * u);
  return Math.max(lower(u), Math.min(upper(u), top));
}

function teethEdge(mouth: MouthState, u: number): number {
  const { upper, lower } = lips(mouth);
  return Math.max(lower(u), upper(u) - opening(mouth) * 0.26 * mouth.teeth * arc(u, 0.3));
}

type Edge = (mouth: MouthState, u: number) => number;
const lowerLip: Edge = (mouth, u) => lips(mouth).lower(u);
const upperLip: Edge = (mouth, u) => lips(mouth).upper(u);

export function drawMouth(sheet: Sheet): void {
  const fill = (rows: number, paint: "mouth" | "tongue" | "teeth", lift: number, from: Edge, to: Edge) =>
    sheet.grid(
      COLUMNS,
      rows,
      ({ mouth }, a, b) => {
        const u = fromSide(a);
        const y = MOUTH_Y + lerp(from(mouth, u), to(mouth, u), b);
        return { x: u * mouth.halfWidth, y, lift, jaw: mouth.jaw };
      },
      () => paintUv(paint),
    );
  fill(4, "mouth", LIFT.inside, lowerLip, upperLip);
  fill(2, "tongue", LIFT.tongue, lowerLip, tongueTop);
  fill(1, "teeth", LIFT.teeth, teethEdge, upperLip);
  for (const edge of [upperLip, lowerLip])
    sheet.grid(
      COLUMNS,
      1,
      ({ mouth }, a, b) => {
        const u = fromSide(a);
        const thickness = 0.00155 * (0.45 + 0.55 * arc(u, 0.5));
        const y = MOUTH_Y + edge(mouth, u) + thickness * (b * 2 - 1);
        return { x: u * mouth.halfWidth * 1.03, y, lift: LIFT.lip, jaw: mouth.jaw };
      },
      () => paintUv("lip"),
    );
}

/** One small upturned stroke under the modelled tip. */
export function drawNose(sheet: Sheet): void {
  sheet.grid(
    8,
    1,
    (_, a, b) => {
      const u = a * 2 - 1;
      const thickness = 0.0011 * arc(u, 0.5);
      return { x: u * 0.0058, y: NOSE_Y - 0.0012 * (1 - u * u) + thickness * (b * 2 - 1), lift: LIFT.nose };
    },
    () => paintUv("crease"),
  );
}
