/** The camera as a light switch: open while a kiosk waits, and only by the operator's choice. */
import { HEIGHT, WIDTH } from "./movement.ts";

const EVERY_MS = 200;

export interface Camera {
  /** Resolves once it looks. @returns false where there is none or it is refused */
  open(): Promise<boolean>;
  /** The camera's sign goes out. */
  close(): void;
}

/** @param onMovement called for every look in which somebody moves */
export function createCamera(onMovement: () => void): Camera {
  let closeOpen: (() => void) | null = null;
  let wanted = false;

  async function look(): Promise<boolean> {
    const stream = await navigator.mediaDevices
      ?.getUserMedia({ video: { width: { ideal: 160 }, frameRate: { ideal: 5 } } })
      .catch(() => undefined);
    if (stream === undefined) return false;
    const stop = (): void => {
      for (const track of stream.getTracks()) track.stop();
    };
    if (!wanted || closeOpen !== null) {
      stop();
      return wanted;
    }
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    const worker = new Worker(new URL("./movement.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<boolean>): void => {
      if (data) onMovement();
    };
    const timer = setInterval(() => {
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      createImageBitmap(video, { resizeWidth: WIDTH, resizeHeight: HEIGHT }).then(
        (picture) => worker.postMessage(picture, [picture]),
        () => undefined, // between two devices there is no picture; the next look has one
      );
    }, EVERY_MS);
    closeOpen = (): void => {
      clearInterval(timer);
      worker.terminate();
      video.srcObject = null;
      stop();
      closeOpen = null;
    };
    await video.play().catch(() => undefined);
    return true;
  }

  return {
    async open() {
      wanted = true;
      return closeOpen !== null || look();
    },
    close() {
      wanted = false;
      closeOpen?.();
    },
  };
}
