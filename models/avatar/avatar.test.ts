import validator from "gltf-validator";
import { beforeAll, describe, expect, it } from "vitest";
import { type Avatar, buildAvatar } from "./build.ts";

interface Bind {
  node: number;
  index: number;
}
interface Accessor {
  bufferView: number;
  count: number;
  min: number[];
  max: number[];
}
interface Document {
  nodes: { mesh?: number; name: string }[];
  meshes: {
    primitives: { attributes: Record<string, number>; indices: number; targets?: { POSITION: number }[] }[];
  }[];
  accessors: Accessor[];
  bufferViews: { byteOffset: number; byteLength: number }[];
  extensions: {
    VRMC_vrm: {
      meta: { licenseUrl: string; authors: string[] };
      humanoid: { humanBones: Record<string, { node: number }> };
      expressions: { preset: Record<string, { morphTargetBinds?: Bind[] }> };
    };
  };
}

let avatar: Avatar;
let document: Document;
let binary: Uint8Array;

beforeAll(async () => {
  avatar = await buildAvatar();
  const view = new DataView(avatar.file.buffer);
  const jsonLength = view.getUint32(12, true);
  document = JSON.parse(new TextDecoder().decode(avatar.file.subarray(20, 20 + jsonLength)));
  binary = avatar.file.subarray(28 + jsonLength);
}, 120_000);

const bytesOf = (accessor: number): Uint8Array => {
  const { byteOffset, byteLength } = document.bufferViews[document.accessors[accessor]!.bufferView]!;
  return binary.slice(byteOffset, byteOffset + byteLength);
};
const floatsOf = (accessor: number) => new Float32Array(bytesOf(accessor).buffer);
const primitives = () => document.meshes.flatMap((mesh) => mesh.primitives);

describe("the character's file", () => {
  it("has no error for the glTF validator", async () => {
    const { issues } = await validator.validateBytes(avatar.file);
    expect(issues.messages.filter(({ severity }) => severity === 0)).toEqual([]);
    expect(issues.numErrors).toBe(0);
  });

  it("is light enough for a phone", () => {
    expect(avatar.file.byteLength).toBeLessThan(3_000_000);
    expect(avatar.triangles).toBeLessThanOrEqual(30_000);
  });

  it("is 1.28 to 1.32 m high and stands on the ground", () => {
    const bodies = primitives().filter(({ attributes }) => attributes.JOINTS_0 !== undefined);
    const bounds = bodies.map(({ attributes }) => document.accessors[attributes.POSITION!]!);
    expect(Math.max(...bounds.map(({ max }) => max[1]!))).toBeGreaterThan(1.28);
    expect(Math.max(...bounds.map(({ max }) => max[1]!))).toBeLessThan(1.32);
    expect(Math.abs(Math.min(...bounds.map(({ min }) => min[1]!)))).toBeLessThan(0.002);
  });

  it("has weights that sum to 255, unit normals and no number that is none", () => {
    for (const { attributes } of primitives()) {
      const normals = floatsOf(attributes.NORMAL!);
      for (let i = 0; i < normals.length; i += 3)
        expect(Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!)).toBeCloseTo(1, 2);
      expect(floatsOf(attributes.POSITION!).every(Number.isFinite)).toBe(true);
      if (attributes.WEIGHTS_0 === undefined) continue;
      const weights = bytesOf(attributes.WEIGHTS_0);
      for (let i = 0; i < weights.length; i += 4)
        expect(weights[i]! + weights[i + 1]! + weights[i + 2]! + weights[i + 3]!).toBe(255);
    }
  });

  it("gives every primitive of a bound node every morph of its mesh", () => {
    const { preset } = document.extensions.VRMC_vrm.expressions;
    const binds = Object.values(preset).flatMap(({ morphTargetBinds }) => morphTargetBinds ?? []);
    expect(binds.length).toBeGreaterThan(13);
    for (const { node, index } of binds)
      for (const { targets } of document.meshes[document.nodes[node]!.mesh!]!.primitives)
        expect(targets?.[index], `node ${node}, morph ${index}`).toBeDefined();
  });

  it("has every preset expression of VRM 1.0, and no two alike", () => {
    const { preset } = document.extensions.VRMC_vrm.expressions;
    expect(Object.keys(preset).sort()).toEqual(
      (
        "aa angry blink blinkLeft blinkRight ee happy ih lookDown lookLeft lookRight lookUp neutral oh ou " +
        "relaxed sad surprised"
      ).split(" "),
    );
    const face = document.nodes.find(({ name }) => name === "face")!;
    const paint = document.meshes[face.mesh!]!.primitives[1]!;
    const morphs = paint.targets!.map(({ POSITION }) => floatsOf(POSITION));
    const largest = (a: Float32Array, b?: Float32Array) =>
      a.reduce((most, v, i) => Math.max(most, Math.abs(v - (b?.[i] ?? 0))), 0);
    morphs.forEach((morph, i) => {
      expect(largest(morph)).toBeGreaterThan(0.003);
      expect(largest(morph)).toBeLessThan(0.07);
      for (const other of morphs.slice(i + 1)) expect(largest(morph, other)).toBeGreaterThan(0.002);
    });
  });

  it("names the required bones, and who may use it", () => {
    const { humanoid, meta } = document.extensions.VRMC_vrm;
    const sides = ["UpperLeg", "LowerLeg", "Foot", "UpperArm", "LowerArm", "Hand", "Shoulder", "Eye"];
    const required = ["hips", "spine", "chest", "neck", "head", ...sides.flatMap((b) => [`left${b}`, `right${b}`])];
    for (const bone of required) expect(humanoid.humanBones[bone], bone).toBeDefined();
    expect(meta.licenseUrl).toBe("https://vrm.dev/licenses/1.0/");
    expect(meta.authors).toEqual(["Hisho"]);
  });

  it("comes out the same, byte for byte", async () => {
    const again = await buildAvatar();
    expect(Buffer.compare(again.file, avatar.file)).toBe(0);
  }, 120_000);
});
