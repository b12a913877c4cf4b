import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BANDS } from "@hisho/worklets/dsp/viseme/features.ts";
import type { NetworkWeights } from "@hisho/worklets/dsp/viseme/network.ts";
import { CLASSES } from "../speech/labels.ts";
import { keepNetwork } from "./keep.ts";

const PROGRAM = join(import.meta.dirname, "train.py");

export interface Lesson {
  /** Holds the frames. */
  folder: string;
  /** Names of the frames to learn from, in order. */
  learn: readonly string[];
  /** Where the state of a run is kept and its network written. */
  out: string;
  hidden: number;
  epochs: number;
  seed: number;
}

/** What train.py prints after each epoch. */
export interface Epoch {
  epoch: number;
  of: number;
  loss: number;
  seconds: number;
}

interface Plain {
  shape: [number, number];
  values: number[];
}

/**
 * Trains in a Python process with NumPy. A run that was stopped goes on after its last whole epoch.
 * @throws Error saying what to install when Python or NumPy is missing; the signal's reason when aborted
 */
export async function learn(
  lesson: Lesson,
  told: (epoch: Epoch) => void,
  signal: AbortSignal,
): Promise<NetworkWeights> {
  const list = join(lesson.folder, "learn.json");
  await writeFile(list, JSON.stringify(lesson.learn));
  const settings = {
    hidden: lesson.hidden,
    epochs: lesson.epochs,
    seed: lesson.seed,
    bands: BANDS,
    classes: CLASSES.length,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const python = spawn("python3", [PROGRAM, lesson.folder, list, lesson.out, ...options], {
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaint = "";
  python.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  createInterface(python.stdout).on("line", (line) => told(JSON.parse(line) as Epoch));
  await new Promise<void>((resolve, reject) => {
    python.once("error", (error) => reject(signal.aborted ? signal.reason : error));
    python.once("close", (code) => {
      if (code === 0) resolve();
      else if (complaint.includes("No module named 'numpy'"))
        reject(new Error("training needs NumPy: apt-get install python3-numpy"));
      else reject(new Error(`train.py ended with ${code}: ${complaint.trim()}`));
    });
  });
  const network = JSON.parse(await readFile(join(lesson.out, "network.json"), "utf8")) as Record<string, Plain>;
  const matrix = (name: string) => {
    const { shape, values } = network[name]!;
    return { inputs: shape[0], outputs: shape[1], values: Float32Array.from(values) };
  };
  const vector = (name: string) => Float32Array.from(network[name]!.values);
  return keepNetwork({
    bands: matrix("bands"),
    voice: matrix("voice"),
    past: matrix("past"),
    out: matrix("out"),
    bias: vector("bias"),
    outBias: vector("out_bias"),
  });
}
