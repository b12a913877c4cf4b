import type { VRM, VRMHumanBoneName } from "@pixiv/three-vrm";
import { MathUtils, type Mesh, type Object3D } from "three";
import type { Motion } from "./motion.ts";
import { EMOTION_NAMES, VISEMES } from "./mouth.ts";
import { IDLE_POSE } from "./posture.ts";

const rad = MathUtils.DEG2RAD;

/** Chest and shoulders with a full breath, degrees. */
const BREATH = { chest: -0.8, shoulder: 0.6, head: 0.4 } as const;
/** Her right forearm in thought, degrees. */
const THOUGHT_FOREARM = 34;

type Bones = Partial<Record<VRMHumanBoneName, Object3D>>;

const MOVED = [
  "hips",
  "spine",
  "chest",
  "upperChest",
  "neck",
  "head",
  "leftShoulder",
  "rightShoulder",
  "rightLowerArm",
] as const satisfies readonly VRMHumanBoneName[];

/** Puts a motion onto a model. Bones and expressions that a model lacks are left out. */
export class Puppet {
  readonly #vrm: VRM;
  readonly #bones: Bones = {};
  readonly #forearmY: number;

  constructor(vrm: VRM) {
    this.#vrm = vrm;
    for (const { bone, x, y, z } of IDLE_POSE) {
      const node = vrm.humanoid.getNormalizedBoneNode(bone as VRMHumanBoneName);
      node?.rotation.set(x * rad, y * rad, z * rad);
    }
    for (const name of MOVED) {
      const node = vrm.humanoid.getNormalizedBoneNode(name);
      if (node) this.#bones[name] = node;
    }
    this.#forearmY = this.#bones.rightLowerArm?.rotation.y ?? 0;
    if (vrm.lookAt) vrm.lookAt.target = null;
    // The springs take the idle pose for their rest, or the scarf swings on the first frame.
    vrm.update(0);
    vrm.springBoneManager?.reset();
  }

  /** The second material of each toon mesh draws its outline. */
  outlines(on: boolean): void {
    this.#vrm.scene.traverse((object) => {
      const { material } = object as Mesh;
      if (!Array.isArray(material)) return;
      for (const one of material) if ((one as { isOutline?: boolean }).isOutline === true) one.visible = on;
    });
  }

  /** Frame loop: allocates nothing. @param dtS already safe */
  apply(motion: Motion, dtS: number): void {
    this.#pose(motion);
    this.#face(motion);
    this.#vrm.update(dtS);
  }

  #pose({ body }: Motion): void {
    const bones = this.#bones;
    bones.hips?.rotation.set(0, 0, body.hips * rad);
    bones.spine?.rotation.set(body.lean * 0.6 * rad, 0, -body.hips * 0.7 * rad);
    bones.chest?.rotation.set(body.lean * 0.4 * rad, 0, 0);
    bones.upperChest?.rotation.set(BREATH.chest * body.breath * rad, 0, 0);
    const level = BREATH.head * body.breath - body.lean * 0.7;
    bones.neck?.rotation.set((body.headX * 0.4 + level * 0.5) * rad, body.headY * 0.4 * rad, body.headZ * 0.4 * rad);
    bones.head?.rotation.set((body.headX * 0.6 + level * 0.5) * rad, body.headY * 0.6 * rad, body.headZ * 0.6 * rad);
    const rise = BREATH.shoulder * body.breath;
    if (bones.leftShoulder) bones.leftShoulder.rotation.z = (rise - 4) * rad;
    if (bones.rightShoulder) bones.rightShoulder.rotation.z = (4 - rise) * rad;
    if (bones.rightLowerArm) bones.rightLowerArm.rotation.y = this.#forearmY + body.thought * THOUGHT_FOREARM * rad;
  }

  #face({ lips, emotions, eyes }: Motion): void {
    const { expressionManager, lookAt } = this.#vrm;
    if (lookAt) {
      lookAt.yaw = eyes.yaw;
      lookAt.pitch = -eyes.pitch;
    }
    if (!expressionManager) return;
    for (let i = 0; i < VISEMES.length; i++) expressionManager.setValue(VISEMES[i]!, lips.weights[i]!);
    for (const name of EMOTION_NAMES) expressionManager.setValue(name, emotions[name]);
    expressionManager.setValue("blink", eyes.closed);
  }
}
