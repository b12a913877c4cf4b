import { useFrame, useThree } from "@react-three/fiber";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { PerspectiveCamera } from "three";
import { safeStep } from "./ease.ts";
import { type Framing, type HeadMeasure, type Shot, type ShotName, type Size, shotOf } from "./framing.ts";

/** Seconds from one shot to another. */
const GLIDE_S = 0.6;
/** Of the camera's distance: what is nearer or farther is not drawn. */
const DEPTH = { near: 0.05, far: 6 } as const;

const smooth = (t: number): number => t * t * (3 - 2 * t);

interface LensProps {
  shot: ShotName;
  framing: Framing;
  head: HeadMeasure;
  /** Cuts instead of gliding. */
  quiet: boolean;
}

/** Stands the camera where the head fills its place. It glides when another shot is asked for; a new size is a cut. */
export function Lens({ shot, framing, head, quiet }: LensProps) {
  const camera = useThree((state) => state.camera);
  const size = useThree((state) => state.size);
  const { eyeLine, headHeight, centreX } = framing;
  const target = useMemo(
    () => shotOf({ eyeLine, headHeight, centreX }, head, size),
    [eyeLine, headHeight, centreX, head, size],
  );
  const [glide] = useState(() => ({ from: { ...target }, now: { ...target }, done: 1, shot }));
  const aim = useRef({ target, size });
  useLayoutEffect(() => {
    aim.current = { target, size };
    if (!(camera instanceof PerspectiveCamera)) return;
    const glides = glide.shot !== shot && !quiet;
    glide.shot = shot;
    if (glides) {
      Object.assign(glide.from, glide.now);
      glide.done = 0;
    } else {
      glide.done = 1;
      placeCamera(camera, Object.assign(glide.now, target), size);
    }
  }, [camera, target, size, shot, quiet, glide]);
  useFrame((_, deltaS) => {
    if (glide.done >= 1 || !(camera instanceof PerspectiveCamera)) return;
    glide.done = Math.min(1, glide.done + safeStep(deltaS) / GLIDE_S);
    const t = smooth(glide.done);
    const { from, now } = glide;
    const to = aim.current.target;
    now.angle = from.angle + (to.angle - from.angle) * t;
    now.height = from.height + (to.height - from.height) * t;
    now.distance = from.distance + (to.distance - from.distance) * t;
    now.offsetX = from.offsetX + (to.offsetX - from.offsetX) * t;
    now.offsetY = from.offsetY + (to.offsetY - from.offsetY) * t;
    placeCamera(camera, now, aim.current.size);
  });
  return null;
}

/** Stands the camera so that the box of that size sees the shot. */
export function placeCamera(camera: PerspectiveCamera, shot: Shot, size: Size): void {
  camera.fov = shot.angle;
  camera.near = shot.distance * DEPTH.near;
  camera.far = shot.distance * DEPTH.far;
  camera.position.set(0, shot.height, shot.distance);
  camera.rotation.set(0, 0, 0);
  camera.setViewOffset(size.width, size.height, shot.offsetX, shot.offsetY, size.width, size.height);
  camera.updateMatrixWorld();
}
