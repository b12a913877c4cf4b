/** Reads a QR code with the camera: the browser's own reader where it has one, else jsQR. */

/** The browser's reader (Shape Detection API, section 3); not in TypeScript's types. */
interface CodeDetector {
  detect(source: HTMLVideoElement): Promise<readonly { rawValue: string }[]>;
}
interface CodeDetectorClass {
  new (options: { formats: string[] }): CodeDetector;
  getSupportedFormats(): Promise<string[]>;
}

type Read = (video: HTMLVideoElement) => Promise<string | null>;

const LOOK_EVERY_MS = 150;
/** Enough for a code that fills a third of the picture, and quick to read. */
const LONGEST_SIDE = 720;

/**
 * Shows the camera in `video` until there is a code in the picture, and closes the camera.
 * @throws DOMException when there is no camera or it is not allowed; the signal's reason when aborted
 */
export async function findCodes(video: HTMLVideoElement, signal: AbortSignal): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    signal.throwIfAborted();
    video.srcObject = stream;
    await video.play();
    const read = (await ownReader()) ?? (await jsReader());
    for (;;) {
      signal.throwIfAborted();
      const text = await read(video);
      if (text !== null && text !== "") return text;
      await new Promise<void>((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function ownReader(): Promise<Read | null> {
  const { BarcodeDetector } = window as { BarcodeDetector?: CodeDetectorClass };
  if (BarcodeDetector === undefined) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch((): string[] => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
}

async function jsReader(): Promise<Read> {
  const { default: jsQR } = await import("jsqr");
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (context === null) throw new DOMException("this browser gives no canvas", "NotSupportedError");
  return async (video) => {
    const share = Math.min(1, LONGEST_SIDE / Math.max(1, video.videoWidth, video.videoHeight));
    const width = Math.round(video.videoWidth * share);
    const height = Math.round(video.videoHeight * share);
    if (width === 0 || height === 0) return null;
    context.canvas.width = width;
    context.canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    return jsQR(context.getImageData(0, 0, width, height).data, width, height)?.data ?? null;
  };
}
