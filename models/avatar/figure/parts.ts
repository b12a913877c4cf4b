import { at, type Box, boxAround, type Field, mirroredBox, outside } from "../field/field.ts";
import { sub, type Vec3 } from "../math/vec.ts";
import { HEAD_ORIGIN } from "../rig/skeleton.ts";
import type { Following } from "../rig/weights.ts";
import { CLIP_CENTRE, clip, hair, hairBack, hairFront, isInnerWall, pointed } from "./hair.ts";
import { headAndNeck } from "./head.ts";
import { blouse, buttons, cuffs, jacket, jacketAndSleeves, lapels, pockets, sleeves, torso } from "./jacket.ts";
import { hands, legs, shoes, skirt, soles } from "./limbs.ts";
import type { Column } from "./palette.ts";
import { scarf, stripes } from "./scarf.ts";

/** Parts of one surface are one draw call. */
export type Surface = "skin" | "hair" | "cloth";

/** World metres, idle pose. */
export interface Part {
  name: string;
  field: Field;
  /** Holds the part with a centimetre to spare; of a mirrored part, its +X side. */
  box: Box;
  /** Edge of a cell, metres. */
  cell: number;
  /** To thin to; of a mirrored part, one side. */
  triangles: number;
  surface: Surface;
  column: Column;
  following: Following;
  mirrored?: true;
  /** Of a mirrored part: its halves meet in the plane of symmetry. */
  joined?: true;
  /** Gives the normals near it, so that the seam with a neighbour does not show. */
  shading?: Field;
  /** Inside another part for ever. */
  hidden?: (p: Vec3) => boolean;
  /** Where a vertex goes after it was pulled onto the surface. */
  drawnOut?: (p: Vec3) => Vec3;
  /** Metres over which a normal is read where the surface should look smoother than it is. */
  normalStep?: number;
  /** Seldom seen, and dark: thinned harder, no light. */
  unlit?: (p: Vec3, normal: Vec3) => boolean;
  /** What a unit of normal counts against a metre while thinning. */
  normalWeight?: number;
  /** The vertices also carry tone and blush through the thinning, or cheeks come out blotched. */
  keepsTone?: true;
}

const TORSO_BOX: Box = { min: [-0.24, 0.42, -0.16], max: [0.24, 0.9, 0.17] };

