import { clamp, lerp, smoothstep } from "../math/scalar.ts";
import { eyeUv } from "../paint/eye-image.ts";
import { paintUv } from "../paint/ramp.ts";
import { EYE_CENTRE } from "../rig/skeleton.ts";
import { fromSide, type Sheet } from "./sheet.ts";
import { type EyeState, type FaceState, NEUTRAL } from "./state.ts";

type Side = "left" | "right";

/** Metres, relative to the centre of the eye; u runs from -1 at the nose to +1 at the temple. */
const [EYE_X, EYE_Y] = EYE_CENTRE;
const HALF_WIDTH = 0.035;
const UPPER = 0.0332;
const LOWER = 0.0335;
const TILT = 0.003;
/** The irises sit a little inwards. */
const IRIS_INWARDS = 0.0018;

/** Off the skin, metres: what lies over what. */
const LIFT = { eye: 0.0008, wet: 0.0012, crease: 0.0016, lowerLash: 0.0017, brow: 0.002, lash: 0.0022, glint: 0.0034 };

const arc = (u: number, power: number, root: number) => Math.max(0, 1 - Math.abs(u) ** power) ** root;

/** A closing lid runs over the bulge of the face, a morph runs straight: what closes is lifted so that half way it is not under the skin. */
const CLOSING_LIFT = { lash: 0.0024, eye: 0.0036 };

/** Where the lids meet. */
const closingLine = (closing: EyeState["closing"], u: number): number =>
  closing === "blink" ? -0.0135 - 0.0085 * (1 - u * u) + 0.0045 * u : -0.016 + 0.0285 * arc(u, 2, 0.75) + 0.001 * u;

interface Lids {
  closed: number;
  upper(u: number): number;
  lower(u: number): number;
}

function lids(eye: EyeState, side: Side): Lids {
  const closed = eye.only === null || eye.only === side ? eye.closed : 0;
  const upper = (u: number) => {
    const lid = lerp(eye.inner, eye.outer, (u + 1) / 2) * arc(u, 2, 0.35);
    const open = (UPPER + eye.upper) * arc(u, 2.5, 0.5) + TILT * u + lid;
    return lerp(open, closingLine(eye.closing, u), closed);
  };
  const lower = (u: number) => {
    const open = -(LOWER - eye.lower) * arc(u, 2.3, 0.55) + TILT * u;
    return Math.min(lerp(open, closingLine(eye.closing, u) - 0.0003, closed), upper(u) - 0.0001);
  };
  return { closed, upper, lower };
}

const halfWidth = (eye: EyeState) => HALF_WIDTH * eye.width;

/** White and iris, clipped by the lids: the texture stays where it is and the outline moves over it. */
export function drawEyeball(sheet: Sheet, side: Side, sign: 1 | -1): void {
  const neutral = lids(NEUTRAL.eye, side);
  sheet.grid(
    22,
    9,
    ({ eye }, a, b) => {
      const { upper, lower, closed } = lids(eye, side);
      const u = fromSide(a);
      const [x, y] = [sign * u * halfWidth(eye), lerp(lower(u), upper(u), b)];
      return { x: sign * EYE_X + x, y: EYE_Y + y, lift: LIFT.eye + CLOSING_LIFT.eye * closed, bulge: [x, y] };
    },
    (a, b) => {
      const u = fromSide(a);
      const y = lerp(neutral.lower(u), neutral.upper(u), b);
      return eyeUv(sign * (u * HALF_WIDTH + IRIS_INWARDS), y);
    },
  );
}

/** Where the lash leaves the lid for its wing. */
const WING = 0.8;

/** The middle line of the upper lash: along the lid, then away from it at a tangent. */
function lashLine(eye: EyeState, side: Side, t: number): [x: number, y: number] {
  const { upper, closed } = lids(eye, side);
  const w = halfWidth(eye);
  if (t < WING) {
    const u = lerp(-0.95, WING, t / WING);
    return [u * w, upper(u)];
  }
  const f = (t - WING) / (1 - WING);
  const x0 = WING * w;
  const y0 = upper(WING);
  const run = 0.03 * w;
  const rise = y0 - upper(WING - 0.03);
  const unit = 0.0075 / (Math.hypot(run, rise) || 1);
  const fall = lerp(0.0085, eye.closing === "arch" ? 0.012 : -0.0005, closed);
  const quadratic = (a: number, b: number, c: number) => (1 - f) ** 2 * a + 2 * f * (1 - f) * b + f * f * c;
  return [quadratic(x0, x0 + run * unit, HALF_WIDTH * 1.22), quadratic(y0, y0 + rise * unit, y0 - fall)];
}

const lashThickness = (t: number) =>
  (0.002 + 0.0064 * smoothstep(0, 0.6, t)) * clamp((1 - t) / 0.26) ** 0.8 * smoothstep(-0.02, 0.12, t);

function drawUpperLash(sheet: Sheet, side: Side, sign: 1 | -1): void {
  sheet.grid(
    26,
    2,
    ({ eye }, t, b) => {
      const [x, y] = lashLine(eye, side, t);
      const [x1, y1] = lashLine(eye, side, Math.min(1, t + 0.012));
      const [x0, y0] = lashLine(eye, side, Math.max(0, t - 0.012));
      const unit = 1 / (Math.hypot(x1 - x0, y1 - y0) || 1);
      const { closed } = lids(eye, side);
      const thickness = lashThickness(t) * lerp(1, 0.78, closed);
      const out = thickness * (b > 0.5 ? 1 : b < 0.5 ? -0.3 : 0.35) * unit;
      return {
        x: sign * (EYE_X + x - (y1 - y0) * out),
        y: EYE_Y + y + (x1 - x0) * out,
        lift: LIFT.lash + CLOSING_LIFT.lash * closed,
      };
    },
    () => paintUv("lash"),
  );
}

