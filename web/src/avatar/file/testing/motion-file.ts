import { writeGlb } from "../glb.ts";

/** What differs from a sound motion of the head over three keys in a second. */
export interface MotionFile {
  times?: readonly number[];
  /** The w of every turn; the rest is 0. */
  turn?: number;
  bones?: Record<string, { node: number }>;
  interpolation?: string;
  required?: readonly string[];
  extension?: string;
}

/** The smallest VRM Animation: hips and a head that nods. */
export function motionFile(change: MotionFile = {}): Uint8Array<ArrayBuffer> {
  const { times = [0, 0.5, 1], turn = 0.9, interpolation = "LINEAR", required = [] } = change;
  const { extension = "VRMC_vrm_animation", bones = { hips: { node: 0 }, head: { node: 1 } } } = change;
  const x = Math.sqrt(Math.max(0, 1 - turn * turn));
  const turns = times.flatMap((_, i) => (i === 1 ? [x, 0, 0, turn] : [0, 0, 0, 1]));
  const [keys, values] = [Float32Array.from(times), Float32Array.from(turns)];
  const document = {
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [
      { name: "hips", translation: [0, 0.9, 0], children: [1] },
      { name: "head", translation: [0, 0.5, 0] },
    ],
    animations: [
      {
        channels: [{ sampler: 0, target: { node: 1, path: "rotation" } }],
        samplers: [{ input: 0, output: 1, interpolation }],
      },
    ],
    accessors: [
      { bufferView: 0, componentType: 5126, count: times.length, type: "SCALAR", min: [0], max: [1] },
      { bufferView: 1, componentType: 5126, count: times.length, type: "VEC4" },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: keys.byteLength },
      { buffer: 0, byteOffset: keys.byteLength, byteLength: values.byteLength },
    ],
    buffers: [{ byteLength: keys.byteLength + values.byteLength }],
    extensionsUsed: [extension],
    ...(required.length > 0 ? { extensionsRequired: required } : {}),
    extensions: { [extension]: { specVersion: "1.0", humanoid: { humanBones: bones } } },
  };
  return writeGlb(document, [new Uint8Array(keys.buffer), new Uint8Array(values.buffer)]);
}
