/** The part of glTF 2.0 (chapter 5) that a still person needs. Whatever is not named here does not pass. */
import * as v from "valibot";
import { MOST, NAME_LENGTH } from "./limits.ts";
import { RefusedFile } from "./refused.ts";

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const offset = v.optional(index, 0);
const name = v.optional(
  v.pipe(
    v.string(),
    v.transform((text) => text.slice(0, NAME_LENGTH)),
  ),
);
const numbers = (length: number) => v.pipe(v.array(v.number()), v.length(length));
/** Passed on as it is: checked by whoever reads it. */
const loose = v.record(v.string(), v.unknown());
/** Marks our own limits among the format's. */
const TOO_MANY = "too many";
const few = <Item extends v.GenericSchema>(item: Item, most: number) =>
  v.optional(v.pipe(v.array(item), v.maxLength(most, TOO_MANY)), []);

const node = v.object({
  name,
  children: v.optional(v.array(index)),
  matrix: v.optional(numbers(16)),
  translation: v.optional(numbers(3)),
  rotation: v.optional(numbers(4)),
  scale: v.optional(numbers(3)),
  mesh: v.optional(index),
  skin: v.optional(index),
  weights: v.optional(v.array(v.number())),
  extensions: v.optional(v.object({ VRMC_node_constraint: v.optional(loose) })),
});

const attributes = v.object({
  POSITION: v.optional(index),
  NORMAL: v.optional(index),
  TANGENT: v.optional(index),
  TEXCOORD_0: v.optional(index),
  TEXCOORD_1: v.optional(index),
  COLOR_0: v.optional(index),
  JOINTS_0: v.optional(index),
  WEIGHTS_0: v.optional(index),
});

const primitive = v.object({
  attributes,
  indices: v.optional(index),
  material: v.optional(index),
  mode: v.optional(index),
  targets: v.optional(v.array(v.object({ POSITION: v.optional(index), NORMAL: v.optional(index) }))),
});

const mesh = v.object({
  name,
  primitives: v.array(primitive),
  weights: v.optional(v.array(v.number())),
  extras: v.optional(v.fallback(v.object({ targetNames: v.optional(v.array(v.string())) }), {})),
});

const sparse = v.object({
  count: index,
  indices: v.object({ bufferView: index, byteOffset: offset, componentType: index }),
  values: v.object({ bufferView: index, byteOffset: offset }),
});

const accessor = v.object({
  bufferView: v.optional(index),
  byteOffset: offset,
  componentType: v.picklist([5120, 5121, 5122, 5123, 5125, 5126]),
  normalized: v.optional(v.boolean()),
  count: v.pipe(index, v.minValue(1), v.maxValue(MOST.elements, TOO_MANY)),
  type: v.picklist(["SCALAR", "VEC2", "VEC3", "VEC4", "MAT2", "MAT3", "MAT4"]),
  min: v.optional(v.array(v.number())),
  max: v.optional(v.array(v.number())),
  sparse: v.optional(sparse),
});

const bufferView = v.object({
  buffer: index,
  byteOffset: offset,
  byteLength: index,
  byteStride: v.optional(v.pipe(index, v.minValue(4), v.maxValue(252))),
  target: v.optional(index),
});

const materialExtensions = v.object({
  KHR_materials_unlit: v.optional(loose),
  KHR_materials_emissive_strength: v.optional(loose),
  VRMC_materials_mtoon: v.optional(loose),
  VRMC_materials_hdr_emissiveMultiplier: v.optional(loose),
});
const textureInfo = v.optional(loose);
const material = v.object({
  name,
  pbrMetallicRoughness: v.optional(
    v.object({
      baseColorFactor: v.optional(numbers(4)),
      baseColorTexture: textureInfo,
      metallicFactor: v.optional(v.number()),
      roughnessFactor: v.optional(v.number()),
      metallicRoughnessTexture: textureInfo,
    }),
  ),
  normalTexture: textureInfo,
  occlusionTexture: textureInfo,
  emissiveTexture: textureInfo,
  emissiveFactor: v.optional(numbers(3)),
  alphaMode: v.optional(v.picklist(["OPAQUE", "MASK", "BLEND"])),
  alphaCutoff: v.optional(v.number()),
  doubleSided: v.optional(v.boolean()),
  extensions: v.optional(materialExtensions),
});

