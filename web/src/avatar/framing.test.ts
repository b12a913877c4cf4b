import { PerspectiveCamera, Vector3 } from "three";
import { describe, expect, it } from "vitest";
import { type Framing, framedAs, type HeadMeasure, shotOf } from "./framing.ts";

const HEAD = { eyeY: 1.049, chinY: 0.9, headHeight: 0.37, top: 1.3, floor: 0 };

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

/** Metres of a toy, a child, Shiori, an adult with ears on the hat, and a giant. */
const BODIES: readonly (readonly [string, HeadMeasure])[] = [
  ["toy", { eyeY: 0.07, chinY: 0.05, headHeight: 0.05, top: 0.11, floor: 0 }],
  ["child", HEAD],
  ["adult with long ears", { eyeY: 1.6, chinY: 1.52, headHeight: 0.22, top: 2.1, floor: 0 }],
  ["giant off the ground", { eyeY: 41, chinY: 39, headHeight: 5, top: 44, floor: 2 }],
];
const PLACES: readonly (readonly [number, number, Framing])[] = [
  [390, 436, { eyeLine: 243, headHeight: 226, centreX: 174 }],
  [820, 700, { eyeLine: 399, headHeight: 370, centreX: 370 }],
  [680, 820, { eyeLine: 417, headHeight: 372, centreX: 306 }],
  [300, 160, { eyeLine: 90, headHeight: 83, centreX: 130 }],
];

describe.each(BODIES)("the shots of a %s", (_, head) => {
  it.each(PLACES)(
    "on %i × %i show the whole face, the bust as laid out, and everything from top to floor",
    (width, height, place) => {
      const size = { width, height };
      const yOf = (framing: Framing, y: number): number =>
        framing.eyeLine + ((head.eyeY - y) * framing.headHeight) / head.headHeight;
      const face = framedAs("face", place, head, size);
      expect(yOf(face, head.chinY + head.headHeight)).toBeGreaterThanOrEqual(0);
      expect(yOf(face, head.chinY)).toBeLessThanOrEqual(height);
      expect(framedAs("bust", place, head, size)).toEqual(place);
      const full = framedAs("full", place, head, size);
      expect(yOf(full, head.top)).toBeCloseTo(0.06 * height, 3);
      expect(yOf(full, head.floor)).toBeCloseTo(0.96 * height, 3);
      expect(face.headHeight).toBeGreaterThan(full.headHeight);
      const shot = shotOf(face, head, size);
      expect(shot.distance / head.headHeight).toBeGreaterThanOrEqual(6.359);
    },
  );
});
