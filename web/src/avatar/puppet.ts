import type { VRM, VRMHumanBoneName } from "@pixiv/three-vrm";
import { MathUtils, type Mesh, type Object3D } from "three";
import { Clips } from "./clips.ts";
import { FaceRig } from "./face-rig.ts";
import type { FaceRules } from "./faces.ts";
import { JOINTS } from "./joints.ts";
import { updateModel } from "./model-update.ts";
import type { Motion } from "./motion.ts";
import { IDLE_POSE } from "./posture.ts";

const rad = MathUtils.DEG2RAD;

/** A joint of the motion and the bone that takes it. */
interface Link {
  /** Where its x stands in a pose. */
  channel: number;
  bone: Object3D;
  /** Further joints whose bones the model lacks: this bone takes their angles too. */
  also: readonly number[];
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

/** The second material of each toon mesh draws its outline. */
export function showOutlines({ scene }: Pick<VRM, "scene">, on: boolean): void {
  scene.traverse((object) => {
    const { material } = object as Mesh;
    if (!Array.isArray(material)) return;
    for (const one of material) if ((one as { isOutline?: boolean }).isOutline === true) one.visible = on;
  });
}

/** Puts a motion onto a model. Bones and expressions that a model lacks are left out. */
export class Puppet {
  readonly #vrm: VRM;
  readonly #face: FaceRig;
  /** -1 for VRM 0.x, whose bones are turned half about the upright. */
  readonly #side: 1 | -1;
  /** The person's own motions. */
  readonly clips: Clips;
  readonly #links: readonly Link[];
  /** As three.js reads angles: x, y and z; the order stays. */
  readonly #euler: [number, number, number] = [0, 0, 0];

  constructor(vrm: VRM) {
    this.#vrm = vrm;
    this.#side = vrm.meta.metaVersion === "0" ? -1 : 1;
    for (const { bone, x, y, z } of IDLE_POSE) {
      const node = vrm.humanoid.getNormalizedBoneNode(bone as VRMHumanBoneName);
      if (node) this.#turn(node, x, y, z);
    }
    this.#links = linksOf(vrm);
    this.clips = new Clips(vrm);
    this.#face = new FaceRig(vrm);
    // The springs take the idle pose for their rest, or the scarf swings on the first frame.
    vrm.update(0);
    vrm.springBoneManager?.reset();
  }

  /** What the model's own expressions do to its mouth and eyelids. */
  get rules(): FaceRules {
    return this.#face.rules;
  }

  /** Degrees, as a model of VRM 1.0 turns. */
  #turn(bone: Object3D, x: number, y: number, z: number): void {
    bone.rotation.set(this.#side * x * rad, y * rad, this.#side * z * rad);
  }

  /**
   * Frame loop: allocates nothing.
   * @param dtS already safe
   * @param unseenS real time since the last frame
   */
  apply(motion: Motion, dtS: number, unseenS = dtS): void {
    const { angles } = motion.pose;
    const euler = this.#euler;
    for (let i = 0; i < this.#links.length; i++) {
      const link = this.#links[i]!;
      for (let axis = 0; axis < 3; axis++) {
        let angle = angles[link.channel + axis]!;
        for (let j = 0; j < link.also.length; j++) angle += angles[link.also[j]! + axis]!;
        euler[axis] = (axis === 1 ? angle : this.#side * angle) * rad;
      }
      // By an array: three numbers handed over one by one are three numbers on the heap.
      link.bone.rotation.fromArray(euler);
    }
    this.clips.apply(motion.acting.begun, dtS);
    this.#face.apply(motion, dtS);
    updateModel(this.#vrm, dtS, unseenS);
  }
}
