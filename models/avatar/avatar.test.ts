import { readFile } from "node:fs/promises";
import { join } from "node:path";
import validator from "gltf-validator";
import { PNG } from "pngjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Avatar, buildAvatar } from "./build.ts";
import { at, type Field, outside } from "./field/field.ts";
import { PARTS } from "./figure/parts.ts";
import { applyToPoint, blend } from "./math/affine.ts";
import { cross, length, sub, type Vec3 } from "./math/vec.ts";
import { SKINNING } from "./rig/pose.ts";
import { isCurrent, sourcesDigest } from "./stamp.ts";
import { VrmFile } from "./testing/vrm-file.ts";

/** Metres: what a triangle's shortest height must exceed. */
const LEAST_HEIGHT = 1e-5;
/** Points beside their surface: tips of hair are drawn out on purpose; one lies in the crease between two tails of the scarf. */
const MOST_OFF = { skin: 0, hair: 150, cloth: 1 };
const MIRROR_TOLERANCE = 1e-4;
const SURFACE_TOLERANCE = 1e-4;

/** A point and its neighbours half a step away, so that rounding parts no pair. */
const around = ([x, y, z]: Vec3, step: number): Vec3[] =>
  [-0.5, 0.5].flatMap((i) =>
    [-0.5, 0.5].flatMap((j) => [-0.5, 0.5].map((k): Vec3 => [x + i * step, y + j * step, z + k * step])),
  );

function isOn(part: (typeof PARTS)[number], [x, y, z]: Vec3): boolean {
  const p: Vec3 = [part.mirrored ? Math.abs(x) : x, y, z];
  const field: Field = part.field;
  return outside(part.box, ...p) < 0.01 && Math.abs(at(field, p)) < SURFACE_TOLERANCE;
}

let avatar: Avatar;
let file: VrmFile;

beforeAll(async () => {
  avatar = await buildAvatar();
  file = new VrmFile(avatar.file);
}, 120_000);

const bodies = () => ["Skin", "Hair", "Cloth"].map((name) => file.mesh(name)[0]!);

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

  it("has every preset expression of VRM 1.0, and no two alike", () => {
    const { preset } = file.document.extensions.VRMC_vrm.expressions;
    expect(Object.keys(preset).sort()).toEqual(
      (
        "aa angry blink blinkLeft blinkRight ee happy ih lookDown lookLeft lookRight lookUp neutral oh ou " +
        "relaxed sad surprised"
      ).split(" "),
    );
    const morphs = file.mesh("Face")[1]!.targets!.map(({ POSITION }) => file.floats(POSITION));
    const largest = (a: Float32Array, b?: Float32Array) =>
      a.reduce((most, v, i) => Math.max(most, Math.abs(v - (b?.[i] ?? 0))), 0);
    morphs.forEach((morph, i) => {
      expect(largest(morph)).toBeGreaterThan(0.003);
      expect(largest(morph)).toBeLessThan(0.065);
      for (const other of morphs.slice(i + 1)) expect(largest(morph, other)).toBeGreaterThan(0.002);
    });
  });

  it("gives every primitive of a bound node every morph of its mesh", () => {
    const { nodes, meshes, extensions } = file.document;
    const binds = Object.values(extensions.VRMC_vrm.expressions.preset).flatMap((e) => e.morphTargetBinds ?? []);
    expect(binds.length).toBeGreaterThan(13);
    for (const { node, index } of binds)
      for (const { targets } of meshes[nodes[node]!.mesh!]!.primitives)
        expect(targets?.[index], `node ${node}, morph ${index}`).toBeDefined();
  });

  it("names every bone of a body with fingers, and who may use it", () => {
    const { humanoid, meta } = file.document.extensions.VRMC_vrm;
    const fingers = ["Index", "Middle", "Ring", "Little"].flatMap((finger) =>
      ["Proximal", "Intermediate", "Distal"].map((phalanx) => finger + phalanx),
    );
    const arm = ["Shoulder", "UpperArm", "LowerArm", "Hand", "ThumbMetacarpal", "ThumbProximal", "ThumbDistal"];
    const paired = [...arm, ...fingers, "UpperLeg", "LowerLeg", "Foot", "Toes", "Eye"];
    const trunk = ["hips", "spine", "chest", "upperChest", "neck", "head"];
    const all = [...trunk, ...paired.flatMap((bone) => [`left${bone}`, `right${bone}`])];
    expect(Object.keys(humanoid.humanBones).sort()).toEqual(all.sort());
    expect(meta.licenseUrl).toBe("https://vrm.dev/licenses/1.0/");
    expect(meta.otherLicenseUrl).toBe("https://creativecommons.org/publicdomain/zero/1.0/");
    expect(meta.authors).toEqual(["Hisho"]);
  });

  it("turns the elbows half as far as the forearms", () => {
    const { nodes } = file.document;
    for (const side of ["left", "right"]) {
      const source = nodes.findIndex(({ name }) => name === `${side}LowerArm`);
      expect(nodes.find(({ name }) => name === `${side}Elbow`)?.extensions).toEqual({
        VRMC_node_constraint: { specVersion: "1.0", constraint: { rotation: { source, weight: 0.5 } } },
      });
    }
  });

  it("carries a picture of her: skin in the middle, hair above, cloth below", () => {
    const { images, extensions } = file.document;
    const bytes = file.view(images[extensions.VRMC_vrm.meta.thumbnailImage]!.bufferView);
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
    expect([width, height]).toEqual([512, 512]);
    const pixel = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
    const [skin, hair, cloth] = [pixel(240, 245), pixel(240, 60), pixel(150, 440)];
    expect(Math.min(...skin)).toBeGreaterThan(170);
    expect(Math.max(...hair)).toBeLessThan(150);
    expect(cloth[2]! - cloth[0]!).toBeGreaterThan(50);
  });

  it("comes out the same, byte for byte, as from any other run over the same sources", async () => {
    const made = join(import.meta.dirname, "../../web/public/avatar/shiori.vrm");
    const sources = await sourcesDigest(import.meta.dirname, join(import.meta.dirname, "../package.json"));
    const again = (await isCurrent(made, sources)) ? await readFile(made) : (await buildAvatar()).file;
    expect(Buffer.compare(again, avatar.file)).toBe(0);
  }, 120_000);
});

