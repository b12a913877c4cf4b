import type { VRM, VRMExpression, VRMHumanBoneName } from "@pixiv/three-vrm";
import { MathUtils, type Mesh, type Object3D } from "three";
import type { FaceRules, Override } from "./faces.ts";
import { JOINTS } from "./joints.ts";
import type { Motion } from "./motion.ts";
import { EMOTION_NAMES, VISEMES } from "./mouth.ts";
import { IDLE_POSE } from "./posture.ts";

const rad = MathUtils.DEG2RAD;

/** Springs behave alike at every frame rate: they are stepped as near to this as whole steps allow, Hz. */
const SPRING_HZ = 60;
/** Seconds unseen after which hair and cloth begin anew. */
const SPRINGS_FORGET_S = 1;

/** A joint of the motion and the bone that takes it. */
interface Link {
  /** Where its x stands in a pose. */
  channel: number;
  bone: Object3D;
  /** Further joints whose bones the model lacks: this bone takes their angles too. */
  also: readonly number[];
}

/** A toon material, whose textures can move. */
interface Moving {
  update?(dtS: number): void;
}

const TRUNK: ReadonlySet<string> = new Set(["hips", "spine", "chest", "upperChest", "neck", "head"]);

/** Models need no chest, upper chest and neck: what is below, for the neck what is above, turns for them. */
function linksOf(vrm: VRM): readonly Link[] {
  const links: { channel: number; bone: Object3D; also: number[] }[] = [];
  let orphans: number[] = [];
  for (const [index, joint] of JOINTS.entries()) {
    const bone = vrm.humanoid.getNormalizedBoneNode(joint as VRMHumanBoneName);
    if (bone !== null) {
      links.push({ channel: 3 * index, bone, also: orphans });
      orphans = [];
    } else if (joint === "neck") orphans.push(3 * index);
    else if (TRUNK.has(joint)) links.at(-1)?.also.push(3 * index);
  }
  return links;
}

const overrideOf = (asked: VRMExpression["overrideMouth"] | undefined): Override => asked ?? "none";

/** What the model's own expressions do to its mouth and eyelids. */
function rulesOf(vrm: VRM): FaceRules {
  const rules = EMOTION_NAMES.map((name) => {
    const expression = vrm.expressionManager?.getExpression(name);
    return [name, { mouth: overrideOf(expression?.overrideMouth), blink: overrideOf(expression?.overrideBlink) }];
  });
  return Object.fromEntries(rules) as FaceRules;
}

/** Puts a motion onto a model. Bones and expressions that a model lacks are left out. */
export class Puppet {
  /** What the model's own expressions do to its mouth and eyelids. */
  readonly rules: FaceRules;
  readonly #vrm: VRM;
  readonly #links: readonly Link[];

  constructor(vrm: VRM) {
    this.#vrm = vrm;
    for (const { bone, x, y, z } of IDLE_POSE)
      vrm.humanoid.getNormalizedBoneNode(bone as VRMHumanBoneName)?.rotation.set(x * rad, y * rad, z * rad);
    this.#links = linksOf(vrm);
    this.rules = rulesOf(vrm);
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

  /**
   * Frame loop: allocates nothing.
   * @param dtS already safe
   * @param unseenS real time since the last frame
   */
  apply(motion: Motion, dtS: number, unseenS = dtS): void {
    const { angles } = motion.pose;
    for (const { channel, bone, also } of this.#links) {
      let x = angles[channel]!;
      let y = angles[channel + 1]!;
      let z = angles[channel + 2]!;
      for (const other of also) {
        x += angles[other]!;
        y += angles[other + 1]!;
        z += angles[other + 2]!;
      }
      bone.rotation.set(x * rad, y * rad, z * rad);
    }
    this.#face(motion);
    this.#update(dtS, unseenS);
  }

  #face({ lips, faces, eyes }: Motion): void {
    const { expressionManager, lookAt } = this.#vrm;
    if (lookAt) {
      lookAt.yaw = eyes.yaw;
      lookAt.pitch = -eyes.pitch;
    }
    if (!expressionManager) return;
    for (let i = 0; i < VISEMES.length; i++) expressionManager.setValue(VISEMES[i]!, lips.weights[i]!);
    for (const name of EMOTION_NAMES) expressionManager.setValue(name, faces.weights[name]);
    expressionManager.setValue("blink", eyes.closed);
  }

  /** As `VRM.update`, but the springs, whose drag is per step, take steps of one length. */
  #update(dtS: number, unseenS: number): void {
    const { humanoid, lookAt, expressionManager, nodeConstraintManager, springBoneManager, materials } = this.#vrm;
    humanoid.update();
    lookAt?.update(dtS);
    expressionManager?.update();
    nodeConstraintManager?.update();
    if (springBoneManager) {
      if (unseenS > SPRINGS_FORGET_S) springBoneManager.reset();
      const steps = Math.max(1, Math.round(dtS * SPRING_HZ));
      for (let i = 0; i < steps; i++) springBoneManager.update(dtS / steps);
    }
    if (materials) for (const material of materials) (material as Moving).update?.(dtS);
  }
}
