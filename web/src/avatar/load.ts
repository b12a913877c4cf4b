import { type VRM, VRMLoaderPlugin, VRMUtils } from "@pixiv/three-vrm";
import { type Material, type Mesh, Texture } from "three";
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
import { lightUnlit } from "./unlit.ts";

/** The file is not there, or is no VRM that can be shown. */
export class AvatarFileError extends Error {
  readonly reason: "unreachable" | "unreadable";
  constructor(reason: AvatarFileError["reason"], options?: ErrorOptions) {
    super(`avatar ${reason}`, options);
    this.reason = reason;
  }
}

/** Where a model comes from; two of the same `id` are the same. */
export interface AvatarSource {
  id: string;
  /** The whole VRM file, checked if it is not the project's own. @throws AvatarFileError; an `AbortError` */
  read(signal: AbortSignal): Promise<ArrayBuffer>;
}

/** A file of the same origin. */
export const fromAddress = (url: string): AvatarSource => ({ id: url, read: (signal) => download(url, signal) });

/** Of the character made by `npm run avatar -w @hisho/models`. */
export const HOUSE_SOURCE: AvatarSource = fromAddress(`${import.meta.env.BASE_URL}avatar/shiori.vrm`);

/** @throws AvatarFileError; an `AbortError` when `signal` fires */
export async function loadVrm(source: AvatarSource, signal: AbortSignal): Promise<VRM> {
  return await parseVrm(await source.read(signal), signal);
}

/** @throws AvatarFileError `unreadable`; an `AbortError` when `signal` fires */
export async function parseVrm(bytes: ArrayBuffer, signal: AbortSignal): Promise<VRM> {
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
    releaseVrm(vrm);
    signal.throwIfAborted();
  }
  // VRM 0.x looks along -Z.
  VRMUtils.rotateVRM0(vrm);
  lightUnlit(vrm.scene);
  // Bounds are those of the rest pose; a raised arm would vanish.
  vrm.scene.traverse((object) => {
    object.frustumCulled = false;
  });
  return vrm;
}

/** Gives back everything that the model holds of the graphics memory, and its decoded pictures. */
export function releaseVrm(vrm: VRM): void {
  const pictures = new Set<ImageBitmap>();
  vrm.scene.traverse((object) => {
    const { material } = object as Partial<Mesh>;
    for (const one of material === undefined ? [] : [material].flat()) collectPictures(one, pictures);
  });
  VRMUtils.deepDispose(vrm.scene);
  for (const picture of pictures) picture.close();
}

function collectPictures(material: Material, into: Set<ImageBitmap>): void {
  const uniforms = (material as { uniforms?: Record<string, { value: unknown }> }).uniforms ?? {};
  for (const value of [...Object.values(material), ...Object.values(uniforms).map((uniform) => uniform.value)]) {
    if (value instanceof Texture && value.image instanceof ImageBitmap) into.add(value.image);
  }
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
