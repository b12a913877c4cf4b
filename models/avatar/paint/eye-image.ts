import { EYE_COLOURS, IRIS, type Rgb, rgb } from "../figure/palette.ts";
import { clamp, smoothstep } from "../math/scalar.ts";
import { mixRgb, png } from "./image.ts";

const SIZE = 512;
/** Supersampling, per axis. */
const SAMPLES = 3;

/** The texture shows this many metres either side of the eye's centre. */
const EYE_REACH = 0.046;

/** Texture coordinates of a point relative to the centre of the eye, metres, y up. */
export const eyeUv = (x: number, y: number): [u: number, v: number] => [
  0.5 + x / (2 * EYE_REACH),
  0.5 - y / (2 * EYE_REACH),
];

const IRIS_CENTRE_Y = 0.002;
const IRIS_RX = 0.0272;
const IRIS_RY = 0.034;
const RING = 0.0014;
const PUPIL_RX = 0.0124;
const PUPIL_RY = 0.016;

const stops = IRIS.map(([at, hex]) => [at, rgb(hex)] as const);
const colours = Object.fromEntries(Object.entries(EYE_COLOURS).map(([name, hex]) => [name, rgb(hex)])) as Record<
  keyof typeof EYE_COLOURS,
  Rgb
>;

/** Of the ellipse's own size: 1 on its edge. */
const reach = (x: number, y: number, cy: number, rx: number, ry: number) => Math.hypot(x / rx, (y - cy) / ry);

function irisGradient(t: number): Rgb {
  let i = 0;
  while (i < stops.length - 2 && t > stops[i + 1]![0]) i++;
  const [from, a] = stops[i]!;
  const [to, b] = stops[i + 1]!;
  return mixRgb(a, b, clamp((t - from) / (to - from)));
}

/** Threads from the pupil to the ring, -1 to 1; fixed waves that never meet. */
const threads = (angle: number) => (Math.sin(angle * 23) + Math.sin(angle * 37 + 1.7) + Math.sin(angle * 61 + 0.6)) / 3;

/** Metres from the centre of the eye, y up. */
function colourAt(x: number, y: number): Rgb {
  const white = mixRgb(colours.whiteShade, colours.white, clamp((0.5 - y / (2 * EYE_REACH) - 0.08) / 0.26));
  if (reach(x, y, IRIS_CENTRE_Y, IRIS_RX + RING, IRIS_RY + RING) > 1) return white;
  const edge = reach(x, y, IRIS_CENTRE_Y, IRIS_RX, IRIS_RY);
  if (edge > 1) return colours.ring;
  let colour = irisGradient((IRIS_CENTRE_Y + IRIS_RY - y) / (2 * IRIS_RY));
  const thread = threads(Math.atan2(y - IRIS_CENTRE_Y, x)) * smoothstep(0.45, 0.7, edge) * smoothstep(1, 0.85, edge);
  colour = mixRgb(colour, thread > 0 ? colours.glow : colours.pupil, Math.abs(thread) * 0.14);
  // The iris is a bowl: light from above gathers at its lower wall, and its brim is dark.
  const caustic = smoothstep(0.5, 0.74, edge) * smoothstep(0.98, 0.8, edge) * smoothstep(0.004, -0.024, y);
  colour = mixRgb(colour, colours.glow, 0.62 * caustic);
  colour = mixRgb(colour, colours.ring, 0.75 * smoothstep(0.86, 1, edge));
  const pupil = reach(x, y, 0.0005, PUPIL_RX, PUPIL_RY);
  colour = mixRgb(colour, colours.pupil, smoothstep(1.12, 0.94, pupil));
  const lidShadow = 0.009 + 2.4 * x * x;
  return mixRgb(colour, colours.pupil, 0.4 * smoothstep(lidShadow - 0.002, lidShadow + 0.002, y));
}

/** Both eyes look through this one; gaze shifts it. */
export const eyeImage = (): Uint8Array =>
  png(SIZE, SIZE, (px, py) => {
    const sum: Rgb = [0, 0, 0];
    for (let j = 0; j < SAMPLES; j++)
      for (let i = 0; i < SAMPLES; i++) {
        const u = (px + (i + 0.5) / SAMPLES) / SIZE;
        const v = (py + (j + 0.5) / SAMPLES) / SIZE;
        const c = colourAt((u - 0.5) * 2 * EYE_REACH, (0.5 - v) * 2 * EYE_REACH);
        for (const channel of [0, 1, 2] as const) sum[channel] += c[channel];
      }
    return mixRgb([0, 0, 0], sum, 1 / (SAMPLES * SAMPLES));
  });