const texture = v.object({
  name,
  source: v.optional(index),
  sampler: v.optional(index),
  extensions: v.optional(v.object({ EXT_texture_webp: v.optional(v.object({ source: index })) })),
});
const image = v.object({
  name,
  uri: v.optional(v.string()),
  bufferView: v.optional(index),
  mimeType: v.optional(v.string()),
});
const sampler = v.object({
  magFilter: v.optional(index),
  minFilter: v.optional(index),
  wrapS: v.optional(index),
  wrapT: v.optional(index),
});
const skin = v.object({
  name,
  inverseBindMatrices: v.optional(index),
  skeleton: v.optional(index),
  joints: v.pipe(v.array(index), v.minLength(1), v.maxLength(MOST.joints, TOO_MANY)),
});

const gltf = v.object({
  asset: v.object({ version: v.string() }),
  scene: offset,
  scenes: v.pipe(v.array(v.object({ name, nodes: v.optional(v.array(index), []) })), v.minLength(1)),
  nodes: few(node, MOST.nodes),
  meshes: few(mesh, MOST.meshes),
  skins: few(skin, MOST.meshes),
  materials: few(material, MOST.materials),
  textures: few(texture, MOST.textures),
  images: few(image, MOST.images),
  samplers: few(sampler, MOST.textures),
  accessors: few(accessor, MOST.accessors),
  bufferViews: few(bufferView, MOST.accessors),
  buffers: v.optional(v.array(v.object({ uri: v.optional(v.string()), byteLength: index })), []),
  extensionsUsed: v.optional(v.array(v.string()), []),
  extensionsRequired: v.optional(v.array(v.string()), []),
  extensions: v.optional(
    v.object({ VRM: v.optional(loose), VRMC_vrm: v.optional(loose), VRMC_springBone: v.optional(loose) }),
    {},
  ),
});

export type Gltf = v.InferOutput<typeof gltf>;
export type GltfNode = Gltf["nodes"][number];
export type GltfAccessor = Gltf["accessors"][number];
export type GltfMesh = Gltf["meshes"][number];

const SPOKEN = new Set([
  "VRM",
  "VRMC_vrm",
  "VRMC_springBone",
  "VRMC_node_constraint",
  "VRMC_materials_mtoon",
  "VRMC_materials_hdr_emissiveMultiplier",
  "KHR_materials_unlit",
  "KHR_materials_emissive_strength",
  "KHR_texture_transform",
  "KHR_mesh_quantization",
  "EXT_texture_webp",
]);

/**
 * @param value a parsed document
 * @returns what is known of it; the rest is left behind
 * @throws RefusedFile `damaged`, `too-large`, `version`, `outside`, `unknown-part`
 */
export function readDocument(value: unknown): Gltf {
  const result = v.safeParse(gltf, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    const where = v.getDotPath(issue) ?? "glTF";
    throw new RefusedFile(issue.message === TOO_MANY ? "too-large" : "damaged", where);
  }
  const document = result.output;
  if (!document.asset.version.startsWith("2.")) throw new RefusedFile("version", `glTF ${document.asset.version}`);
  const unknown = document.extensionsRequired.find((extension) => !SPOKEN.has(extension));
  if (unknown !== undefined) throw new RefusedFile("unknown-part", unknown.slice(0, NAME_LENGTH));
  document.extensionsUsed = document.extensionsUsed.filter((extension) => SPOKEN.has(extension));
  for (const part of [...document.buffers, ...document.images]) {
    if (part.uri) throw new RefusedFile("outside");
    // Some exporters write an empty one where there is none.
    delete part.uri;
  }
  if (document.buffers.length > 1) throw new RefusedFile("outside", "buffers");
  return document;
}
