import type { VRM } from "@pixiv/three-vrm";
import { useFrame, useThree } from "@react-three/fiber";
import { useEffect, useMemo } from "react";
import { MathUtils } from "three";
import type { Mouth } from "../audio/voice.ts";
import type { Phase } from "../session/talk.ts";
import { LONGEST_STEP_S, safeStep } from "./ease.ts";
import { type Framing, framedAs, type HeadMeasure, type ShotName } from "./framing.ts";
import type { Direction } from "./gaze.ts";
import type { GestureName } from "./gestures.ts";
import { Lens } from "./Lens.tsx";
import type { Ladder } from "./ladder.ts";
import { Motion, type Wish } from "./motion.ts";
import { VISEMES } from "./mouth.ts";
import { FrameClock, type Pace } from "./pace.ts";
import { Puppet, showOutlines } from "./puppet.ts";
import { seeded } from "./random.ts";
import type { Score } from "./score.ts";
import { directionTo, Touches } from "./touch.ts";

export interface TickerProps {
  fps: number;
  /** What it would be on the highest rung. */
  fullFps: number;
  ladder: Ladder;
  /** The ladder may have gone to another rung. */
  onMeasured(): void;
}

/** Draws while the page is seen, at the pace it is given, and measures what that costs. */
export function Ticker({ fps, fullFps, ladder, onMeasured }: TickerProps) {
  const advance = useThree((state) => state.advance);
  useEffect(() => {
    const clock = new FrameClock();
    let request = 0;
    let drawnAtMs = Number.NaN;
    const frame = (nowMs: number) => {
      request = requestAnimationFrame(frame);
      if (!clock.due(nowMs, fps)) return;
      const startedAtMs = performance.now();
      advance(nowMs / 1000);
      const { rung } = ladder;
      ladder.frame(1000 / fps, nowMs - drawnAtMs, performance.now() - startedAtMs, 1000 / fullFps);
      drawnAtMs = nowMs;
      if (ladder.rung !== rung) onMeasured();
    };
    const followVisibility = () => {
      cancelAnimationFrame(request);
      drawnAtMs = Number.NaN;
      if (!document.hidden) request = requestAnimationFrame(frame);
    };
    followVisibility();
    document.addEventListener("visibilitychange", followVisibility);
    return () => {
      document.removeEventListener("visibilitychange", followVisibility);
      cancelAnimationFrame(request);
    };
  }, [advance, fps, fullFps, ladder, onMeasured]);
  return null;
}

/** Draws once for each state of the talk and of the stage. */
export function Portrait({ of }: { of: string }) {
  const advance = useThree((state) => state.advance);
  const size = useThree((state) => state.size);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state or another size is another picture
  useEffect(() => advance(performance.now() / 1000), [advance, of, size]);
  return null;
}

export interface FigureProps {
  vrm: VRM;
  head: HeadMeasure;
  /** Of the bust, as the page lays it out. */
  place: Framing;
  shot: ShotName;
  mouth: Mouth | null;
  /** Level of the microphone, dBFS, -100 when closed; read once a frame. */
  microphoneDbfs: (() => number) | null;
  phase: Phase;
  /** What the relay and the page ask of her, in its time. */
  score: Score;
  quiet: boolean;
  /** The person's own motions, each in place of a gesture. */
  motions: readonly BoundMotion[];
  pace: Pace;
  /** Each frame stands for itself: she is shown as she will stand when the motion is over. */
  still: boolean;
  /** Of the random part of her motion. */
  seed: number;
  /** Called each frame with the sum of the mouth's weights. */
  onMouth: ((open: number) => void) | null;
}

/** Every motion towards a state is over after this, seconds. */
const SETTLED_S = 1.5;
/** A motion of the person's own in place of a gesture. */
export interface BoundMotion {
  gesture: GestureName;
  /** The whole file, checked. */
  read(signal: AbortSignal): Promise<ArrayBuffer>;
}

const SILENCE_DBFS = -100;

