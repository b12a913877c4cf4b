import type { FaceSheet } from "../face/face.ts";
import { FACE_NAMES } from "../face/state.ts";
import type { Surface } from "../figure/parts.ts";
import { add, scale, sub, type Vec3 } from "../math/vec.ts";
import type { Sculpted } from "../mesh/sculpt.ts";
import { eyeImage } from "../paint/eye-image.ts";
import { eyeLight, hairLight, silkMask } from "../paint/light-image.ts";
import { paintImage, rampImage } from "../paint/ramp.ts";
import { type Painted, thumbnail } from "../paint/thumbnail.ts";
import { boneIndex, restJoint } from "../rig/pose.ts";
import { BONES } from "../rig/skeleton.ts";
import { Binary, glb } from "./binary.ts";
import { MATERIAL, materials, samplerOf, samplers, TEXTURE } from "./materials.ts";
import { springs, vrm } from "./vrm.ts";

interface Node {
  name: string;
  translation?: Vec3;
  children?: number[];
  mesh?: number;
  skin?: number;
  extensions?: object;
}

/** Every part of one surface as one mesh. */
export function join(parts: readonly Sculpted[]): Sculpted {
  const standing = { points: [] as Vec3[], normals: [] as Vec3[] };
  const all: Sculpted = { points: [], normals: [], standing, uv: [], influences: [], jaw: [], triangles: [] };
  for (const part of parts) {
    const first = all.points.length;
    all.points.push(...part.points);
    all.normals.push(...part.normals);
    standing.points.push(...part.standing.points);
    standing.normals.push(...part.standing.normals);
    all.uv.push(...part.uv);
    all.influences.push(...part.influences);
    all.jaw.push(...part.jaw);
    all.triangles.push(...part.triangles.map((i) => i + first));
  }
  return all;
}

const halfTurn = (of: string) => ({
  VRMC_node_constraint: { specVersion: "1.0", constraint: { rotation: { source: boneIndex(of), weight: 0.5 } } },
});

function skeletonNodes(): Node[] {
  const nodes: Node[] = BONES.map(({ name, parent, at, halfway }) => ({
    name,
    translation: parent === null ? at : sub(at, restJoint(parent)),
    ...(halfway === undefined ? {} : { extensions: halfTurn(halfway) }),
  }));
  BONES.forEach(({ parent }, i) => {
    if (parent === null) return;
    const node = nodes[boneIndex(parent)]!;
    node.children = [...(node.children ?? []), i];
  });
  return nodes;
}

const inverseBind = ({ at }: { at: Vec3 }): number[] => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, ...scale(at, -1), 1];

function bodyMesh(binary: Binary, surface: Surface, body: Sculpted): object {
  const primitive = {
    attributes: {
      POSITION: binary.positions(body.points),
      NORMAL: binary.normals(body.normals),
      TEXCOORD_0: binary.uv(body.uv.flat()),
      JOINTS_0: binary.joints(body.influences.flatMap(({ joints }) => joints)),
      WEIGHTS_0: binary.weights(body.influences.flatMap(({ shares }) => shares)),
    },
    indices: binary.indices(body.triangles, body.points.length),
    material: MATERIAL[surface],
    mode: 4,
  };
  const name = surface[0]!.toUpperCase() + surface.slice(1);
  if (surface !== "skin") return { name, primitives: [primitive] };
  const targets = [{ POSITION: binary.positions(body.jaw) }];
  return { name, primitives: [{ ...primitive, targets }], weights: [0], extras: { targetNames: ["jaw"] } };
}

/** Both primitives carry every morph, since a bind takes effect only where all primitives of its node have it. */
function faceMesh(binary: Binary, sheets: readonly (readonly [FaceSheet, number])[]): object {
  return {
    name: "Face",
    primitives: sheets.map(([sheet, material]) => ({
      attributes: {
        POSITION: binary.positions(sheet.points),
        NORMAL: binary.normals(sheet.normals),
        TEXCOORD_0: binary.uv(sheet.uv),
      },
      indices: binary.indices(sheet.triangles, sheet.points.length),
      material,
      mode: 4,
      targets: sheet.morphs.map((morph) => ({ POSITION: binary.positions(morph) })),
    })),
    weights: FACE_NAMES.map(() => 0),
    extras: { targetNames: FACE_NAMES },
  };
}

