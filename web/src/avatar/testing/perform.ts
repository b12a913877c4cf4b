import type { VRM } from "@pixiv/three-vrm";
import { Motion, type Wish } from "../motion.ts";
import { Puppet } from "../puppet.ts";
import { seeded } from "../random.ts";
import type { Film } from "./films.ts";

const STEP_S = 1 / 60;
/** She has stood so long, and greeted, before the film begins. */
const BEFORE_S = 4;

/** Moves the model from rest to a moment of a film, as the stage would. */
export function perform(vrm: VRM, { phase, gesture, atS }: Film): void {
  const motion = new Motion(seeded(5));
  const puppet = new Puppet(vrm);
  motion.faces.rules = puppet.rules;
  const wish: Wish = {
    ...{ phase: "listening", emotion: null, quiet: false, mouth: new Float32Array(5), touched: null, look: null },
    ...{ viewer: { yaw: 0, pitch: 0 }, gesture: null, voiceDbfs: -100, microphoneDbfs: -100 },
  };
  for (let t = -BEFORE_S; t < atS; t += STEP_S) {
    if (t >= 0) wish.phase = phase;
    wish.gesture = t >= 0 && t < STEP_S ? gesture : null;
    motion.step(STEP_S, wish);
    puppet.apply(motion, STEP_S);
  }
}
