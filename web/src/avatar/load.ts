import { type VRM, VRMLoaderPlugin, VRMUtils } from "@pixiv/three-vrm";
import { type Material, type Mesh, SkinnedMesh, Texture } from "three";
import { GLTFLoader, type GLTFParser } from "three/examples/jsm/loaders/GLTFLoader.js";
import { createSlices, type Rest } from "./slices.ts";
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

/** Each part of the file, and of what VRM adds to it, is built when its turn comes. */
function pluginInSlices(parser: GLTFParser, rest: Rest): VRMLoaderPlugin {
  const build = parser.getDependency.bind(parser);
  parser.getDependency = async (type, index) => {
    await rest();
    return await build(type, index);
  };
  const plugin = new VRMLoaderPlugin(parser);
  const { humanoidPlugin, expressionPlugin, lookAtPlugin, springBonePlugin, mtoonMaterialPlugin } = plugin;
  for (const part of [humanoidPlugin, expressionPlugin, lookAtPlugin, springBonePlugin, mtoonMaterialPlugin]) {
    const finish = part.afterRoot.bind(part);
    part.afterRoot = async (gltf) => {
      await rest();
      await finish(gltf);
    };
  }
  return plugin;
}

/**
 * In slices: the page answers meanwhile.
 * @throws AvatarFileError `unreadable`; an `AbortError` when `signal` fires
 */
export async function parseVrm(bytes: ArrayBuffer, signal: AbortSignal): Promise<VRM> {
  const rest = createSlices();
  const loader = new GLTFLoader();
  loader.register((parser) => pluginInSlices(parser, rest));
  let vrm: VRM | undefined;
  try {
    vrm = (await loader.parseAsync(bytes, "")).userData.vrm;
  } catch (cause) {
    throw new AvatarFileError("unreadable", { cause });
  }
  if (vrm === undefined) throw new AvatarFileError("unreadable");
  // VRM 0.x looks along -Z.
  VRMUtils.rotateVRM0(vrm);
  lightUnlit(vrm.scene);
  vrm.scene.updateMatrixWorld(true);
  const skinned: SkinnedMesh[] = [];
  vrm.scene.traverse((object) => {
    // Bounds are those of the rest pose; a raised arm would vanish.
    object.frustumCulled = false;
    if (object instanceof SkinnedMesh) skinned.push(object);
  });
  for (const mesh of skinned) {
    await rest();
    mesh.computeBoundingBox();
  }
  if (signal.aborted) {
    releaseVrm(vrm);
    signal.throwIfAborted();
  }
  return vrm;
}

/** Gives back everything that the model holds of the graphics memory, and its decoded pictures. */
export function releaseVrm(vrm: VRM): void {
  const pictures = new Set<ImageBitmap>();
  vrm.scene.traverse((object) => {
    const { material } = object as Partial<Mesh>;
    for (const { image } of [material ?? []].flat().flatMap(texturesOf))
      if (image instanceof ImageBitmap) pictures.add(image);
  });
  VRMUtils.deepDispose(vrm.scene);
  for (const picture of pictures) picture.close();
}

/** Its own and those of its shader; one that is used twice comes twice. */
export function texturesOf(material: Material): Texture[] {
  const uniforms = (material as { uniforms?: Record<string, { value: unknown }> }).uniforms ?? {};
  const values = [...Object.values(material), ...Object.values(uniforms).map(({ value }) => value)];
  return values.filter((value) => value instanceof Texture);
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