/** Her picture for whoever lists models. @param textures in the order of `TEXTURE` */
function portrait(
  body: Readonly<Record<Surface, Sculpted>>,
  face: { eyes: FaceSheet; paint: FaceSheet },
  textures: readonly Uint8Array[],
): Uint8Array {
  const picture = (which: keyof typeof TEXTURE) => textures[TEXTURE[which]]!;
  const ramps = { lit: picture("lit"), shade: picture("shade"), doubleSided: false };
  const drawn = ({ points, normals, uv, triangles }: FaceSheet, which: "eye" | "paint"): Painted => ({
    points: points.map((p) => add(p, restJoint("head"))),
    normals,
    uv,
    triangles,
    lit: picture(which),
    shade: picture(which),
    doubleSided: true,
  });
  const sculpted = ({ standing, uv, triangles }: Sculpted) => ({ ...standing, uv: uv.flat(), triangles, ...ramps });
  return thumbnail([
    sculpted(body.skin),
    { ...sculpted(body.hair), matcap: picture("hairLight") },
    sculpted(body.cloth),
    drawn(face.eyes, "eye"),
    drawn(face.paint, "paint"),
  ]);
}

/** The whole VRM 1.0 file. */
export function writeVrm(
  body: Readonly<Record<Surface, Sculpted>>,
  face: { eyes: FaceSheet; paint: FaceSheet },
): Uint8Array {
  const binary = new Binary();
  const textures = [
    rampImage("lit"),
    rampImage("shade"),
    eyeImage(),
    paintImage(),
    hairLight(),
    eyeLight(),
    silkMask(),
  ];
  const images = [...textures, portrait(body, face, textures)].map((bytes) => ({
    bufferView: binary.view(bytes),
    mimeType: "image/png",
  }));

  const nodes = skeletonNodes();
  const meshes: object[] = [];
  const surfaces = ["skin", "hair", "cloth"] as const;
  const bodyNodes = surfaces.map((surface) => {
    meshes.push(bodyMesh(binary, surface, body[surface]));
    return nodes.push({ name: surface, mesh: meshes.length - 1, skin: 0 }) - 1;
  });
  meshes.push(
    faceMesh(binary, [
      [face.eyes, MATERIAL.eye],
      [face.paint, MATERIAL.paint],
    ]),
  );
  const faceNode = nodes.push({ name: "face", mesh: meshes.length - 1 }) - 1;
  const head = nodes[boneIndex("head")]!;
  head.children = [...(head.children ?? []), faceNode];

  return glb(
    {
      asset: { version: "2.0", generator: "hisho-avatar" },
      scene: 0,
      scenes: [{ nodes: [0, ...bodyNodes] }],
      nodes,
      meshes,
      skins: [
        {
          joints: BONES.map((_, i) => i),
          skeleton: 0,
          inverseBindMatrices: binary.matrices(BONES.flatMap(inverseBind)),
        },
      ],
      materials,
      textures: textures.map((_, source) => ({ source, sampler: samplerOf(source) })),
      images,
      samplers,
      accessors: binary.accessors,
      bufferViews: binary.views,
      buffers: [{ byteLength: binary.byteLength }],
      extensionsUsed: [
        "VRMC_vrm",
        "VRMC_springBone",
        "VRMC_node_constraint",
        "VRMC_materials_mtoon",
        "KHR_materials_unlit",
      ],
      extensions: { VRMC_vrm: vrm(faceNode, bodyNodes[0]!, textures.length), VRMC_springBone: springs },
    },
    binary.bytes(),
  );
}
