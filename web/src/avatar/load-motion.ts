import type { VRM, VRMHumanBoneName } from "@pixiv/three-vrm";
import {
  createVRMAnimationHumanoidTracks,
  type VRMAnimation,
  VRMAnimationLoaderPlugin,
} from "@pixiv/three-vrm-animation";
import type { Interpolant, KeyframeTrack } from "three";
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
import type { ClipTracks } from "./clips.ts";

/** Of the library's tracks: each makes its own, as its interpolation asks. */
const interpolantOf = (track: KeyframeTrack): Interpolant =>
  (track as KeyframeTrack & { createInterpolant(): Interpolant }).createInterpolant();

/**
 * @param vrma a file that was checked (file/check-motion.ts)
 * @param vrm the model it is turned to: its bones, its height, its version
 * @throws Error for a file without an animation
 */
export async function loadMotion(vrma: ArrayBuffer, vrm: VRM): Promise<ClipTracks> {
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMAnimationLoaderPlugin(parser));
  const { userData } = await loader.parseAsync(vrma, "");
  const animation = (userData.vrmAnimations as VRMAnimation[] | undefined)?.[0];
  if (animation === undefined) throw new Error("the file holds no VRM animation");
  const { translation, rotation } = createVRMAnimationHumanoidTracks(animation, vrm.humanoid, vrm.meta.metaVersion);
  const rotations = new Map<VRMHumanBoneName, Interpolant>();
  for (const [bone, track] of rotation) rotations.set(bone, interpolantOf(track));
  const hips = translation.get("hips");
  return { seconds: animation.duration, rotations, hips: hips === undefined ? null : interpolantOf(hips) };
}
