import { PNG } from "pngjs";
import { type Rgb, rgb } from "../figure/palette.ts";
import { clamp, smoothstep } from "../math/scalar.ts";
import { dot, normalise, type Vec3 } from "../math/vec.ts";
import { mixRgb, png } from "./image.ts";
import { type Canvas, rasterise } from "./raster.ts";

/** A mesh as she stands, with the pictures that its texture coordinates look up. */
export interface Painted {
  points: readonly Vec3[];
  normals: readonly Vec3[];
  /** Two numbers a point. */
  uv: readonly number[];
  triangles: readonly number[];
  lit: Uint8Array;
  shade: Uint8Array;
  /** Light by view-space normal, added. */
  matcap?: Uint8Array;
  doubleSided: boolean;
}

const SIZE = 512;
const SAMPLES = 3;
/** Metres: where the camera looks, how far from her it stands, and how much it sees above and below. */
const EYE_HEIGHT = 0.985;
const DISTANCE = 2.6;
const HALF_HEIGHT = 0.345;
const KEY: Vec3 = normalise([0.9, 1.5, 2.2]);
const WALL = rgb("#ECEFEA");
const WINDOW = rgb("#F5DFAE");
const FRAME = rgb("#E0A63F");
const OUTLINE = rgb("#2A2028");
/** An edge is where the neighbour lies this much farther away, metres. */
const STEP = 0.012;

const decoded = (bytes: Uint8Array): PNG => PNG.sync.read(Buffer.from(bytes));

function texel({ width, height, data }: PNG, u: number, v: number): Rgb {
  const x = Math.round(clamp(u * width - 0.5, 0, width - 1));
  const y = Math.round(clamp(v * height - 0.5, 0, height - 1));
  const at = (y * width + x) * 4;
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}

/** The round window behind her right, as the room has it. */
function behind(x: number, y: number): Rgb {
  const reach = Math.hypot(x - 0.62, y - 0.42);
  const inside = mixRgb(WINDOW, WALL, 0.35 * smoothstep(0.1, 0.42, reach));
  return reach < 0.418 ? inside : reach < 0.426 ? FRAME : WALL;
}

const isEdge = ({ depth, size }: Canvas, pixel: number, reach: number): boolean =>
  [-1, 1, -size, size].some((step) => (depth[pixel + step * reach] ?? Number.POSITIVE_INFINITY) > depth[pixel]! + STEP);

/** Head and shoulders from the front, as a PNG. */
export function thumbnail(meshes: readonly Painted[]): Uint8Array {
  const size = SIZE * SAMPLES;
  const scale = size / 2 / HALF_HEIGHT;
  const seen = ([x, y, z]: Vec3): Vec3 => {
    const away = DISTANCE - z;
    const nearer = (DISTANCE / away) * scale;
    return [size * 0.47 + x * nearer, size / 2 - (y - EYE_HEIGHT) * nearer, away];
  };
  const canvas = rasterise(
    meshes.map(({ points, triangles, doubleSided }) => ({ points: points.map(seen), triangles, doubleSided })),
    size,
  );
  const pictures = meshes.map(({ lit, shade, matcap }) => ({
    lit: decoded(lit),
    shade: decoded(shade),
    matcap: matcap && decoded(matcap),
  }));

  const surface = (pixel: number): Rgb => {
    const which = canvas.drawing[pixel]!;
    const { normals, uv, triangles, doubleSided } = meshes[which]!;
    const { lit, shade, matcap } = pictures[which]!;
    const t = canvas.triangle[pixel]!;
    const [b, c] = [canvas.b[pixel]!, canvas.c[pixel]!];
    const corners = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!] as const;
    const between = (of: (corner: number) => number) =>
      of(corners[0]) * (1 - b - c) + of(corners[1]) * b + of(corners[2]) * c;
    const [u, v] = [between((i) => uv[i * 2]!), between((i) => uv[i * 2 + 1]!)];
    if (doubleSided) return texel(lit, u, v);
    const normal = normalise([0, 1, 2].map((axis) => between((i) => normals[i]![axis]!)) as Vec3);
    const towards = smoothstep(-0.2, 0.3, dot(normal, KEY));
    const colour = mixRgb(texel(shade, u, v), texel(lit, u, v), towards);
    if (!matcap) return colour;
    const light = texel(matcap, 0.5 + normal[0] / 2, 0.5 - normal[1] / 2);
    return colour.map((value, channel) => Math.min(255, value + light[channel]! * 0.5)) as Rgb;
  };

  return png(SIZE, SIZE, (px, py) => {
    let sum: Rgb = [0, 0, 0];
    for (let j = 0; j < SAMPLES; j++)
      for (let i = 0; i < SAMPLES; i++) {
        const [x, y] = [px * SAMPLES + i, py * SAMPLES + j];
        const pixel = y * size + x;
        let colour = canvas.drawing[pixel] === -1 ? behind(x / size, y / size) : surface(pixel);
        if (canvas.drawing[pixel] !== -1 && isEdge(canvas, pixel, SAMPLES)) colour = mixRgb(colour, OUTLINE, 0.75);
        sum = [sum[0] + colour[0], sum[1] + colour[1], sum[2] + colour[2]];
      }
    return mixRgb([0, 0, 0], sum, 1 / (SAMPLES * SAMPLES));
  });
}
