import {
  AmbientLight,
  BoxGeometry,
  DirectionalLight,
  Mesh,
  MeshBasicMaterial,
  PerspectiveCamera,
  Scene,
  WebGLRenderer,
} from "three";
import { expect, it, onTestFinished } from "vitest";
import { fromAddress, loadVrm, releaseVrm } from "./load.ts";
import { prepare, type View } from "./prepare.ts";
import { showOutlines } from "./puppet.ts";

const PIXELS = 96;
/** Software draws where there is no graphics card. */
const PATIENCE_MS = 60_000;

/** Somebody stands there already. */
function openView(): View & { gl: WebGLRenderer; former: Mesh } {
  const gl = new WebGLRenderer({ antialias: true, alpha: true });
  gl.setSize(PIXELS, PIXELS);
  const scene = new Scene();
  const former = new Mesh(new BoxGeometry(0.1, 0.1, 0.1), new MeshBasicMaterial());
  scene.add(new DirectionalLight("#FFF4E8", 2.3), new AmbientLight("#E8ECFF", 1), former);
  const camera = new PerspectiveCamera(24, 1, 0.1, 20);
  camera.position.set(0, 0.95, 2.5);
  onTestFinished(() => {
    gl.dispose();
    gl.forceContextLoss();
  });
  return { gl, scene, camera, former };
}

function pictureOf({ gl, scene, camera }: View): Uint8Array {
  gl.render(scene, camera);
  const context = gl.getContext();
  const pixels = new Uint8Array(PIXELS * PIXELS * 4);
  context.readPixels(0, 0, PIXELS, PIXELS, context.RGBA, context.UNSIGNED_BYTE, pixels);
  return pixels;
}

async function loadShiori(outlines: boolean) {
  const vrm = await loadVrm(fromAddress("/web/public/avatar/shiori.vrm"), new AbortController().signal);
  showOutlines(vrm, outlines);
  vrm.update(0);
  onTestFinished(() => releaseVrm(vrm));
  return vrm;
}

const heldBy = ({ info }: WebGLRenderer) => ({ ...info.memory, programs: info.programs?.length });

it.each([true, false])(
  "leaves nothing to compile or send for the first frame, which is as without it (outlines %s)",
  async (outlines) => {
    const { scene } = await loadShiori(outlines);
    const [prepared, plain] = [openView(), openView()];
    const before = pictureOf(prepared);
    await prepare(scene, prepared, new AbortController().signal);
    expect(pictureOf(prepared)).toEqual(before);
    const held = heldBy(prepared.gl);
    prepared.scene.add(scene);
    const first = pictureOf(prepared);
    expect(heldBy(prepared.gl)).toEqual(held);
    plain.scene.add(scene);
    expect(first).toEqual(pictureOf(plain));
    expect(first).not.toEqual(before);
    expect(heldBy(plain.gl)).toEqual(held);
  },
  PATIENCE_MS,
);

it(
  "never shows a part of her meanwhile",
  async () => {
    const { scene } = await loadShiori(true);
    const view = openView();
    const former = pictureOf(view);
    const pictures: Uint8Array[] = [];
    const render = view.gl.render.bind(view.gl);
    const context = view.gl.getContext();
    view.gl.render = (what, camera) => {
      render(what, camera);
      const pixels = new Uint8Array(former.length);
      context.readPixels(0, 0, PIXELS, PIXELS, context.RGBA, context.UNSIGNED_BYTE, pixels);
      pictures.push(pixels);
    };
    await prepare(scene, view, new AbortController().signal);
    expect(pictures.length).toBeGreaterThan(3);
    for (const picture of pictures) expect(picture).toEqual(former);
  },
  PATIENCE_MS,
);

it(
  "ends with its signal and leaves both as they were",
  async () => {
    const { scene } = await loadShiori(true);
    const view = openView();
    const over = new AbortController();
    const init = view.gl.initTexture.bind(view.gl);
    view.gl.initTexture = (texture) => {
      init(texture);
      over.abort();
    };
    await expect(prepare(scene, view, over.signal)).rejects.toThrow("abort");
    expect(scene.parent).toBeNull();
    expect(view.scene.children).toHaveLength(3);
    scene.traverse((object) => {
      if (object instanceof Mesh) expect(object.visible).toBe(true);
    });
  },
  PATIENCE_MS,
);
