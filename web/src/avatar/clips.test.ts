import type { VRM } from "@pixiv/three-vrm";
import { Object3D, Quaternion, QuaternionKeyframeTrack } from "three";
import { expect, it } from "vitest";
import { Clips, type ClipTracks } from "./clips.ts";
import type { GestureName } from "./gestures.ts";

const STEP = 1 / 60;
const TURNED = new Quaternion(0, Math.SQRT1_2, 0, Math.SQRT1_2);

/** A body of two bones, as far as a clip sees one. */
function body() {
  const bones: Record<string, Object3D> = { hips: new Object3D(), head: new Object3D() };
  const humanoid = { getNormalizedBoneNode: (name: string) => bones[name] ?? null };
  return { bones, clips: new Clips({ humanoid } as unknown as VRM) };
}

const track = (seconds: number): ClipTracks => {
  const turned = TURNED.toArray();
  const keys = new QuaternionKeyframeTrack("head.quaternion", [0, seconds], [...turned, ...turned]);
  const interpolant = (
    keys as unknown as { createInterpolant(): ReturnType<ClipTracks["rotations"]["get"]> & object }
  ).createInterpolant();
  return { seconds, rotations: new Map([["head", interpolant]]), hips: null };
};

/** @returns degrees by which the head is turned in each frame; the layers below hold it straight */
function play({ bones, clips }: ReturnType<typeof body>, seconds: number, begun: GestureName | null): number[] {
  const head = bones.head!;
  const straight = new Quaternion();
  return Array.from({ length: Math.round(seconds / STEP) }, (_, i) => {
    head.quaternion.identity();
    clips.apply(i === 0 ? begun : null, STEP);
    return (head.quaternion.angleTo(straight) * 180) / Math.PI;
  });
}

it("plays a motion in place of the gesture it is bound to, and gives the body back after", () => {
  const figure = body();
  figure.clips.bind(new Map([["wave", track(1)]]));
  expect(Math.max(...play(figure, 0.5, "nod"))).toBe(0);
  const turns = play(figure, 1.5, "wave");
  expect(Math.max(...turns)).toBeCloseTo(90, 3);
  expect(turns.at(-1)).toBe(0);
});

it("never jumps, also when one motion takes the place of another or loses its own", () => {
  const figure = body();
  figure.clips.bind(
    new Map([
      ["wave", track(3)],
      ["bow", track(3)],
    ]),
  );
  const turns = [
    ...play(figure, 0.6, "wave"),
    ...play(figure, 0.1, "bow"),
    ...play(figure, 0.5, "wave"),
    ...play(figure, 0.3, "nod"),
    ...play(figure, 0.4, "bow"),
  ];
  figure.clips.bind(new Map());
  turns.push(...play(figure, 0.6, null));
  const steps = turns.slice(1).map((turn, i) => Math.abs(turn - turns[i]!));
  expect(Math.max(...steps)).toBeLessThan(12);
  expect(turns.at(-1)).toBe(0);
});