describe("the character's body", () => {
  it("is 1.29 to 1.31 m high and stands on the ground", () => {
    const bounds = bodies().map(({ attributes }) => file.document.accessors[attributes.POSITION!]!);
    const height = Math.max(...bounds.map(({ max }) => max[1]!));
    expect(height).toBeGreaterThan(1.29);
    expect(height).toBeLessThan(1.31);
    expect(Math.abs(Math.min(...bounds.map(({ min }) => min[1]!)))).toBeLessThan(0.002);
  });

  it("has weights that sum to 255, unit normals and no number that is none", () => {
    for (const { attributes } of file.primitives()) {
      for (const normal of file.vectors(attributes.NORMAL!)) expect(Math.abs(length(normal) - 1)).toBeLessThan(0.01);
      expect(file.floats(attributes.POSITION!).every(Number.isFinite)).toBe(true);
      if (attributes.WEIGHTS_0 === undefined) continue;
      const weights = file.bytes(attributes.WEIGHTS_0);
      for (let i = 0; i < weights.length; i += 4)
        expect(weights[i]! + weights[i + 1]! + weights[i + 2]! + weights[i + 3]!).toBe(255);
    }
  });

  it("has no triangle without an area", () => {
    for (const primitive of bodies()) {
      const points = file.vectors(primitive.attributes.POSITION!);
      const indices = file.indices(primitive);
      for (let i = 0; i < indices.length; i += 3) {
        const [a, b, c] = [0, 1, 2].map((k) => points[indices[i + k]!]!) as [Vec3, Vec3, Vec3];
        const edges = [sub(b, a), sub(c, b), sub(a, c)] as const;
        const height = length(cross(edges[0], edges[1])) / Math.max(...edges.map(length));
        expect(height, `triangle ${i / 3} at ${a}`).toBeGreaterThan(LEAST_HEIGHT);
      }
    }
  });

  it("has a face and hands whose halves mirror each other", () => {
    const points = file.vectors(bodies()[0]!.attributes.POSITION!);
    const key = ([x, y, z]: Vec3) => [x, y, z].map((v) => Math.round(v / MIRROR_TOLERANCE)).join();
    const there = new Set(points.flatMap((p) => around(p, MIRROR_TOLERANCE).map(key)));
    const alone = points.filter(([x, y, z]) => !there.has(key([-x, y, z])));
    expect(alone).toEqual([]);
  });

  it("stands in the idle pose exactly as it was modelled", () => {
    const surfaces = ["skin", "hair", "cloth"] as const;
    surfaces.forEach((surface, i) => {
      const { attributes } = bodies()[i]!;
      const joints = file.bytes(attributes.JOINTS_0!);
      const shares = file.bytes(attributes.WEIGHTS_0!);
      const parts = PARTS.filter((part) => part.surface === surface);
      const off = file.vectors(attributes.POSITION!).filter((p, v) => {
        const terms = [0, 1, 2, 3].map((k) => [SKINNING[joints[v * 4 + k]!]!, shares[v * 4 + k]! / 255] as const);
        const standing = applyToPoint(blend(terms), p);
        return !parts.some((part) => isOn(part, standing));
      });
      expect(off.length).toBeLessThanOrEqual(MOST_OFF[surface]);
    });
  });
});
