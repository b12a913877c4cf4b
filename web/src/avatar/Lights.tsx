import { useFrame } from "@react-three/fiber";
import { useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { type AmbientLight, Color, type DirectionalLight, SRGBColorSpace } from "three";
import { lightAt, type Rgb, type WindowLight } from "./light.ts";
import { unlitLight } from "./unlit.ts";

/** Half-life of a change of light, seconds: it is there within 320 ms. */
const HALF_LIFE_S = 0.08;
/** The key stays frontal, or the skin turns green; the window is at the upper right. */
const KEY = { x: 0.9, z: 2.2 } as const;
/** An unlit material shows all of its edge; a lit one only what the light reaches. */
const UNLIT_RIM = 0.55;
const RIM: [x: number, y: number, z: number] = [1.6, 1.8, -2];

const coloured = (into: Color, [red, green, blue]: Rgb): Color => into.setRGB(red, green, blue, SRGBColorSpace);

export interface LightsProps {
  /** Of the local day. */
  minute: number;
  dark: boolean;
  window: WindowLight;
}

/** Key, fill and an edge of light; each goes over into the next, and allocates nothing for it. */
export function Lights({ minute, dark, window }: LightsProps) {
  const key = useRef<DirectionalLight>(null);
  const fill = useRef<AmbientLight>(null);
  const rim = useRef<DirectionalLight>(null);
  const room = useMemo(() => lightAt(minute, dark, window), [minute, dark, window]);
  const colours = useMemo(() => ({ key: new Color(), fill: new Color(), rim: new Color(), edge: new Color() }), []);
  const begun = useRef(false);
  const step = useCallback(
    (share: number): void => {
      if (!key.current || !fill.current || !rim.current) return;
      key.current.color.lerp(colours.key, share);
      key.current.intensity += (room.key.intensity - key.current.intensity) * share;
      key.current.position.set(KEY.x, room.key.height, KEY.z);
      fill.current.color.lerp(colours.fill, share);
      fill.current.intensity += (room.ambient.intensity - fill.current.intensity) * share;
      rim.current.color.lerp(colours.rim, share);
      rim.current.intensity += (room.rim.intensity - rim.current.intensity) * share;
      unlitLight.rim.value.lerp(colours.edge, share);
      unlitLight.dim.value += (room.dim - unlitLight.dim.value) * share;
    },
    [room, colours],
  );
  useLayoutEffect(() => {
    coloured(colours.key, room.key.colour);
    coloured(colours.fill, room.ambient.colour);
    coloured(colours.rim, room.rim.colour);
    colours.edge.copy(colours.rim).multiplyScalar(room.rim.intensity * UNLIT_RIM);
    // The first light is there at once.
    if (!begun.current) step(1);
    begun.current = true;
  }, [room, colours, step]);
  useFrame((_, deltaS) => step(1 - 2 ** (-deltaS / HALF_LIFE_S)));
  return (
    <>
      <directionalLight ref={key} />
      <ambientLight ref={fill} />
      <directionalLight ref={rim} position={RIM} intensity={0} />
    </>
  );
}
