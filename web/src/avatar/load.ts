import { type VRM, VRMLoaderPlugin, VRMUtils } from "@pixiv/three-vrm";
import { Box3, Vector3 } from "three";
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
import type { HeadMeasure } from "./framing.ts";

/** The file is not there, or is no VRM that can be shown. */
export class AvatarFileError extends Error {
  readonly reason: "unreachable" | "unreadable";
  constructor(reason: AvatarFileError["reason"], options?: ErrorOptions) {
    super(`avatar ${reason}`, options);
    this.reason = reason;
  }
}

/**
 * @param url of the same origin
 * @throws AvatarFileError; an `AbortError` when `signal` fires
 */
export async function loadVrm(url: string, signal: AbortSignal): Promise<VRM> {
  const bytes = await download(url, signal);
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  let vrm: VRM | undefined;
  try {
    vrm = (await loader.parseAsync(bytes, "")).userData.vrm;
  } catch (cause) {
    throw new AvatarFileError("unreadable", { cause });
  }
  if (vrm === undefined) throw new AvatarFileError("unreadable");
  if (signal.aborted) {
    VRMUtils.deepDispose(vrm.scene);
    signal.throwIfAborted();
  }
  // VRM 0.x looks along -Z.
  VRMUtils.rotateVRM0(vrm);
  // Bounds are those of the rest pose; a raised arm would vanish.
  vrm.scene.traverse((object) => {
    object.frustumCulled = false;
  });
  return vrm;
}

async function download(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new AvatarFileError("unreachable", { cause: response.status });
    return await response.arrayBuffer();
  } catch (cause) {
    if (signal.aborted || cause instanceof AvatarFileError) throw cause;
    throw new AvatarFileError("unreachable", { cause });
  }
}

/** Of a model in its rest pose. Where it names no eyes they are taken to be in the middle of the head. */
export function measureHead(vrm: VRM): HeadMeasure {
  vrm.scene.updateMatrixWorld(true);
  const top = new Box3().setFromObject(vrm.scene).max.y;
  const head = vrm.humanoid.getRawBoneNode("head");
  const chin = head ? head.getWorldPosition(new Vector3()).y : top * 0.87;
  const headHeight = Math.max(0.05, top - chin);
  const eye = vrm.humanoid.getRawBoneNode("leftEye");
  const offset = vrm.lookAt?.offsetFromHeadBone.y;
  const eyeY = eye?.getWorldPosition(new Vector3()).y ?? (offset === undefined ? chin + headHeight / 2 : chin + offset);
  return { eyeY, headHeight };
}
