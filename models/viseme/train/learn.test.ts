import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BANDS } from "@hisho/worklets/dsp/viseme/features.ts";
import { MouthNetwork } from "@hisho/worklets/dsp/viseme/network.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { seeded } from "../speech/random.ts";
import { type Epoch, type Lesson, learn } from "./learn.ts";

const isReady = spawnSync("python3", ["-c", "import numpy"]).status === 0;
/** Python starts slowly on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const signal = new AbortController().signal;
/** Three sentences whose sound tells the class: its bands are high where the class is. */
const LENGTHS = [120, 90, 150];

let folder: string;
let inputs: Float32Array;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hisho-learn-"));
  const random = seeded(7);
  const frames = LENGTHS.reduce((sum, length) => sum + length, 0);
  const labels = Uint8Array.from({ length: frames }, (_, i) => Math.floor(i / 15) % 8);
  inputs = Float32Array.from({ length: frames * 2 * BANDS }, (_, i) => {
    const label = labels[Math.floor(i / (2 * BANDS))]!;
    const place = i % (2 * BANDS);
    // The voice changes slowly: the audio thread looks at it only now and then.
    if (place >= BANDS) return (place % 5) / 5;
    return place % 8 === label ? 1 : random() - 1;
  });
  await writeFile(join(folder, "tiny.f32"), Buffer.from(inputs.buffer));
  await writeFile(join(folder, "tiny.u8"), labels);
  await writeFile(join(folder, "tiny.json"), JSON.stringify(LENGTHS));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lesson = (out: string, more: Partial<Lesson> = {}): Lesson => ({
  folder,
  learn: ["tiny"],
  out: join(folder, out),
  hidden: 12,
  epochs: 60,
  seed: 3,
  ...more,
});

test.skipIf(!isReady)("the same seed gives the same weights to the byte, another gives others", async () => {
  const losses: number[] = [];
  const told = ({ loss }: Epoch): void => void losses.push(loss);
  const first = await learn(lesson("first"), told, signal);
  expect(losses).toHaveLength(60);
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
  expect(await learn(lesson("second"), () => {}, signal)).toEqual(first);
  expect((await learn(lesson("third", { seed: 4 }), () => {}, signal)).bytes).not.toBe(first.bytes);
});

test.skipIf(!isReady)("a run that was stopped goes on to the same end", async () => {
  const stop = new AbortController();
  const halted = learn(lesson("run"), ({ epoch }) => epoch === 12 && stop.abort(new Error("stopped")), stop.signal);
  await expect(halted).rejects.toThrow();
  const epochs: number[] = [];
  const resumed = await learn(lesson("run"), ({ epoch }) => epochs.push(epoch), signal);
  expect(epochs[0]).toBeGreaterThan(1);
  expect(resumed).toEqual(await learn(lesson("whole"), () => {}, signal));
});

test.skipIf(!isReady)(
  "the audio thread answers as the trainer does, but for the rounding of the weights to bytes",
  async () => {
    const network = new MouthNetwork(await learn(lesson("run"), () => {}, signal));
    const golden = JSON.parse(await readFile(join(folder, "run/answers.json"), "utf8")) as number[][];
    expect(golden).toHaveLength(LENGTHS[0]!);
    let worst = 0;
    golden.forEach((chances, frame) => {
      const at = 2 * BANDS * frame;
      network.step(inputs.subarray(at, at + BANDS), inputs.subarray(at + BANDS, at + 2 * BANDS));
      chances.forEach((chance, i) => {
        worst = Math.max(worst, Math.abs(chance - network.chances[i]!));
      });
    });
    expect(worst).toBeLessThan(0.08);
  },
);