export const PARTS: readonly Part[] = [
  {
    name: "head",
    field: headAndNeck,
    box: { min: [0, 0.84, -0.18], max: [0.18, 1.29, 0.18] },
    cell: 0.0052,
    triangles: 2000,
    mirrored: true,
    joined: true,
    surface: "skin",
    column: "skin",
    following: "neck",
    keepsTone: true,
    hidden: (p) => at(hair, p) < -0.01 && p[1] - HEAD_ORIGIN[1] > -0.03,
  },
  {
    name: "hands",
    field: hands,
    box: { min: [0.1, 0.38, -0.08], max: [0.3, 0.66, 0.15] },
    cell: 0.0025,
    triangles: 1000,
    surface: "skin",
    column: "skin",
    following: "hand",
    mirrored: true,
  },
  {
    name: "hairBack",
    field: hairBack,
    box: { min: [-0.23, 0.88, -0.25], max: [0.23, 1.33, 0.23] },
    cell: 0.0042,
    triangles: 8800,
    surface: "hair",
    column: "hair",
    following: "hair",
    shading: hair,
    normalWeight: 0.12,
    normalStep: 0.005,
    unlit: isInnerWall,
    hidden: (p) => at(headAndNeck, p) < -0.008 || at(hairFront, p) < -0.006,
  },
  {
    name: "hairFront",
    field: hairFront,
    box: { min: [-0.22, 0.88, -0.09], max: [0.22, 1.3, 0.22] },
    cell: 0.0027,
    triangles: 5400,
    surface: "hair",
    column: "hair",
    following: "hair",
    shading: hair,
    normalWeight: 0.12,
    normalStep: 0.0025,
    drawnOut: pointed,
    hidden: (p) => at(hairBack, p) < -0.004 || at(headAndNeck, p) < -0.008,
  },
  {
    name: "clip",
    field: clip,
    box: boxAround(CLIP_CENTRE, [0.06, 0.06, 0.06]),
    cell: 0.0022,
    triangles: 200,
    surface: "cloth",
    column: "coral",
    following: "head",
  },
  {
    name: "jacket",
    field: jacket,
    box: TORSO_BOX,
    cell: 0.0054,
    triangles: 2200,
    surface: "cloth",
    column: "jacket",
    following: "torso",
    shading: jacketAndSleeves,
  },
  {
    name: "sleeves",
    field: sleeves,
    box: { min: [0.04, 0.54, -0.09], max: [0.24, 0.88, 0.12] },
    cell: 0.005,
    triangles: 800,
    surface: "cloth",
    column: "jacket",
    following: "arm",
    mirrored: true,
    shading: jacketAndSleeves,
    hidden: (p) => at(torso, p) < -0.022,
  },
  {
    name: "lapels",
    field: lapels,
    box: { min: [-0.01, 0.63, 0], max: [0.1, 0.89, 0.13] },
    cell: 0.0021,
    triangles: 440,
    surface: "cloth",
    column: "lapel",
    following: "torso",
    mirrored: true,
  },
  {
    name: "pockets",
    field: pockets,
    box: { min: [0.03, 0.52, 0.02], max: [0.11, 0.58, 0.13] },
    cell: 0.0026,
    triangles: 120,
    surface: "cloth",
    column: "lapel",
    following: "torso",
    mirrored: true,
  },
  {
    name: "blouse",
    field: blouse,
    box: { min: [-0.1, 0.58, -0.01], max: [0.1, 0.89, 0.12] },
    cell: 0.005,
    triangles: 300,
    surface: "cloth",
    column: "cream",
    following: "torso",
  },
  {
    name: "cuffs",
    field: cuffs,
    box: { min: [0.1, 0.5, -0.06], max: [0.3, 0.72, 0.12] },
    cell: 0.004,
    triangles: 180,
    surface: "cloth",
    column: "cream",
    following: "arm",
    mirrored: true,
  },
  {
    name: "buttons",
    field: buttons,
    box: { min: [-0.08, 0.57, 0.05], max: [0.03, 0.78, 0.13] },
    cell: 0.0025,
    triangles: 240,
    surface: "cloth",
    column: "gold",
    following: "torso",
  },
  {
    name: "scarf",
    field: scarf,
    box: { min: [-0.09, 0.73, -0.09], max: [0.13, 0.92, 0.13] },
    cell: 0.0026,
    triangles: 2000,
    surface: "cloth",
    column: "coral",
    following: "scarf",
  },
  {
    name: "stripes",
    field: stripes,
    box: { min: [-0.02, 0.73, 0.05], max: [0.13, 0.83, 0.13] },
    cell: 0.0018,
    triangles: 440,
    surface: "cloth",
    column: "cream",
    following: "scarf",
  },
  {
    name: "skirt",
    field: skirt,
    box: { min: [-0.16, 0.29, -0.14], max: [0.16, 0.56, 0.14] },
    cell: 0.006,
    triangles: 700,
    surface: "cloth",
    column: "skirt",
    following: "torso",
    hidden: (p) => at(jacket, p) < -0.006,
  },
  {
    name: "legs",
    field: legs,
    box: { min: [0, 0.01, -0.07], max: [0.12, 0.46, 0.07] },
    cell: 0.006,
    triangles: 300,
    surface: "cloth",
    column: "tights",
    following: "leg",
    mirrored: true,
  },
  {
    name: "shoes",
    field: shoes,
    box: { min: [-0.01, -0.01, -0.07], max: [0.13, 0.09, 0.12] },
    cell: 0.0036,
    triangles: 330,
    surface: "cloth",
    column: "coral",
    following: "leg",
    mirrored: true,
  },
  {
    name: "soles",
    field: soles,
    box: { min: [-0.01, -0.01, -0.07], max: [0.13, 0.05, 0.12] },
    cell: 0.0035,
    triangles: 160,
    surface: "cloth",
    column: "tights",
    following: "leg",
    mirrored: true,
    hidden: (p) => at(shoes, p) < -0.004,
  },
];

/** Beyond this distance from a part its box is answer enough. */
const NEAR = 0.03;

const SCENE = PARTS.map(({ field, box, mirrored }) => ({ field, box: mirrored ? mirroredBox(box) : box }));

/** Distance to the whole figure, right within 3 cm; what ambient occlusion reads. */
export const figure: Field = (x, y, z) => {
  let nearest = 1;
  for (const { field, box } of SCENE) {
    const far = outside(box, x, y, z);
    if (far >= nearest) continue;
    nearest = Math.min(nearest, far > NEAR ? far : field(x, y, z));
  }
  return nearest;
};

/** World to head space. */
export const inHeadSpace = (p: Vec3): Vec3 => sub(p, HEAD_ORIGIN);
