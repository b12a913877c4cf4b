/** Her frame alone, as bench/avatar.ts measures it. */
import { AmbientLight, DirectionalLight, Mesh, PerspectiveCamera, Scene, SkinnedMesh, WebGLRenderer } from "three";
import { HOUSE_SOURCE, loadVrm } from "../load.ts";
import { Motion, type Wish } from "../motion.ts";
import { Puppet, showOutlines } from "../puppet.ts";
import { seeded } from "../random.ts";
import { Score } from "../score.ts";
import { phaseAt, speakAt, voiceAt } from "./rehearsed-talk.ts";

const WIDTH = 800;
const HEIGHT = 600;
const STEP_S = 1 / 60;

/** One character before a camera, without the stage around her. */
export async function createFigure() {
  const renderer = new WebGLRenderer({ antialias: true, alpha: true });
  renderer.setSize(WIDTH, HEIGHT);
  const camera = new PerspectiveCamera(24, WIDTH / HEIGHT, 0.1, 20);
  camera.position.set(0, 0.95, 2.5);
  const vrm = await loadVrm(HOUSE_SOURCE, new AbortController().signal);
  const lit = (): Scene => new Scene().add(new AmbientLight("#E8ECFF", 1), new DirectionalLight("#FFF4E8", 2.3));
  const [empty, peopled] = [lit(), lit()];
  peopled.add(vrm.scene);
  const puppet = new Puppet(vrm);
  const motion = new Motion(seeded(1));
  motion.faces.rules = puppet.rules;
  const score = new Score();
  const playedMs = (): number => clockS * 1000;
  const wish: Wish = {
    ...{ phase: "idle", emotion: null, quiet: false, mouth: new Float32Array(5), touched: null, look: null },
    ...{ viewer: { yaw: 0, pitch: 0 }, gesture: null, voiceDbfs: -100, microphoneDbfs: -100 },
  };
  let clockS = 0;
  /** Everything of her own in one frame, up to the drawing. */
  const move = (): void => {
    clockS += STEP_S;
    wish.phase = phaseAt(clockS);
    const speaking = wish.phase === "speaking";
    if (speaking) speakAt(clockS, wish.mouth);
    else wish.mouth.fill(0);
    wish.voiceDbfs = speaking ? voiceAt(clockS) : -100;
    wish.microphoneDbfs = wish.phase === "hearing" ? voiceAt(clockS) : -70;
    score.step(STEP_S, wish.phase, playedMs);
    wish.emotion = score.emotion;
    wish.look = score.look;
    wish.gesture = score.gesture;
    motion.step(STEP_S, wish);
    puppet.apply(motion, STEP_S);
  };
  const pixel = new Uint8Array(4);
  const finish = (): void => {
    const gl = renderer.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  };
  return { renderer, camera, vrm, empty, peopled, move, finish };
}

export type Figure = Awaited<ReturnType<typeof createFigure>>;
type Kind = "empty" | "figure" | "outlined" | "motion";

/** @returns ms of each frame, the picture finished; `motion` is drawn nowhere */
export function time(figure: Figure, kind: Kind, frames: number): number[] {
  const { renderer, camera, vrm, empty, peopled, move, finish } = figure;
  showOutlines(vrm, kind === "outlined");
  const took: number[] = [];
  for (let i = 0; i < frames; i++) {
    const startedAt = performance.now();
    if (kind !== "empty") move();
    if (kind !== "motion") {
      renderer.render(kind === "empty" ? empty : peopled, camera);
      finish();
    }
    took.push(performance.now() - startedAt);
  }
  return took;
}

/** Draws so many frames, for whoever watches what that allocates. */
export function frames(figure: Figure, count: number): void {
  for (let i = 0; i < count; i++) {
    figure.move();
    figure.renderer.render(figure.peopled, figure.camera);
  }
}

/** What one frame with her asks of the graphics card. */
export function facts(figure: Figure) {
  const { renderer, camera, peopled, vrm } = figure;
  const drawn = (outlines: boolean): { calls: number; triangles: number } => {
    showOutlines(vrm, outlines);
    renderer.render(peopled, camera);
    const { calls, triangles } = renderer.info.render;
    return { calls, triangles };
  };
  const bones = new Set<unknown>();
  let meshes = 0;
  vrm.scene.traverse((object) => {
    if (object instanceof Mesh) meshes++;
    if (object instanceof SkinnedMesh) for (const bone of object.skeleton.bones) bones.add(bone);
  });
  const springs = vrm.springBoneManager?.joints.size ?? 0;
  return { outlined: drawn(true), plain: drawn(false), meshes, bones: bones.size, springs };
}
