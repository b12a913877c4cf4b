import { PerspectiveCamera, Vector3 } from "three";
import { describe, expect, it } from "vitest";
import { type Framing, shotOf } from "./framing.ts";

const HEAD = { eyeY: 1.049, headHeight: 0.37 };

/** As `Lens` sets the camera; where a point of the plane of the head appears, CSS pixels. */
function seen(framing: Framing, width: number, height: number, x: number, y: number) {
  const shot = shotOf(framing, HEAD, { width, height });
  const camera = new PerspectiveCamera(shot.angle, width / height, 0.1, 20);
  camera.position.set(0, shot.height, shot.distance);
  camera.setViewOffset(width, height, shot.offsetX, shot.offsetY, width, height);
  camera.updateMatrixWorld();
  const p = new Vector3(x, y, 0).project(camera);
  return { x: ((p.x + 1) / 2) * width, y: ((1 - p.y) / 2) * height, shot };
}

describe.each([
  ["phone", 390, 436, { eyeLine: 243, headHeight: 226, centreX: 174 }],
  ["tablet", 820, 700, { eyeLine: 399, headHeight: 370, centreX: 370 }],
  ["far away", 390, 800, { eyeLine: 120, headHeight: 60, centreX: 200 }],
])("on a %s", (_, width, height, framing) => {
  it("puts the eyes on their line, in the middle, and the head at its height", () => {
    const eyes = seen(framing, width, height, 0, HEAD.eyeY);
    expect(eyes.x).toBeCloseTo(framing.centreX, 3);
    expect(eyes.y).toBeCloseTo(framing.eyeLine, 3);
    const top = seen(framing, width, height, 0, HEAD.eyeY + HEAD.headHeight);
    expect(eyes.y - top.y).toBeCloseTo(framing.headHeight, 3);
  });

  it("keeps the lens narrow and the camera away", () => {
    const { shot } = seen(framing, width, height, 0, 0);
    expect(shot.angle).toBeLessThanOrEqual(24.001);
    expect(shot.distance).toBeGreaterThanOrEqual(2.35);
  });
});

it("stands a box without size", () => {
  const shot = shotOf({ eyeLine: 0, headHeight: 0, centreX: 0 }, HEAD, { width: 0, height: 0 });
  expect(Object.values(shot).every(Number.isFinite)).toBe(true);
});
