import {
  BLUSH,
  COLUMNS,
  type Colour,
  type Column,
  FACE_PAINT,
  type Paint,
  type Ramp,
  type Rgb,
  rgb,
  SKIN,
} from "../figure/palette.ts";
import { clamp, smoothstep } from "../math/scalar.ts";
import { mixRgb, png } from "./image.ts";
import { BASE_TONE, type Tone } from "./tone.ts";

/**
 * The tone ramp: u selects the material's column, v is the tone. Columns are sampled in their middle, so linear filtering
 * never mixes two; skin runs from plain at `SKIN_FIRST` to blush `SKIN_SPAN` pixels on.
 */
const WIDTH = 256;
/** Pixels to the tones. */
export const RAMP_HEIGHT = 64;
const SKIN_WIDTH = 64;
const SKIN_FIRST = 8;
const SKIN_SPAN = 48;
const COLUMN_WIDTH = 16;

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

function onRamp(ramp: Ramp, tone: number): Rgb {
  const [crevice, base, highlight] = ramp.map(rgb) as [Rgb, Rgb, Rgb];
  if (tone >= BASE_TONE) return mixRgb(base, highlight, (tone - BASE_TONE) / (1 - BASE_TONE));
  const t = tone / BASE_TONE;
  return mixRgb(crevice, base, (smoothstep(0, 1, t) + t) / 2);
}

/** @param side under the key light, or turned away from it */
export const rampImage = (side: keyof Colour): Uint8Array =>
  png(WIDTH, RAMP_HEIGHT, (x, y) => {
    const tone = y / (RAMP_HEIGHT - 1);
    if (x < SKIN_WIDTH) {
      const blush = clamp((x - SKIN_FIRST) / SKIN_SPAN);
      return mixRgb(onRamp(SKIN[side], tone), onRamp(BLUSH[side], tone), blush);
    }
    const column = Math.min(NAMES.length - 1, Math.floor((x - SKIN_WIDTH) / COLUMN_WIDTH));
    return onRamp(COLUMNS[NAMES[column]!][side], tone);
  });

/** Texture coordinates of a tone. */
export function rampUv(column: Column, { tone, blush }: Tone): [u: number, v: number] {
  const x =
    column === "skin" ? SKIN_FIRST + SKIN_SPAN * blush : SKIN_WIDTH + (NAMES.indexOf(column) + 0.5) * COLUMN_WIDTH;
  return [x / WIDTH, (clamp(tone, 0.01, 0.99) * (RAMP_HEIGHT - 1) + 0.5) / RAMP_HEIGHT];
}

const PAINT_WIDTH = 128;
const PAINT_HEIGHT = 8;
const PAINT_CELL = 8;
const PAINTS = Object.keys(FACE_PAINT) as Paint[];

/** One flat column to each paint. */
export const paintImage = (): Uint8Array =>
  png(PAINT_WIDTH, PAINT_HEIGHT, (x) =>
    rgb(FACE_PAINT[PAINTS[Math.min(PAINTS.length - 1, Math.floor(x / PAINT_CELL))]!]),
  );

export const paintUv = (paint: Paint): [u: number, v: number] => [
  ((PAINTS.indexOf(paint) + 0.5) * PAINT_CELL) / PAINT_WIDTH,
  0.5,
];
