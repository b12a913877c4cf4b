/** What a VRM says of its bones, in either version. */
import type { Gltf } from "./document.ts";
import { RefusedFile } from "./refused.ts";

/** VRMC_vrm 1.0, humanoid.md, "List of humanoid bones"; VRM 0.x wants two more, which are not needed to stand. */
const REQUIRED = [
  "hips",
  "spine",
  "head",
  ...["left", "right"].flatMap((side) =>
    ["UpperLeg", "LowerLeg", "Foot", "UpperArm", "LowerArm", "Hand"].map((bone) => side + bone),
  ),
];

export type VrmVersion = "0" | "1";

type Loose = Record<string, unknown>;
export const isLoose = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const looseList = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isLoose) : []);

/** Of the two, VRM 1.0 leads, as in three-vrm; the other is taken away. @throws RefusedFile `no-person`, `version` */
export function versionOf({ extensions }: Gltf): VrmVersion {
  if (extensions.VRMC_vrm !== undefined) {
    const { specVersion } = extensions.VRMC_vrm;
    if (specVersion !== "1.0" && specVersion !== "1.0-beta") {
      throw new RefusedFile("version", `VRM ${String(specVersion).slice(0, 20)}`);
    }
    delete extensions.VRM;
    return "1";
  }
  if (extensions.VRM === undefined) throw new RefusedFile("no-person");
  delete extensions.VRMC_springBone;
  return "0";
}

/**
 * Drops optional bones that name no node, and asks for the required ones.
 * @param depth of each node, -1 outside of the scene
 * @returns node of each bone
 * @throws RefusedFile `bones` with the names of those that are missing
 */
export function readBones(document: Gltf, version: VrmVersion, depth: Int32Array): Map<string, number> {
  const bones = new Map<string, number>();
  const taken = new Set<number>();
  const isFree = (node: unknown): node is number =>
    typeof node === "number" && Number.isInteger(node) && (depth[node] ?? -1) >= 0 && !taken.has(node);
  const humanoid = (version === "1" ? document.extensions.VRMC_vrm : document.extensions.VRM)?.humanoid;
  const listed: [name: unknown, bone: unknown][] = !isLoose(humanoid)
    ? []
    : version === "1"
      ? Object.entries(isLoose(humanoid.humanBones) ? humanoid.humanBones : {})
      : looseList(humanoid.humanBones).map((bone) => [bone.bone, bone]);
  for (const [name, bone] of listed) {
    if (typeof name !== "string" || !isLoose(bone) || bones.has(name) || !isFree(bone.node)) continue;
    bones.set(name, bone.node);
    taken.add(bone.node);
  }
  const missing = REQUIRED.filter((name) => !bones.has(name));
  if (missing.length > 0) throw new RefusedFile("bones", missing.join(", "));
  if (isLoose(humanoid)) {
    humanoid.humanBones =
      version === "1"
        ? Object.fromEntries([...bones].map(([name, node]) => [name, { node }]))
        : [...bones].map(([bone, node]) => ({ bone, node, useDefaultValues: true }));
  }
  return bones;
}
