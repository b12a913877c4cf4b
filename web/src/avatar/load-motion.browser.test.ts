import { expect, it } from "vitest";
import { checkMotion } from "./file/check-motion.ts";
import { motionFile } from "./file/testing/motion-file.ts";
import { fromAddress, loadVrm, releaseVrm } from "./load.ts";
import { loadMotion } from "./load-motion.ts";

it("turns a checked motion to the character's bones", async () => {
  const vrm = await loadVrm(fromAddress("/web/public/avatar/shiori.vrm"), new AbortController().signal);
  const { seconds, rotations, hips } = await loadMotion(checkMotion(motionFile()).vrma.buffer, vrm);
  expect(seconds).toBe(1);
  expect([...rotations.keys()]).toEqual(["head"]);
  expect(hips).toBeNull();
  const [x, y, z, w] = rotations.get("head")!.evaluate(0.5);
  expect(w).toBeCloseTo(0.9);
  expect(x).toBeCloseTo(Math.sqrt(1 - 0.81));
  expect([y, z]).toEqual([0, 0]);
  releaseVrm(vrm);
}, 60_000);
