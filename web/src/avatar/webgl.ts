/** What draws, where a page can draw in three dimensions (WebGL 2). */
export interface Graphics {
  /** `UNMASKED_RENDERER_WEBGL`; empty where the browser keeps it to itself. */
  renderer: string;
}

/** Asks a canvas for a context once and gives it back at once. @returns null without WebGL 2 */
export function graphicsOf(canvas: HTMLCanvasElement | OffscreenCanvas): Graphics | null {
  const gl = canvas.getContext("webgl2") as WebGL2RenderingContext | null;
  if (gl === null) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer: unknown = info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : "";
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return { renderer: typeof renderer === "string" ? renderer : "" };
}

/** As `graphicsOf`, on this thread. */
export const probeWebGl = (): Graphics | null => graphicsOf(document.createElement("canvas"));

/** A thread whose code does not come is not waited for, ms. */
const THREAD_WITHIN_MS = 5_000;

/** The answer of a thread of its own; null where such a thread cannot draw, or cannot be had. */
function askThread(): Promise<Graphics | null> {
  return new Promise((resolve) => {
    const thread = new Worker(new URL("./webgl.worker.ts", import.meta.url), { type: "module" });
    const answer = (graphics: Graphics | null): void => {
      thread.terminate();
      resolve(graphics);
    };
    thread.addEventListener("message", ({ data }: MessageEvent<Graphics | null>) => answer(data));
    thread.addEventListener("error", () => answer(null));
    setTimeout(answer, THREAD_WITHIN_MS, null);
  });
}

let found: Promise<Graphics | null> | undefined;

/** Asks once a page, and not on this thread where that can be: a first context takes a phone longer than many frames. */
export function findGraphics(): Promise<Graphics | null> {
  found ??= (typeof OffscreenCanvas === "undefined" ? Promise.resolve(null) : askThread())
    .catch(() => null)
    .then((graphics) => graphics ?? probeWebGl());
  return found;
}
