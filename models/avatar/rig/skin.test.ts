import { describe, expect, it } from "vitest";
import { applyToPoint, blend, compose, halfRotation, invert, rotation, translation } from "../math/affine.ts";
import { length, sub, type Vec3 } from "../math/vec.ts";
import { joint, SKINNING } from "./pose.ts";
import { BONES } from "./skeleton.ts";
import { quantise, smoothWeights, unposedPoint, unposing } from "./skin.ts";
import { weightsAt } from "./weights.ts";

describe("affine", () => {
  it("undoes what it did", () => {
    const m = compose(translation([0.1, 0.2, 0.3]), rotation(0.3, -1.1, 2));
    const p: Vec3 = [0.4, -0.2, 0.7];
    expect(length(sub(applyToPoint(invert(m), applyToPoint(m, p)), p))).toBeLessThan(1e-12);
  });

  it("turns half way, twice as far as the whole", () => {
    const angles = [0.3, -1.1, 0.7] as const;
    const twice = compose(halfRotation(...angles), halfRotation(...angles));
    rotation(...angles).forEach((v, i) => {
      expect(twice[i]).toBeCloseTo(v, 12);
    });
  });

  it("refuses a matrix that flattens", () => {
    expect(() => invert([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])).toThrow(RangeError);
  });
});

describe("skin", () => {
  it("rounds to exactly 255", () => {
    const weights = new Map([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 0.2],
      [5, 0.1],
    ]);
    const { joints, shares } = quantise(weights);
    expect(shares.reduce((a, b) => a + b)).toBe(255);
    expect(joints).not.toContain(5);
  });

  it("returns an unposed point to the sculpture, as the shader will", () => {
    const elbow: Vec3 = [0.15, 0.7, 0];
    const influence = quantise(weightsAt("arm", elbow));
    const rest = unposedPoint(unposing(influence), elbow);
    const shader = blend(influence.joints.map((bone, i) => [SKINNING[bone]!, influence.shares[i]! / 255] as const));
    expect(length(sub(applyToPoint(shader, rest), elbow))).toBeLessThan(1e-9);
    expect(rest[1]).toBeGreaterThan(elbow[1] + 0.03);
  });

  it("gives the inside of an elbow to the bone that turns half way", () => {
    const { joints, shares } = quantise(weightsAt("arm", joint("leftLowerArm")));
    expect(BONES[joints[0]]).toMatchObject({ name: "leftElbow", halfway: "leftLowerArm" });
    expect(shares[0]).toBeGreaterThan(200);
  });

  it("spreads weights to neighbours without losing any", () => {
    const [a, b] = smoothWeights([new Map([[0, 1]]), new Map([[1, 1]]), new Map([[1, 1]])], [0, 1, 2], 1);
    expect(a!.get(1)).toBeCloseTo(0.5);
    expect([...b!.values()].reduce((x, y) => x + y)).toBeCloseTo(1);
  });
});
