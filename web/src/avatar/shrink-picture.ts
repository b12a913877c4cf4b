import { imageSize } from "./file/image-size.ts";
import { MOST } from "./file/limits.ts";

/** The longest edge of a kiosk's screen, pixels. */
const EDGE = 2_560;
const MOST_BYTES = 64 * 2 ** 20;

/** @throws Error where it is no picture, or too large to decode */
export async function shrinkPicture(file: Blob): Promise<Blob> {
  if (file.size > MOST_BYTES) throw new Error("the picture has too many bytes");
  const size = imageSize(new Uint8Array(await file.arrayBuffer()));
  if (size === null || size.width * size.height > MOST.picturePixels) throw new Error("no PNG, JPEG or WebP in reach");
  const picture = await createImageBitmap(file);
  try {
    const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.88));
    if (blob === null) throw new Error("the picture could not be written");
    return blob;
  } finally {
    picture.close();
  }
}
