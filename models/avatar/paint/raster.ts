import type { Vec3 } from "../math/vec.ts";

/** What is to be drawn: points as the camera sees them (x to the right and y down in pixels, z metres away). */
export interface Drawing {
  points: readonly Vec3[];
  triangles: readonly number[];
  doubleSided: boolean;
}

/** What the nearest surface is at each pixel. */
export interface Canvas {
  size: number;
  /** Metres from the camera; infinite where nothing is. */
  depth: Float32Array;
  /** Which drawing, -1 none; its triangle's first index; and where in it. */
  drawing: Int8Array;
  triangle: Int32Array;
  /** Barycentric coordinates of the second and the third corner. */
  b: Float32Array;
  c: Float32Array;
}

/** Draws triangles into a z-buffer. @param size pixels to a side */
export function rasterise(drawings: readonly Drawing[], size: number): Canvas {
  const pixels = size * size;
  const canvas: Canvas = {
    size,
    depth: new Float32Array(pixels).fill(Number.POSITIVE_INFINITY),
    drawing: new Int8Array(pixels).fill(-1),
    triangle: new Int32Array(pixels),
    b: new Float32Array(pixels),
    c: new Float32Array(pixels),
  };
  drawings.forEach((drawing, which) => {
    for (let t = 0; t < drawing.triangles.length; t += 3) fill(canvas, drawing, which, t);
  });
  return canvas;
}

function fill(canvas: Canvas, { points, triangles, doubleSided }: Drawing, which: number, t: number): void {
  const [p, q, r] = [0, 1, 2].map((k) => points[triangles[t + k]!]!) as [Vec3, Vec3, Vec3];
  const area = (q[0] - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (q[1] - p[1]);
  // y points down, so what faces the camera has a negative area.
  if (area === 0 || (area > 0 && !doubleSided)) return;
  const last = canvas.size - 1;
  const left = Math.max(0, Math.ceil(Math.min(p[0], q[0], r[0])));
  const right = Math.min(last, Math.floor(Math.max(p[0], q[0], r[0])));
  const top = Math.max(0, Math.ceil(Math.min(p[1], q[1], r[1])));
  const bottom = Math.min(last, Math.floor(Math.max(p[1], q[1], r[1])));
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const b = ((x - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (y - p[1])) / area;
      const c = ((q[0] - p[0]) * (y - p[1]) - (x - p[0]) * (q[1] - p[1])) / area;
      if (b < 0 || c < 0 || b + c > 1) continue;
      const depth = p[2] + (q[2] - p[2]) * b + (r[2] - p[2]) * c;
      const pixel = y * canvas.size + x;
      if (depth >= canvas.depth[pixel]!) continue;
      canvas.depth[pixel] = depth;
      canvas.drawing[pixel] = which;
      canvas.triangle[pixel] = t;
      canvas.b[pixel] = b;
      canvas.c[pixel] = c;
    }
}
