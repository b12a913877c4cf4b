/** What a model lacks, and which way it faces, as three-vrm sees it. */
import type { VRM, VRMHumanBoneName } from "@pixiv/three-vrm";
import { Vector3 } from "three";
import { afterEach, describe, expect, it } from "vitest";
import { type Edited, edited } from "./file/testing/edit.ts";
import { asVrm0 } from "./file/testing/old-version.ts";
import { parseVrm, releaseVrm } from "./load.ts";
import { measureHead } from "./measure.ts";
import { Motion, type Wish } from "./motion.ts";
import { Puppet } from "./puppet.ts";

const { signal } = new AbortController();
const shiori = new Uint8Array(await (await fetch("/web/public/avatar/shiori.vrm")).arrayBuffer());

const loaded: VRM[] = [];
async function load(file: Uint8Array): Promise<VRM> {
  const vrm = await parseVrm(file.slice().buffer, signal);
  loaded.push(vrm);
  return vrm;
}
afterEach(() => {
  for (const vrm of loaded.splice(0)) releaseVrm(vrm);
});

const place = (vrm: VRM, bone: VRMHumanBoneName): number[] =>
  vrm.humanoid.getRawBoneNode(bone)!.getWorldPosition(new Vector3()).toArray();

/** A motion that says one sound, half a second long, from the middle of its range. */
function saying(viseme: number): Motion {
  const motion = new Motion(() => 0.5);
  const mouth = new Float32Array(5);
  mouth[viseme] = 1;
  const wish: Wish = {
    ...{ phase: "speaking", quiet: true, mouth, viewer: { yaw: 0, pitch: 0 } },
    ...{ emotion: null, look: null, gesture: null, touched: null, voiceDbfs: -20, microphoneDbfs: -100 },
  };
  for (let i = 0; i < 30; i++) motion.step(1 / 60, wish);
  return motion;
}
const without = (edit: (expressions: { preset: Record<string, unknown> }, file: Edited) => void): Uint8Array =>
  edited(shiori, (file) => edit(file.document.extensions.VRMC_vrm.expressions, file));

describe("a model of VRM 0.x", () => {
  it("stands, bends and turns as the same one of VRM 1.0", async () => {
    const [now, old] = [await load(shiori), await load(asVrm0(shiori))];
    const motion = saying(0);
    for (const vrm of [now, old]) {
      new Puppet(vrm).apply(motion, 0);
      vrm.scene.updateMatrixWorld(true);
    }
    for (const bone of ["leftHand", "rightLowerArm", "head", "leftFoot"] as const) {
      place(old, bone).forEach((value, axis) => {
        expect(value, `${bone} ${axis}`).toBeCloseTo(place(now, bone)[axis]!, 3);
      });
    }
  });

  it("is measured alike", async () => {
    const [now, old] = [measureHead(await load(shiori)), measureHead(await load(asVrm0(shiori)))];
    for (const [name, value] of Object.entries(now)) expect(old[name as keyof typeof old], name).toBeCloseTo(value, 3);
    expect(now.eyeY).toBeGreaterThan(now.chinY);
    expect(now.chinY + now.headHeight).toBeLessThanOrEqual(now.top + 1e-6);
    expect(now.floor).toBeCloseTo(0, 1);
  });
});

describe("a model that lacks", () => {
  it("most sounds says them with the one it has", async () => {
    const vrm = await load(
      without(({ preset }) => {
        for (const name of ["ih", "ou", "ee", "oh"]) delete preset[name];
      }),
    );
    new Puppet(vrm).apply(saying(1), 0);
    expect(vrm.expressionManager?.getValue("aa")).toBeGreaterThan(0.1);
  });

  it("one pair of lids closes them one by one", async () => {
    const vrm = await load(without(({ preset }) => void delete preset.blink));
    const motion = saying(0);
    motion.eyes.closed = 0.8;
    new Puppet(vrm).apply(motion, 0);
    expect(vrm.expressionManager?.getValue("blinkLeft")).toBeCloseTo(0.8);
    expect(vrm.expressionManager?.getValue("blinkRight")).toBeCloseTo(0.8);
  });

  it("every face nods with the sound and turns its head for its eyes", async () => {
    const bare = await load(
      without((_, { document }) => {
        delete document.extensions.VRMC_vrm.expressions;
        delete document.extensions.VRMC_vrm.lookAt;
      }),
    );
    const whole = await load(shiori);
    const motion = saying(0);
    motion.eyes.yaw = 20;
    const [bareHead, wholeHead] = [bare, whole].map((vrm) => {
      const puppet = new Puppet(vrm);
      for (let i = 0; i < 60; i++) puppet.apply(motion, 1 / 60);
      return vrm.humanoid.getNormalizedBoneNode("head")!.rotation;
    });
    expect(bareHead!.y - wholeHead!.y).toBeGreaterThan(0.1);
    expect(bareHead!.x - wholeHead!.x).toBeGreaterThan(0.02);
  });
});
