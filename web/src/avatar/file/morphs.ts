import type { Gltf } from "./document.ts";
import { keepWorn } from "./expressions.ts";
import { MOST } from "./limits.ts";
import type { VrmVersion } from "./person.ts";
import { RefusedFile } from "./refused.ts";

/**
 * Drops the morphs that no worn expression moves. Each costs graphics memory for every vertex of its mesh, used or not.
 * @returns how many were dropped
 * @throws RefusedFile `too-large`
 */
export function dropMorphs(document: Gltf, version: VrmVersion): number {
  const binds = keepWorn(document, version);
  let dropped = 0;
  let morphedVertices = 0;
  document.meshes.forEach((mesh, m) => {
    const ours = binds.filter((bind) => bind.mesh === m);
    const kept = [...new Set(ours.map(({ bind }) => bind.index))].sort((a, b) => a - b);
    for (const { bind } of ours) bind.index = kept.indexOf(bind.index);
    const names = mesh.extras?.targetNames;
    for (const primitive of mesh.primitives) {
      const { targets } = primitive;
      if (targets === undefined) continue;
      dropped = Math.max(dropped, targets.length - kept.length);
      const vertices = document.accessors[primitive.attributes.POSITION ?? -1]?.count ?? 0;
      morphedVertices += vertices * kept.length;
      if (kept.length === 0) delete primitive.targets;
      else primitive.targets = kept.map((index) => targets[index] ?? {});
    }
    mesh.extras = names === undefined ? {} : { targetNames: kept.map((index) => names[index] ?? "") };
    mesh.weights = kept.map((index) => mesh.weights?.[index] ?? 0);
    for (const node of document.nodes) {
      if (node.mesh === m && node.weights !== undefined) node.weights = kept.map((index) => node.weights?.[index] ?? 0);
    }
    if (kept.length === 0) delete mesh.weights;
  });
  if (morphedVertices > MOST.morphedVertices) throw new RefusedFile("too-large", "morphs");
  return dropped;
}
