import type { VRM } from "@pixiv/three-vrm";
import { useFrame, useThree } from "@react-three/fiber";
import { useEffect, useLayoutEffect, useMemo } from "react";
import { PerspectiveCamera } from "three";
import type { Mouth } from "../audio/voice.ts";
import type { Phase } from "../session/talk.ts";
import { safeStep } from "./ease.ts";
import { type Framing, type HeadMeasure, shotOf } from "./framing.ts";
import { Motion } from "./motion.ts";
import { VISEMES } from "./mouth.ts";
import { FrameClock, type Pace } from "./pace.ts";
import { Puppet } from "./puppet.ts";
import { seeded } from "./random.ts";

/** Draws while the page is seen, at the pace it is given. */
export function Ticker({ fps }: { fps: number }) {
  const advance = useThree((state) => state.advance);
  useEffect(() => {
    const clock = new FrameClock();
    let request = 0;
    const frame = (nowMs: number) => {
      request = requestAnimationFrame(frame);
      if (clock.due(nowMs, fps)) advance(nowMs / 1000);
    };
    const followVisibility = () => {
      cancelAnimationFrame(request);
      if (!document.hidden) request = requestAnimationFrame(frame);
    };
    followVisibility();
    document.addEventListener("visibilitychange", followVisibility);
    return () => {
      document.removeEventListener("visibilitychange", followVisibility);
      cancelAnimationFrame(request);
    };
  }, [advance, fps]);
  return null;
}

/** Stands the camera where the head fills its place. */
export function Lens({ framing, head }: { framing: Framing; head: HeadMeasure }) {
  const camera = useThree((state) => state.camera);
  const size = useThree((state) => state.size);
  const { eyeLine, headHeight, centreX } = framing;
  useLayoutEffect(() => {
    if (!(camera instanceof PerspectiveCamera)) return;
    const shot = shotOf({ eyeLine, headHeight, centreX }, head, size);
    camera.fov = shot.angle;
    camera.position.set(0, shot.height, shot.distance);
    camera.rotation.set(0, 0, 0);
    camera.setViewOffset(size.width, size.height, shot.offsetX, shot.offsetY, size.width, size.height);
    camera.updateMatrixWorld();
  }, [camera, size, eyeLine, headHeight, centreX, head]);
  return null;
}

type Light = [x: number, y: number, z: number];
/** The window is at the upper right; the key stays frontal and warm, or the skin turns green. */
const KEY: Light = [0.9, 1.5, 2.2];
/** Behind her, on the window's side. */
const RIM: Light = [1.6, 1.8, -2];

/** In the dark the figure is at about 80 % and an edge of light keeps it off the wall. */
export function Lights({ dark }: { dark: boolean }) {
  return (
    <>
      <directionalLight color="#FFF4E8" intensity={dark ? 1.85 : 2.3} position={KEY} />
      <ambientLight color="#E8ECFF" intensity={dark ? 0.8 : 1} />
      {dark && <directionalLight color="#DCEFF0" intensity={0.7} position={RIM} />}
    </>
  );
}

export interface FigureProps {
  vrm: VRM;
  mouth: Mouth | null;
  phase: Phase;
  emotion: { name: string; weight: number } | null;
  quiet: boolean;
  pace: Pace;
  /** Of the random part of her motion. */
  seed: number;
  /** Called each frame with the sum of the mouth's weights. */
  onMouth: ((open: number) => void) | null;
}

/** The model and its frame loop. */
export function Figure({ vrm, mouth, phase, emotion, quiet, pace, seed, onMouth }: FigureProps) {
  const puppet = useMemo(() => new Puppet(vrm), [vrm]);
  const motion = useMemo(() => new Motion(seeded(seed)), [seed]);
  const heard = useMemo(() => new Float32Array(VISEMES.length), []);
  const wish = useMemo(() => ({ phase, emotion, quiet, mouth: heard }), [phase, emotion, quiet, heard]);
  useEffect(() => puppet.outlines(pace.outlines), [puppet, pace]);
  useFrame((_, deltaS) => {
    const dt = safeStep(deltaS);
    if (mouth) mouth.read(heard);
    else heard.fill(0);
    motion.step(dt, wish);
    puppet.apply(motion, dt);
    onMouth?.(motion.lips.open);
  });
  return <primitive object={vrm.scene} />;
}