/** The model and its frame loop. */
export function Figure(props: FigureProps) {
  const { vrm, head, place, shot, mouth, microphoneDbfs, phase, score, quiet, motions, pace, still, seed, onMouth } =
    props;
  const size = useThree((state) => state.size);
  const framing = useMemo(() => framedAs(shot, place, head, size), [shot, place, head, size]);
  const puppet = useMemo(() => new Puppet(vrm), [vrm]);
  const motion = useMemo(() => new Motion(seeded(seed)), [seed]);
  const heard = useMemo(() => new Float32Array(VISEMES.length), []);
  const viewer = useMemo((): Direction => ({ yaw: 0, pitch: 0 }), []);
  const touches = useTouches();
  const playedMs = useMemo(() => (mouth === null ? null : (turn: number) => mouth.playedMs(turn)), [mouth]);
  const wish = useMemo(
    (): Wish => ({
      ...{ phase, quiet, viewer, mouth: heard, emotion: null, look: null, gesture: null, touched: null },
      ...{ voiceDbfs: SILENCE_DBFS, microphoneDbfs: SILENCE_DBFS },
    }),
    [phase, quiet, heard, viewer],
  );
  useEffect(() => showOutlines(vrm, pace.outlines), [vrm, pace]);
  useMotions(motions, vrm, puppet);
  useEffect(() => {
    motion.faces.rules = puppet.rules;
  }, [motion, puppet]);
  useFrame(({ camera, gl }, deltaS) => {
    const dt = safeStep(deltaS);
    if (mouth) mouth.read(heard);
    else heard.fill(0);
    wish.voiceDbfs = mouth ? mouth.levelDbfs() : SILENCE_DBFS;
    wish.microphoneDbfs = microphoneDbfs ? microphoneDbfs() : SILENCE_DBFS;
    viewer.yaw = MathUtils.RAD2DEG * Math.atan2(camera.position.x, camera.position.z);
    viewer.pitch = MathUtils.RAD2DEG * Math.atan2(camera.position.y - head.eyeY, camera.position.z);
    const touch = touches.take();
    wish.touched = touch === null ? null : towards(touch, gl.domElement, framing, head);
    score.step(dt, phase, playedMs);
    wish.emotion = score.emotion;
    wish.look = score.look;
    wish.gesture = score.gesture;
    motion.step(dt, wish);
    if (still) for (let t = 0; t < SETTLED_S; t += LONGEST_STEP_S) motion.step(LONGEST_STEP_S, wish);
    puppet.apply(motion, dt, deltaS);
    onMouth?.(motion.lips.open);
  });
  return (
    <>
      <Lens shot={shot} framing={framing} head={head} quiet={quiet || still} />
      <primitive object={vrm.scene} />
    </>
  );
}

/** Turns the person's motions to this model; one that cannot be read leaves the house's gesture. */
function useMotions(motions: readonly BoundMotion[], vrm: VRM, puppet: Puppet): void {
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const turned = motions.map(async ({ gesture, read }) => {
      const bytes = await read(signal);
      const { loadMotion } = await import("./load-motion.ts");
      return [gesture, await loadMotion(bytes, vrm)] as const;
    });
    void Promise.allSettled(turned).then((results) => {
      if (signal.aborted) return;
      for (const result of results) if (result.status === "rejected") console.warn("motion", result.reason);
      puppet.clips.bind(new Map(results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))));
    });
    return () => abort.abort();
  }, [motions, vrm, puppet]);
}

/** Once a touch, not once a frame. */
function towards(touch: { x: number; y: number }, box: Element, framing: Framing, head: HeadMeasure): Direction {
  const { left, top } = box.getBoundingClientRect();
  return directionTo(touch.x - left, touch.y - top, framing, head);
}

/** Where the page is touched, wherever that is. */
function useTouches(): Touches {
  const touches = useMemo(() => new Touches(), []);
  useEffect(() => {
    const pressed = (event: PointerEvent): void => touches.pressed(event.clientX, event.clientY);
    const moved = (event: PointerEvent): void => touches.moved(event.clientX, event.clientY, event.timeStamp);
    window.addEventListener("pointerdown", pressed, { passive: true });
    window.addEventListener("pointermove", moved, { passive: true });
    return () => {
      window.removeEventListener("pointerdown", pressed);
      window.removeEventListener("pointermove", moved);
    };
  }, [touches]);
  return touches;
}
