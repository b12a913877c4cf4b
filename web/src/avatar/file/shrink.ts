import { RefusedFile } from "./refused.ts";

/**
 * Decodes a picture and gives it back no larger than `edge`, of its own kind. Runs where there is an `OffscreenCanvas`.
 * @throws RefusedFile `pictures`
 */
export async function shrunk(bytes: Uint8Array, type: string, edge: number): Promise<Uint8Array> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(new Blob([bytes.slice()], { type }));
  } catch (cause) {
    throw new RefusedFile("pictures", type, { cause });
  }
  try {
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    const width = Math.max(1, Math.round(picture.width * scale));
    const height = Math.max(1, Math.round(picture.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (context === null) throw new RefusedFile("pictures", "2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, width, height);
    // PNG where there may be transparency; browsers that write no WebP give PNG too.
    const blob = await canvas.convertToBlob({ type: type === "image/jpeg" ? type : "image/png", quality: 0.92 });
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    picture.close();
  }
}
