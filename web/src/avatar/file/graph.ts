import type { Gltf, GltfNode } from "./document.ts";
import { MOST } from "./limits.ts";
import { RefusedFile } from "./refused.ts";

/**
 * The nodes as a forest: every child exists, has one parent and is not its own ancestor (glTF 2.0, 3.5.2).
 * @returns for each node its depth below a root of the scene, or -1 where the scene does not reach it
 * @throws RefusedFile `damaged`
 */
export function depths({ nodes, scenes, scene }: Gltf): Int32Array {
  const parents = new Int32Array(nodes.length).fill(-1);
  nodes.forEach(({ children = [] }, i) => {
    for (const child of children) {
      if (child >= nodes.length || child === i || parents[child] !== -1) throw new RefusedFile("damaged", `nodes.${i}`);
      parents[child] = i;
    }
  });
  const roots = scenes[scene]?.nodes;
  if (roots === undefined || new Set(roots).size !== roots.length) throw new RefusedFile("damaged", "scene");
  const depth = new Int32Array(nodes.length).fill(-1);
  const queue: number[] = [];
  for (const root of roots) {
    if (root >= nodes.length || parents[root] !== -1) throw new RefusedFile("damaged", "scene");
    depth[root] = 0;
    queue.push(root);
  }
  // Each node has one parent and no root has any: a ring cannot be reached, and nothing is met twice.
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const child of nodes[at]?.children ?? []) {
      depth[child] = depth[at]! + 1;
      if (depth[child]! > MOST.nodeDepth) throw new RefusedFile("damaged", "node depth");
      queue.push(child);
    }
  }
  // A ring hangs on no root; three.js starts at the skins' joints too and would run round it.
  for (let i = 0; i < nodes.length; i++)
    if (depth[i] === -1 && ringAt(parents, i)) throw new RefusedFile("damaged", `nodes.${i}`);
  return depth;
}

function ringAt(parents: Int32Array, start: number): boolean {
  let at = start;
  for (let steps = 0; steps <= MOST.nodeDepth; steps++) {
    at = parents[at] ?? -1;
    if (at === -1) return false;
    if (at === start) return true;
  }
  return true;
}

/** Whether a node stands where it can be drawn: its scale is neither nothing nor beyond reason. */
export const isPlaced = ({ matrix, rotation, scale }: GltfNode): boolean =>
  (matrix === undefined || matrix.every((value) => Math.abs(value) < 1e8)) &&
  (rotation === undefined || Math.hypot(...rotation) > 1e-6) &&
  (scale === undefined || scale.every((value) => Math.abs(value) < 1e8));
