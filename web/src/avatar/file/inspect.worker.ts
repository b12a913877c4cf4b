/** Looks at one file and ends. A tab that would run out of memory or time loses this thread, not the talk. */
import { type Checked, checkVrm } from "./check.ts";
import type { Inspected, InspectReply } from "./inspected.ts";
import { bytesOfView } from "./pictures.ts";
import { RefusedFile } from "./refused.ts";
import { repack } from "./repack.ts";
import { shrunk } from "./shrink.ts";

const THUMBNAIL_EDGE = 512;

async function thumbnailOf({ thumbnail }: Checked): Promise<Blob | null> {
  if (thumbnail.byteLength === 0) return null;
  try {
    const bytes = await shrunk(thumbnail, "image/png", THUMBNAIL_EDGE);
    return new Blob([bytes.slice()], { type: "image/png" });
  } catch (error) {
    // The model can do without the picture on its box: one is taken of the model itself.
    console.warn("thumbnail", error);
    return null;
  }
}

async function inspect(file: Blob): Promise<Inspected> {
  const checked = checkVrm(new Uint8Array(await file.arrayBuffer()));
  const pictures = new Map<number, Uint8Array>();
  for (const { image, edge } of checked.shrink) {
    const { bufferView, mimeType = "" } = checked.document.images[image] ?? {};
    pictures.set(image, await shrunk(bytesOfView(checked.document, checked.bin, bufferView), mimeType, edge));
  }
  const { licence, tamed, triangles, version } = checked;
  const vrm = new Blob([repack(checked.document, checked.bin, pictures)], { type: "model/gltf-binary" });
  return { vrm, licence, tamed, triangles, version, thumbnail: await thumbnailOf(checked) };
}

self.onmessage = ({ data }: MessageEvent<Blob>) => {
  inspect(data).then(
    (inspected) => post({ inspected }),
    (error: unknown) => {
      if (!(error instanceof RefusedFile)) console.error("avatar file", error);
      const { reason, detail } = error instanceof RefusedFile ? error : new RefusedFile("damaged");
      post({ refused: { reason, detail } });
    },
  );
};

const post = (reply: InspectReply): void => self.postMessage(reply);
