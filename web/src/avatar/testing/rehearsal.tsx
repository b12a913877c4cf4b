/** What bench/avatar.ts and bench/check-avatar.ts measure: her frame alone, and her whole stage in a scripted talk. */
import { _roots as roots } from "@react-three/fiber";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { AmbientLight, DirectionalLight, Mesh, PerspectiveCamera, Scene, SkinnedMesh, WebGLRenderer } from "three";
import type { Phase } from "../../session/talk.ts";
import { Avatar } from "../Avatar.tsx";
import { HOUSE_SOURCE, loadVrm } from "../load.ts";
import { Motion, type Wish } from "../motion.ts";
import { Puppet } from "../puppet.ts";
import { seeded } from "../random.ts";
import { Score } from "../score.ts";

const WIDTH = 800;
const HEIGHT = 600;
const STEP_S = 1 / 60;

/** A talk that comes round and round: who does what for how long, seconds. */
const TALK: readonly (readonly [phase: Phase, lastsS: number])[] = [
  ["idle", 6],
  ["listening", 4],
  ["hearing", 5],
  ["thinking", 3],
  ["speaking", 9],
  ["listening", 3],
  ["hearing", 3],
  ["speaking", 5],
  ["interrupted", 1],
];
const ROUND_S = TALK.reduce((sum, [, lastsS]) => sum + lastsS, 0);

function phaseAt(atS: number): Phase {
  let t = atS % ROUND_S;
  for (const [phase, lastsS] of TALK) {
    if (t < lastsS) return phase;
    t -= lastsS;
  }
  return "idle";
}

/** Syllables, five a second, in clauses of two seconds. */
const voiceAt = (atS: number): number => (atS % 2 < 1.7 && (atS * 5) % 1 < 0.7 ? -20 - 8 * Math.cos(atS * 3) : -100);

function speakAt(atS: number, weights: Float32Array): void {
  const open = voiceAt(atS) > -100 ? 0.8 * Math.abs(Math.sin(atS * 5 * Math.PI)) : 0;
  const shape = Math.floor(atS * 5) % weights.length;
  for (let i = 0; i < weights.length; i++) weights[i] = i === shape ? open : 0;
}

/** One character before a camera, without the stage around her. */
async function createFigure() {
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
  return { renderer, camera, vrm, empty, peopled, puppet, move, finish };
}

type Kind = "empty" | "figure" | "outlined" | "motion";
const figure = await createFigure();

/** @returns ms of each frame, the picture finished; `motion` is drawn nowhere */
function time(kind: Kind, frames: number): number[] {
  const { renderer, camera, empty, peopled, puppet, move, finish } = figure;
  puppet.outlines(kind === "outlined");
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
function frames(count: number): void {
  for (let i = 0; i < count; i++) {
    figure.move();
    figure.renderer.render(figure.peopled, figure.camera);
  }
}

/** What one frame with her asks of the graphics card. */
function facts() {
  const { renderer, camera, peopled, puppet, vrm } = figure;
  const drawn = (outlines: boolean): { calls: number; triangles: number } => {
    puppet.outlines(outlines);
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

/** The whole stage in its talk, from the beginning of the page. */
function Talk() {
  const [score] = useState(() => new Score());
  const [phase, setPhase] = useState<Phase>("idle");
  useEffect(() => {
    const startedAt = performance.now();
    let turn = 0;
    const timer = setInterval(() => {
      const now = phaseAt((performance.now() - startedAt) / 1000);
      setPhase((before) => {
        if (before === now) return before;
        if (now === "speaking") {
          turn++;
          score.add({ turn, event: "emotion", value: turn % 2 ? "happy" : "sad", weight: 0.6, t_ms: 0 });
          score.add({ turn, event: "gesture", value: "present", t_ms: 1_500 });
          score.add({ turn, event: "emotion", value: "neutral", t_ms: 3_000 });
        } else if (now === "idle") score.perform("wave");
        return now;
      });
    }, 100);
    return () => clearInterval(timer);
  }, [score]);
  const [mouth] = useState(() => ({
    read: (weights: Float32Array) => speakAt(performance.now() / 1000, weights),
    playedMs: () => performance.now() % 9_000,
    levelDbfs: () => voiceAt(performance.now() / 1000),
  }));
  const [shut] = useState(() => ({ ...mouth, read: (weights: Float32Array) => void weights.fill(0) }));
  return (
    <div style={{ position: "relative", width: WIDTH, height: HEIGHT }}>
      <Avatar
        mouth={phase === "speaking" ? mouth : shut}
        microphoneDbfs={() => (phase === "hearing" ? voiceAt(performance.now() / 1000) : -70)}
        phase={phase}
        score={score}
        framing={{ eyeLine: 260, headHeight: 260, centreX: WIDTH / 2 }}
        onReady={() => undefined}
        onUnavailable={(reason) => console.error("avatar unavailable", reason)}
      />
    </div>
  );
}

function talk(): void {
  const host = document.createElement("div");
  document.body.append(host);
  createRoot(host).render(<Talk />);
}

/** @returns what the stage holds of the graphics card, and its rung; null before it stands */
function held() {
  const canvas = document.querySelector("canvas");
  const info = canvas === null ? undefined : roots.get(canvas)?.store.getState().gl.info;
  if (info === undefined) return null;
  const { geometries, textures } = info.memory;
  const rung = document.querySelector<HTMLElement>("[data-rung]")?.dataset.rung ?? "sound";
  return { geometries, textures, programs: info.programs?.length ?? 0, frame: info.render.frame, rung };
}

Object.assign(window, { rehearsal: { time, frames, facts, talk, held } });
