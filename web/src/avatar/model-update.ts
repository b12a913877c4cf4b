import type { VRM } from "@pixiv/three-vrm";

/** Springs behave alike at every frame rate: they are stepped as near to this as whole steps allow, Hz. */
const SPRING_HZ = 60;
/** Seconds unseen after which hair and cloth begin anew. */
const SPRINGS_FORGET_S = 1;

/** A toon material, whose textures can move. */
interface Moving {
  update?(dtS: number): void;
}

/**
 * A model's own frame, once its bones and expressions are set: as `VRM.update`, but the springs, whose drag is per step, take
 * steps of one length. Nothing here is ours but the calls.
 * @param unseenS real time since the last frame
 */
export function updateModel(vrm: VRM, dtS: number, unseenS: number): void {
  const { humanoid, lookAt, expressionManager, nodeConstraintManager, springBoneManager, materials } = vrm;
  humanoid.update();
  lookAt?.update(dtS);
  expressionManager?.update();
  nodeConstraintManager?.update();
  if (springBoneManager) {
    if (unseenS > SPRINGS_FORGET_S) springBoneManager.reset();
    const steps = Math.max(1, Math.round(dtS * SPRING_HZ));
    for (let i = 0; i < steps; i++) springBoneManager.update(dtS / steps);
  }
  if (materials) for (let i = 0; i < materials.length; i++) (materials[i] as Moving).update?.(dtS);
}
