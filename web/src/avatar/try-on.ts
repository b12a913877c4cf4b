/** A model is drawn once, away from the stage, before it is kept: what three.js cannot carry must not reach the stage. */
import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { RefusedFile } from "./file/refused.ts";
import { shotOf } from "./framing.ts";
import { type AvatarSource, loadVrm, releaseVrm } from "./load.ts";
import { measureHead } from "./measure.ts";
import { Puppet, showOutlines } from "./puppet.ts";

/** Of the tile it is shown in, CSS pixels, and how many device pixels for each. */
const PORTRAIT = { width: 168, height: 160, scale: 2 } as const;
/** Left of the middle: the window is at the right. */
const PLACE = { eyeLine: 92, headHeight: 96, centreX: 76 } as const;
const FRAMES = 3;
const FRAME_S = 1 / 30;

/**
 * @param vrm an inspected file
 * @returns its portrait with nothing behind it, PNG or WebP; null where this browser cannot draw
 * @throws RefusedFile `unshowable`
 */
export async function tryOn(vrm: Blob, signal: AbortSignal): Promise<Blob | null> {
  const bytes = await vrm.arrayBuffer();
  return await portraitOf({ id: "trial", read: async () => bytes }, signal);
}

/** As `tryOn`, of any source. */
export async function portraitOf(source: AvatarSource, signal: AbortSignal): Promise<Blob | null> {
  const model = await loadVrm(source, signal).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new RefusedFile("unshowable", "", { cause });
  });
  let renderer: WebGLRenderer | null = null;
  try {
    const head = measureHead(model);
    if (!(head.headHeight > 0 && Number.isFinite(head.eyeY))) throw new RefusedFile("unshowable", "head");
    new Puppet(model);
    showOutlines(model, true);
    for (let frame = 0; frame < FRAMES; frame++) model.update(FRAME_S);
    renderer = createRenderer();
    if (renderer === null) return null;
    const scene = new Scene();
    const key = new DirectionalLight("#FFF4E8", 2.3);
    key.position.set(0.9, 1.5, 2.2);
    scene.add(model.scene, key, new AmbientLight("#E8ECFF", 1));
    const shot = shotOf(PLACE, head, PORTRAIT);
    const { width, height } = PORTRAIT;
    const camera = new PerspectiveCamera(shot.angle, width / height, 0.1, 50);
    camera.position.set(0, shot.height, shot.distance);
    camera.setViewOffset(width, height, shot.offsetX, shot.offsetY, width, height);
    renderer.render(scene, camera);
    return await pictureOf(renderer.domElement);
  } catch (cause) {
    if (cause instanceof RefusedFile) throw cause;
    throw new RefusedFile("unshowable", "", { cause });
  } finally {
    releaseVrm(model);
    renderer?.dispose();
    renderer?.forceContextLoss();
  }
}

function createRenderer(): WebGLRenderer | null {
  try {
    const renderer = new WebGLRenderer({ alpha: true, antialias: true, preserveDrawingBuffer: true });
    renderer.setPixelRatio(PORTRAIT.scale);
    renderer.setSize(PORTRAIT.width, PORTRAIT.height, false);
    return renderer;
  } catch (error) {
    console.warn("no picture without WebGL", error);
    return null;
  }
}

const pictureOf = (canvas: HTMLCanvasElement): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.9));
