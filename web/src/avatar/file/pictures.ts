import type { Gltf } from "./document.ts";
import { type ImageSize, imageSize } from "./image-size.ts";
import { MOST, PICTURE_EDGE, PICTURE_PIXELS_IN_ALL } from "./limits.ts";
import { isLoose, type VrmVersion } from "./person.ts";
import { RefusedFile } from "./refused.ts";

/** A picture that is to be made smaller, and its longest edge then, pixels. */
export interface Shrinking {
  image: number;
  edge: number;
}

export const bytesOfView = ({ bufferViews }: Gltf, bin: Uint8Array, view: number | undefined): Uint8Array => {
  const found = view === undefined ? undefined : bufferViews[view];
  return found === undefined ? new Uint8Array() : bin.subarray(found.byteOffset, found.byteOffset + found.byteLength);
};

/**
 * Reads the size of every picture from its header, before anything is decoded. The type is written as it is, whatever the
 * file says.
 * @returns which of them are to be made smaller
 * @throws RefusedFile `pictures`, `damaged`
 */
export function checkPictures(document: Gltf, bin: Uint8Array): Shrinking[] {
  for (const [t, { source, sampler, extensions }] of document.textures.entries()) {
    const images = [source, extensions?.EXT_texture_webp?.source].filter((index) => index !== undefined);
    const isThere = images.length > 0 && images.every((index) => index < document.images.length);
    if (!isThere || (sampler !== undefined && sampler >= document.samplers.length)) {
      throw new RefusedFile("damaged", `textures.${t}`);
    }
  }
  const sizes = document.images.map((image, i): ImageSize => {
    const size = imageSize(bytesOfView(document, bin, image.bufferView));
    if (size === null) throw new RefusedFile("pictures", `images.${i}`);
    const { width, height } = size;
    if (Math.max(width, height) > MOST.pictureEdge || width * height > MOST.picturePixels) {
      throw new RefusedFile("pictures", `${width} × ${height}`);
    }
    image.mimeType = size.type;
    return size;
  });
  let edge = PICTURE_EDGE;
  while (edge > 256 && sizes.reduce((sum, size) => sum + pixelsWithin(size, edge), 0) > PICTURE_PIXELS_IN_ALL)
    edge /= 2;
  return sizes.flatMap(({ width, height }, image) => (Math.max(width, height) > edge ? [{ image, edge }] : []));
}

function pixelsWithin({ width, height }: ImageSize, edge: number): number {
  const scale = Math.min(1, edge / Math.max(width, height));
  return width * height * scale * scale;
}

/** The portrait that a model brings, taken out of its meta so that no loader decodes it. */
export function takeThumbnail(document: Gltf, version: VrmVersion): number | null {
  const meta = (version === "1" ? document.extensions.VRMC_vrm : document.extensions.VRM)?.meta;
  if (!isLoose(meta)) return null;
  const { thumbnailImage, texture } = meta;
  delete meta.thumbnailImage;
  delete meta.texture;
  const image =
    version === "1" ? thumbnailImage : typeof texture === "number" ? document.textures[texture]?.source : undefined;
  return typeof image === "number" && image in document.images ? image : null;
}