function drawLowerLash(sheet: Sheet, side: Side, sign: 1 | -1): void {
  sheet.grid(
    14,
    1,
    ({ eye }, a, b) => {
      const { lower, closed } = lids(eye, side);
      const u = lerp(-0.25, 0.9, a);
      // Laughing, the lower lid rises and keeps its line.
      const thinner = eye.closing === "arch" ? 0.7 : 1;
      const thickness = 0.002 * Math.sin(a * Math.PI) * (1 - thinner * closed);
      const y = EYE_Y + lower(u) - thickness * (1 - b) + 0.0002;
      return { x: sign * (EYE_X + u * halfWidth(eye)), y, lift: LIFT.lowerLash };
    },
    () => paintUv("lowerLash"),
  );
}

/** The moist edge of the lower lid, on the eye itself. */
function drawWetLine(sheet: Sheet, side: Side, sign: 1 | -1): void {
  sheet.grid(
    14,
    1,
    ({ eye }, a, b) => {
      const { lower, closed } = lids(eye, side);
      const u = lerp(-0.72, 0.78, a);
      const thickness = 0.0019 * Math.sin(a * Math.PI) ** 0.7 * (1 - closed);
      return {
        x: sign * (EYE_X + u * halfWidth(eye)),
        y: EYE_Y + lower(u) + thickness * b,
        lift: LIFT.wet + CLOSING_LIFT.eye * closed,
      };
    },
    () => paintUv("wet"),
  );
}

function drawCrease(sheet: Sheet, side: Side, sign: 1 | -1): void {
  sheet.grid(
    14,
    1,
    ({ eye }, a, b) => {
      const { upper, closed } = lids(eye, side);
      const u = lerp(-0.55, 0.8, a);
      const thickness = 0.0013 * Math.sin(a * Math.PI) * (1 - closed * 0.9);
      const y = EYE_Y + upper(u) + 0.0085 + 0.0015 * u - closed * 0.004 + thickness * (b - 0.5);
      return { x: sign * (EYE_X + u * halfWidth(eye) + 0.001), y, lift: LIFT.crease };
    },
    () => paintUv("crease"),
  );
}

interface Glint {
  /** Not mirrored: the light falls on both eyes from the same side. */
  x: number;
  y: number;
  rx: number;
  ry: number;
  size: (eye: EyeState) => number;
}

const GLINTS: readonly Glint[] = [
  { x: 0.01, y: 0.0125, rx: 0.0086, ry: 0.0098, size: (eye) => eye.glint },
  { x: -0.011, y: -0.015, rx: 0.0042, ry: 0.0046, size: (eye) => eye.smallGlint },
  { x: 0.0005, y: 0.0035, rx: 0.0017, ry: 0.0019, size: (eye) => eye.smallGlint },
];

/** Closing, a glint shrinks towards the lash line at its own place, or a white drop would hang below the lid. */
function drawGlint(sheet: Sheet, side: Side, sign: 1 | -1, { x, y, rx, ry, size }: Glint): void {
  const u = clamp((x * sign) / HALF_WIDTH, -0.8, 0.8);
  sheet.disc(
    16,
    ({ eye }: FaceState, cos, sin) => {
      const scale = eye.only === null || eye.only === side ? size(eye) : 1;
      const open = y + eye.upper / 2 + Math.min(0, (eye.inner + eye.outer) * 0.35);
      return {
        x: sign * EYE_X + x + rx * cos * scale,
        y: EYE_Y + lerp(closingLine(eye.closing, u), open, scale) + ry * sin * scale,
        lift: LIFT.glint + CLOSING_LIFT.eye * (1 - scale),
      };
    },
    paintUv("glint"),
  );
}

function drawBrow(sheet: Sheet, sign: 1 | -1): void {
  sheet.grid(
    16,
    2,
    ({ brow }, a, b) => {
      const u = fromSide(a);
      const raised = u < 0 ? lerp(brow.middle, brow.inner, -u) : lerp(brow.middle, brow.outer, u);
      const thickness = 0.0039 * arc(u, 3, 0.5) * lerp(1.1, 0.75, (u + 1) / 2) + 0.0001;
      return {
        x: sign * (EYE_X + 0.002 + 0.0285 * u - brow.inwards * Math.max(0, -u)),
        y: EYE_Y + 0.0585 - 0.0065 * u * u + 0.0015 * u + raised + thickness * (b * 2 - 1),
        lift: LIFT.brow,
      };
    },
    () => paintUv("brow"),
  );
}

/** Everything of one eye that is paint. */
export function drawEyePaint(sheet: Sheet, side: Side, sign: 1 | -1): void {
  drawUpperLash(sheet, side, sign);
  drawWetLine(sheet, side, sign);
  drawLowerLash(sheet, side, sign);
  drawCrease(sheet, side, sign);
  for (const glint of GLINTS) drawGlint(sheet, side, sign, glint);
  drawBrow(sheet, sign);
}
