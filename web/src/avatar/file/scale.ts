import { Matrix4, Quaternion, Vector3 } from "three";
import type { Gltf } from "./document.ts";
import { isPlaced } from "./graph.ts";
import { HIPS, WORST_SCALE } from "./limits.ts";
import { RefusedFile } from "./refused.ts";

/** Height of a node in the scene, in the file's own metres. */
function heights(document: Gltf, wanted: readonly number[]): number[] {
  const parents = new Map(
    document.nodes.flatMap(({ children = [] }, i) => children.map((child) => [child, i] as const)),
  );
  return wanted.map((index) => {
    const matrix = new Matrix4();
    for (let at: number | undefined = index; at !== undefined; at = parents.get(at)) {
      const {
        matrix: own,
        translation = [0, 0, 0],
        rotation = [0, 0, 0, 1],
        scale = [1, 1, 1],
      } = document.nodes[at] ?? {};
      const local = own
        ? new Matrix4().fromArray(own)
        : new Matrix4().compose(new Vector3(...translation), new Quaternion(...rotation), new Vector3(...scale));
      matrix.premultiply(local);
    }
    return new Vector3().setFromMatrixPosition(matrix).y;
  });
}

/**
 * A model in centimetres or of a giant stands under one more node that brings it to the size of a person: springs, light
 * and lens are made for that.
 * @param bones node of each bone
 * @returns whether it was needed
 * @throws RefusedFile `damaged` where the skeleton has no height at all
 */
export function tameScale(document: Gltf, bones: ReadonlyMap<string, number>): boolean {
  if (!document.nodes.every(isPlaced)) throw new RefusedFile("damaged", "nodes");
  const [hips = 0, left = 0, right = 0, head = 0] = heights(
    document,
    ["hips", "leftFoot", "rightFoot", "head"].map((bone) => bones.get(bone) ?? 0),
  );
  const legs = hips - Math.min(left, right);
  // Standing figures only: without legs worth the name the head tells.
  const height = legs > 0 ? legs : head - hips;
  if (!(height > 1 / WORST_SCALE && height < WORST_SCALE)) throw new RefusedFile("damaged", "height");
  if (height >= HIPS.least && height <= HIPS.most) return false;
  const scene = document.scenes[document.scene];
  if (scene === undefined) return false;
  const scale = HIPS.usual / height;
  document.nodes.push({ name: "hisho-scale", scale: [scale, scale, scale], children: scene.nodes });
  scene.nodes = [document.nodes.length - 1];
  return true;
}
