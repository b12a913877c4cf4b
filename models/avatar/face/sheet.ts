import { at, type Field, gradient } from "../field/field.ts";
import { face, JAW_DROP, jawShare } from "../figure/head.ts";
import { add, cross, dot, normalise, scale, sub, type Vec3 } from "../math/vec.ts";
import { FACES, type FaceState } from "./state.ts";

/** A point of the drawing: head space x and y, metres off the skin, and how far the jaw is open under it. */
export interface Placed {
  x: number;
  y: number;
  lift: number;
  jaw?: number;
  /** Metres from the middle of a bulging eye, whose normals this point has. */
  bulge?: readonly [x: number, y: number];
}

/** Each vertex is a function of the face it draws. */
export type Drawn = (state: FaceState) => Placed;

/** Thin layers of drawing over the face, in the order of their lift. */
export class Sheet {
  readonly #drawn: Drawn[] = [];
  readonly uv: number[] = [];
  readonly triangles: number[] = [];

  vertex(drawn: Drawn, uv: readonly [number, number]): number {
    this.uv.push(...uv);
    return this.#drawn.push(drawn) - 1;
  }

  /** `columns` by `rows` cells; a and b run from 0 to 1. */
  grid(
    columns: number,
    rows: number,
    drawn: (state: FaceState, a: number, b: number) => Placed,
    uv: (a: number, b: number) => readonly [number, number],
  ): void {
    const index: number[] = [];
    for (let j = 0; j <= rows; j++)
      for (let i = 0; i <= columns; i++) {
        const [a, b] = [i / columns, j / rows];
        index.push(this.vertex((state) => drawn(state, a, b), uv(a, b)));
      }
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++) {
        const first = j * (columns + 1) + i;
        const [p, q, r, s] = [first, first + 1, first + columns + 1, first + columns + 2].map((k) => index[k]!);
        this.triangles.push(p!, q!, r!, q!, s!, r!);
      }
  }

  /** An ellipse about a centre that may move with the face; radii in metres. */
  disc(
    corners: number,
    drawn: (state: FaceState, cos: number, sin: number) => Placed,
    uv: readonly [number, number],
  ): void {
    const hub = this.vertex((state) => drawn(state, 0, 0), uv);
    const rim = Array.from({ length: corners }, (_, i) => {
      const angle = (i / corners) * 2 * Math.PI;
      return this.vertex((state) => drawn(state, Math.cos(angle), Math.sin(angle)), uv);
    });
    rim.forEach((corner, i) => {
      this.triangles.push(hub, corner, rim[(i + 1) % corners]!);
    });
  }

  /** Points and normals in head space. */
  draw(state: FaceState): { points: Vec3[]; normals: Vec3[] } {
    const points: Vec3[] = [];
    const normals: Vec3[] = [];
    for (const drawn of this.#drawn) {
      const { point, normal } = onFace(drawn(state));
      points.push(point);
      normals.push(normal);
    }
    return { points, normals };
  }

  /** Turns every triangle to face outwards, judged on the open mouth, where none of it is collapsed. */
  orient(): void {
    const { points, normals } = this.draw(FACES.aa);
    for (let i = 0; i < this.triangles.length; i += 3) {
      const [a, b, c] = this.triangles.slice(i, i + 3) as [number, number, number];
      const facing = cross(sub(points[b]!, points[a]!), sub(points[c]!, points[a]!));
      if (dot(facing, normals[a]!) < 0) this.triangles.splice(i, 3, a, c, b);
    }
  }
}

/** Radius of a bulging eye, metres. */
const BULGE = 0.055;

const dropped =
  (jaw: number): Field =>
  (x, y, z) =>
    face(x, y + JAW_DROP * jaw * jawShare([x, y, z]), z);

/** First hit of the face from the front, then out along its normal. */
function onFace({ x, y, lift, jaw = 0, bulge = [0, 0] }: Placed): { point: Vec3; normal: Vec3 } {
  const skin = jaw > 0 ? dropped(jaw) : face;
  let z = 0.22;
  for (let i = 0; i < 80; i++) {
    const distance = at(skin, [x, y, z]);
    z -= distance * 0.85;
    if (Math.abs(distance) < 1e-6) break;
  }
  const hit: Vec3 = [x, y, z];
  const normal = normalise(gradient(skin, hit, 1e-3));
  const turned = normalise(add(normal, [bulge[0] / BULGE, bulge[1] / BULGE, 0]));
  return { point: add(hit, scale(normal, lift)), normal: turned };
}

/** 0 to 1 onto -1 to 1, denser at the ends, where lids and lips turn. */
export const fromSide = (t: number): number => Math.sin((t - 0.5) * Math.PI);
