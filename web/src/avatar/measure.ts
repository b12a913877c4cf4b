import type { VRM } from "@pixiv/three-vrm";
import { Box3, type Mesh, type Object3D, SkinnedMesh, Vector3 } from "three";
import type { HeadMeasure } from "./framing.ts";

/** Vertices of each mesh that are looked at. */
const SAMPLES = 2_500;
/** What is bound to the head at least this much belongs to it: hair chains and ribbons do not. */
const BOUND = 0.5;
/** The top of the head is at least and at most so many times as far above the chin as the eyes: hats end there. */
const PROPORTION = { least: 1.5, most: 3.6, usual: 2.4 } as const;

const point = new Vector3();

/** Height of a bone in the scene, metres; null where the model lacks it. */
function heightOf(bone: Object3D | null): number | null {
  return bone === null ? null : bone.getWorldPosition(point).y;
}

const mean = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

/**
 * Of a model in its rest pose. The head is what is bound to its bone, so that ears, horns and a staff on the back do not
 * make it smaller. Where the model names no eyes they are taken to be a little below the middle of the head.
 */
export function measureHead(vrm: VRM): HeadMeasure {
  const { humanoid, lookAt, scene } = vrm;
  scene.updateMatrixWorld(true);
  const whole = new Box3().setFromObject(scene);
  const head = humanoid.getRawBoneNode("head");
  const chinY = heightOf(head) ?? whole.min.y + (whole.max.y - whole.min.y) * 0.87;
  const eyes = mean([heightOf(humanoid.getRawBoneNode("leftEye")), heightOf(humanoid.getRawBoneNode("rightEye"))]);
  const offset = lookAt?.offsetFromHeadBone.y;
  const told = eyes ?? (offset === undefined || offset <= 0 ? null : chinY + offset);
  const crown = (head && crownOf(scene, head)) ?? whole.max.y;
  const eyeAbove = told !== null && told > chinY ? told - chinY : Math.max(0.01, crown - chinY) / PROPORTION.usual;
  const headHeight = Math.min(Math.max(crown - chinY, eyeAbove * PROPORTION.least), eyeAbove * PROPORTION.most);
  const feet = mean([heightOf(humanoid.getRawBoneNode("leftFoot")), heightOf(humanoid.getRawBoneNode("rightFoot"))]);
  const top = Math.min(Math.max(whole.max.y, chinY + headHeight), chinY + 3 * headHeight);
  // Trains and tails may hang below the ground; nobody's soles are further below the ankle than a head.
  const floor = Math.max(whole.min.y, (feet ?? whole.min.y) - headHeight / 2);
  return { eyeY: chinY + eyeAbove, chinY, headHeight, top, floor };
}

/** The highest point that is bound to the head, metres; null where nothing is. */
function crownOf(scene: Object3D, head: Object3D): number | null {
  let crown = Number.NEGATIVE_INFINITY;
  scene.traverse((object) => {
    const { geometry, isMesh } = object as Mesh;
    const positions = isMesh ? geometry.getAttribute("position") : undefined;
    if (positions === undefined) return;
    const joint = object instanceof SkinnedMesh ? object.skeleton.bones.indexOf(head as never) : -1;
    if (object instanceof SkinnedMesh ? joint === -1 : !isBelow(object, head)) return;
    const step = Math.max(1, Math.floor(positions.count / SAMPLES));
    for (let i = 0; i < positions.count; i += step) {
      if (object instanceof SkinnedMesh && shareOf(object, i, joint) < BOUND) continue;
      (object as Mesh).getVertexPosition(i, point).applyMatrix4(object.matrixWorld);
      if (point.y > crown) crown = point.y;
    }
  });
  return Number.isFinite(crown) ? crown : null;
}

function isBelow(object: Object3D, ancestor: Object3D): boolean {
  for (let at: Object3D | null = object; at !== null; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** How much a vertex follows a joint, 0 to 1. */
function shareOf({ geometry }: SkinnedMesh, vertex: number, joint: number): number {
  const joints = geometry.getAttribute("skinIndex");
  const weights = geometry.getAttribute("skinWeight");
  let share = 0;
  for (let c = 0; c < 4; c++) if (joints.getComponent(vertex, c) === joint) share += weights.getComponent(vertex, c);
  return share;
}
