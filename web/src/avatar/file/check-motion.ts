/** A VRM Animation of unknown origin (VRMC_vrm_animation 1.0), checked before a loader sees it. Pure. */
import * as v from "valibot";
import { checkAccessors } from "./accessors.ts";
import { type Gltf, readDocument } from "./document.ts";
import { readGlb, writeGlb } from "./glb.ts";
import { depths } from "./graph.ts";
import { parseUntrusted } from "./json.ts";
import { RefusedFile } from "./refused.ts";

export interface CheckedMotion {
  /** What of the file moves a body, and nothing else, as a file of its own. */
  vrma: Uint8Array<ArrayBuffer>;
  seconds: number;
}

const EXTENSION = "VRMC_vrm_animation";
/** Of a whole file. */
export const MOST_MOTION_BYTES: number = 16 * 2 ** 20;
const MOST_SECONDS = 120;
const MOST_CHANNELS = 400;
const MOST_KEYS = 20_000;
const MOST_BONES = 55;
const FLOAT = 5126;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const sampler = v.object({ input: index, output: index, interpolation: v.optional(v.string(), "LINEAR") });
const channel = v.object({
  sampler: index,
  target: v.object({ node: v.optional(index), path: v.string() }),
});
const parts = v.object({
  animations: v.pipe(
    v.array(v.object({ channels: v.pipe(v.array(channel), v.maxLength(MOST_CHANNELS)), samplers: v.array(sampler) })),
    v.minLength(1),
  ),
  extensions: v.object({
    [EXTENSION]: v.object({
      specVersion: v.pipe(v.string(), v.regex(/^1\.0/)),
      humanoid: v.object({ humanBones: v.record(v.string(), v.object({ node: index })) }),
    }),
  }),
});

/** What is asked of this file's readers besides what every model's may be asked. */
function withoutOwn(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || !("extensionsRequired" in raw)) return raw;
  const { extensionsRequired, ...rest } = raw;
  const others = Array.isArray(extensionsRequired) ? extensionsRequired.filter((name) => name !== EXTENSION) : [];
  return { ...rest, extensionsRequired: others };
}

/** Numbers of an accessor, in its order. @throws RefusedFile for one that is none */
function numbersOf(document: Gltf, bin: Uint8Array, accessorIndex: number, width: number): Float32Array {
  const where = `accessors.${accessorIndex}`;
  const accessor = document.accessors[accessorIndex];
  if (accessor === undefined || accessor.bufferView === undefined) throw new RefusedFile("damaged", where);
  if (accessor.componentType !== FLOAT || accessor.sparse !== undefined) throw new RefusedFile("unknown-part", where);
  if (accessor.count > MOST_KEYS) throw new RefusedFile("too-large", where);
  const isWide = { 1: "SCALAR", 3: "VEC3", 4: "VEC4" }[width] === accessor.type;
  const view = document.bufferViews[accessor.bufferView];
  if (!isWide || view === undefined) throw new RefusedFile("damaged", where);
  const data = new DataView(bin.buffer, bin.byteOffset + view.byteOffset + accessor.byteOffset);
  const stride = view.byteStride ?? 4 * width;
  const values = new Float32Array(accessor.count * width);
  for (let i = 0; i < values.length; i++) {
    const value = data.getFloat32(Math.floor(i / width) * stride + (i % width) * 4, true);
    if (!Number.isFinite(value) || Math.abs(value) > 1e4) throw new RefusedFile("damaged", where);
    values[i] = value;
  }
  return values;
}

/**
 * @param bytes the whole file
 * @throws RefusedFile with the first reason found; `no-person` where it moves no humanoid
 */
export function checkMotion(bytes: Uint8Array): CheckedMotion {
  if (bytes.byteLength > MOST_MOTION_BYTES)
    throw new RefusedFile("too-large", `${Math.round(bytes.byteLength / 1e6)} MB`);
  const { json, bin } = readGlb(bytes);
  const raw = parseUntrusted(json);
  const document = readDocument(withoutOwn(raw));
  const found = v.safeParse(parts, raw, { abortEarly: true });
  if (!found.success) {
    const where = v.getDotPath(found.issues[0]) ?? "";
    throw new RefusedFile(where.startsWith("extensions") ? "no-person" : "damaged", where);
  }
  depths(document);
  checkAccessors(document, bin);
  const bones = Object.entries(found.output.extensions[EXTENSION].humanoid.humanBones).slice(0, MOST_BONES);
  const nodes = new Set(bones.map(([, { node }]) => node));
  if (!bones.some(([bone]) => bone === "hips")) throw new RefusedFile("bones", "hips");
  for (const [bone, { node }] of bones) if (document.nodes[node] === undefined) throw new RefusedFile("damaged", bone);
  const [animation] = found.output.animations;
  let seconds = 0;
  const channels = (animation?.channels ?? []).filter(
    ({ target: { node, path } }) =>
      node !== undefined && nodes.has(node) && (path === "rotation" || path === "translation"),
  );
  for (const { sampler: at, target } of channels) {
    const used = animation?.samplers[at];
    if (used === undefined) throw new RefusedFile("damaged", `samplers.${at}`);
    // A spline's tangents would be read as poses by the library that turns them to another's bones.
    if (used.interpolation !== "LINEAR" && used.interpolation !== "STEP")
      throw new RefusedFile("unknown-part", used.interpolation.slice(0, 40));
    const times = numbersOf(document, bin, used.input, 1);
    const width = target.path === "rotation" ? 4 : 3;
    const values = numbersOf(document, bin, used.output, width);
    if (values.length !== times.length * width) throw new RefusedFile("damaged", `samplers.${at}`);
    for (let i = 0; i < times.length; i++)
      if (times[i]! < (i === 0 ? 0 : times[i - 1]!)) throw new RefusedFile("damaged", `samplers.${at}`);
    seconds = Math.max(seconds, times.at(-1) ?? 0);
  }
  if (seconds === 0) throw new RefusedFile("no-person", "animations");
  if (seconds > MOST_SECONDS) throw new RefusedFile("too-large", `${Math.round(seconds)} s`);
  const clean = {
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: document.scenes[0]?.nodes ?? [] }],
    nodes: document.nodes.map(({ name, children, matrix, translation, rotation, scale }) => ({
      ...{ name, children, matrix, translation, rotation, scale },
    })),
    animations: [{ channels, samplers: animation?.samplers }],
    accessors: document.accessors,
    bufferViews: document.bufferViews,
    buffers: [{ byteLength: bin.byteLength }],
    extensionsUsed: [EXTENSION],
    extensions: { [EXTENSION]: { specVersion: "1.0", humanoid: { humanBones: Object.fromEntries(bones) } } },
  };
  return { vrma: writeGlb(clean, [bin]), seconds };
}
