/** Faces that are worn: the rest of a model's expressions, and the morphs that only they need, stay behind. */
import type { Gltf } from "./document.ts";
import { isLoose, looseList, type VrmVersion } from "./person.ts";

/** VRM 0.x had no surprise among its presets; models name a face of their own so. */
const SURPRISE = /^surprised?$/i;
const WORN_1 = new Set([
  ...["happy", "angry", "sad", "relaxed", "surprised", "neutral"],
  ...["aa", "ih", "ou", "ee", "oh", "blink", "blinkLeft", "blinkRight"],
  ...["lookUp", "lookDown", "lookLeft", "lookRight"],
]);
const WORN_0 = new Set([
  ...["joy", "angry", "sorrow", "fun", "neutral", "a", "i", "u", "e", "o"],
  ...["blink", "blink_l", "blink_r", "lookup", "lookdown", "lookleft", "lookright"],
]);

/** A morph that an expression moves. */
interface Bind {
  mesh: number;
  /** The document's own; its `index` is written when the others are gone. */
  bind: { index: number };
}

/** Takes the expressions that are never worn out of the document. @returns the binds of the others; broken ones are gone */
export function keepWorn(document: Gltf, version: VrmVersion): Bind[] {
  return version === "1" ? keepWorn1(document) : keepWorn0(document);
}

const isIndex = (value: unknown, below: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < below;

const morphs = (document: Gltf, mesh: number): number =>
  Math.min(
    ...(document.meshes[mesh]?.primitives.map(({ targets }) => targets?.length ?? 0) ?? []),
    Number.MAX_SAFE_INTEGER,
  );

function keepWorn1(document: Gltf): Bind[] {
  const vrm = document.extensions.VRMC_vrm;
  if (vrm === undefined || !isLoose(vrm.expressions)) return [];
  const { preset, custom } = vrm.expressions;
  const worn = Object.entries({ ...(isLoose(preset) ? preset : {}) }).filter(
    ([name, face]) => WORN_1.has(name) && isLoose(face),
  );
  const own = Object.entries({ ...(isLoose(custom) ? custom : {}) }).filter(
    ([name, face]) => SURPRISE.test(name) && isLoose(face),
  );
  vrm.expressions = { preset: Object.fromEntries(worn), custom: Object.fromEntries(own) };
  const binds: Bind[] = [];
  for (const [, face] of [...worn, ...own]) {
    if (!isLoose(face)) continue;
    const kept = looseList(face.morphTargetBinds).filter(({ node, index, weight }) => {
      const mesh = isIndex(node, document.nodes.length) ? document.nodes[node]?.mesh : undefined;
      return mesh !== undefined && isIndex(index, morphs(document, mesh)) && typeof weight === "number";
    });
    face.morphTargetBinds = kept;
    for (const bind of kept) {
      const mesh = document.nodes[bind.node as number]?.mesh ?? 0;
      binds.push({ mesh, bind: bind as { index: number } & typeof bind });
    }
  }
  return binds;
}

function keepWorn0(document: Gltf): Bind[] {
  const master = document.extensions.VRM?.blendShapeMaster;
  if (!isLoose(master)) return [];
  const binds: Bind[] = [];
  master.blendShapeGroups = looseList(master.blendShapeGroups).filter((group) => {
    const name = String(group.name ?? "");
    const isWorn = WORN_0.has(String(group.presetName).toLowerCase()) || SURPRISE.test(name);
    if (!isWorn) return false;
    const kept = looseList(group.binds).filter(
      ({ mesh, index, weight }) =>
        isIndex(mesh, document.meshes.length) && isIndex(index, morphs(document, mesh)) && typeof weight === "number",
    );
    group.binds = kept;
    for (const bind of kept) {
      binds.push({ mesh: bind.mesh as number, bind: bind as { index: number } & typeof bind });
    }
    return true;
  });
  return binds;
}
