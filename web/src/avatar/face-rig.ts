import type { VRM, VRMExpression, VRMHumanBoneName } from "@pixiv/three-vrm";
import { MathUtils, type Object3D } from "three";
import { Follower } from "./ease.ts";
import type { FaceRules, Override } from "./faces.ts";
import type { Motion } from "./motion.ts";
import { EMOTION_NAMES, VISEMES } from "./mouth.ts";
import { FACE_NAMES, mixFor, speaksBy, WORN_NAMES } from "./stand-ins.ts";

const rad = MathUtils.DEG2RAD;
/** Of a wide open mouth without lips, degrees. */
const JAW_DEGREES = 14;
const NOD_DEGREES = 4;
/** A head that looks for eyes that cannot move does so slowly and not all the way. */
const HEAD_LOOK = { share: 0.5, halfLifeS: 0.12 } as const;

const overrideOf = (asked: VRMExpression["overrideMouth"] | undefined): Override => asked ?? "none";

/** Eyes that move: by bones, or by expressions that move something. */
function canLook(vrm: VRM, has: (name: string) => boolean): boolean {
  if (!vrm.lookAt) return false;
  const hasBones = vrm.humanoid.getRawBoneNode("leftEye") !== null || vrm.humanoid.getRawBoneNode("rightEye") !== null;
  return hasBones || ["lookLeft", "lookRight", "lookUp", "lookDown"].some(has);
}

/** Puts mouth, emotions, eyelids and gaze onto a model with what it has for them. */
export class FaceRig {
  /** What the model's own expressions do to its mouth and eyelids. */
  readonly rules: FaceRules;
  readonly #vrm: VRM;
  /** -1 for VRM 0.x, whose bones are turned half about the upright. */
  readonly #side: 1 | -1;
  readonly #speaks: "lips" | "jaw" | "nod";
  readonly #looks: boolean;
  readonly #jaw: Object3D | null;
  readonly #head: Object3D | null;
  readonly #yaw = new Follower(HEAD_LOOK.halfLifeS);
  readonly #pitch = new Follower(HEAD_LOOK.halfLifeS);
  /** Expressions the model has, and for each the shares of what is asked for, in the order of `FACE_NAMES`. */
  readonly #worn: readonly { expression: VRMExpression; shares: Float32Array }[];
  readonly #asked = new Float32Array(FACE_NAMES.length);

  constructor(vrm: VRM) {
    this.#vrm = vrm;
    this.#side = vrm.meta.metaVersion === "0" ? -1 : 1;
    const expressionOf = (name: string) => vrm.expressionManager?.getExpression(name) ?? null;
    const has = (name: string): boolean => (expressionOf(name)?.binds.length ?? 0) > 0;
    const bone = (name: VRMHumanBoneName): Object3D | null => vrm.humanoid.getNormalizedBoneNode(name);
    this.#jaw = bone("jaw");
    this.#head = bone("head");
    this.#looks = canLook(vrm, has);
    this.#speaks = speaksBy(has, this.#jaw !== null);
    const mixes = FACE_NAMES.map((name) => mixFor(name, has));
    this.#worn = WORN_NAMES.filter((name) => mixes.some((mix) => name in mix)).flatMap((name) => {
      const expression = expressionOf(name);
      return expression === null ? [] : [{ expression, shares: Float32Array.from(mixes, (mix) => mix[name] ?? 0) }];
    });
    const rules = EMOTION_NAMES.map((name) => {
      const [first] = Object.keys(mixFor(name, has));
      const expression = first === undefined ? null : expressionOf(first);
      return [name, { mouth: overrideOf(expression?.overrideMouth), blink: overrideOf(expression?.overrideBlink) }];
    });
    this.rules = Object.fromEntries(rules) as FaceRules;
    if (vrm.lookAt) vrm.lookAt.target = null;
  }

  /** Frame loop, after the bones were turned: allocates nothing. */
  apply({ lips, faces, eyes }: Motion, dtS: number): void {
    const { lookAt } = this.#vrm;
    if (this.#looks && lookAt) {
      lookAt.yaw = eyes.yaw;
      lookAt.pitch = -eyes.pitch;
    } else if (this.#head) {
      this.#yaw.target = eyes.yaw * HEAD_LOOK.share;
      this.#pitch.target = eyes.pitch * HEAD_LOOK.share;
      this.#yaw.step(dtS);
      this.#pitch.step(dtS);
      this.#head.rotation.y += this.#yaw.value * rad;
      this.#head.rotation.x -= this.#side * this.#pitch.value * rad;
    }
    if (this.#speaks === "jaw" && this.#jaw) this.#jaw.rotation.x = this.#side * lips.open * JAW_DEGREES * rad;
    else if (this.#speaks === "nod" && this.#head) this.#head.rotation.x += this.#side * lips.open * NOD_DEGREES * rad;
    const asked = this.#asked;
    let at = 0;
    for (let i = 0; i < VISEMES.length; i++) asked[at++] = lips.weights[i]!;
    for (let i = 0; i < EMOTION_NAMES.length; i++) asked[at++] = faces.weights[i]!;
    asked[at] = eyes.closed;
    for (let worn = 0; worn < this.#worn.length; worn++) {
      const { expression, shares } = this.#worn[worn]!;
      let weight = 0;
      for (let i = 0; i < asked.length; i++) weight += asked[i]! * shares[i]!;
      expression.weight = weight < 1 ? weight : 1;
    }
  }
}
