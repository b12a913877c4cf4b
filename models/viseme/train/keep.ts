/** A trained network as the audio thread reads it: signed bytes, one scale a row, rows in blocks of four. */
import type { NetworkWeights } from "@hisho/worklets/dsp/viseme/network.ts";
import { CLASSES } from "../speech/labels.ts";

/** A matrix as NumPy keeps it: `inputs` rows of `outputs` numbers. */
export interface Matrix {
  inputs: number;
  outputs: number;
  values: Float32Array;
}

export interface Trained {
  bands: Matrix;
  voice: Matrix;
  past: Matrix;
  out: Matrix;
  bias: Float32Array;
  outBias: Float32Array;
}

const BLOCK = 4;
const LARGEST = 127;
const decimals = (x: number): number => Number(x.toPrecision(5));

export function keepNetwork(trained: Trained): NetworkWeights {
  const bytes: number[] = [];
  const scales: number[] = [];
  for (const matrix of [trained.bands, trained.voice, trained.past, trained.out]) {
    const rows = Array.from({ length: matrix.outputs }, (_, row) =>
      Array.from({ length: matrix.inputs }, (_, i) => matrix.values[i * matrix.outputs + row]!),
    );
    const rowScales = rows.map((row) => decimals(Math.max(...row.map(Math.abs), 1e-9) / LARGEST));
    for (let row = 0; row < rows.length; row += BLOCK) {
      for (let i = 0; i < matrix.inputs; i++) {
        for (let r = row; r < row + BLOCK; r++) bytes.push(Math.round(rows[r]![i]! / rowScales[r]!));
      }
    }
    scales.push(...rowScales);
  }
  return {
    bands: trained.bands.inputs,
    hidden: trained.past.inputs,
    classes: CLASSES,
    bytes: Buffer.from(Int8Array.from(bytes).buffer).toString("base64"),
    scales,
    biases: [...trained.bias, ...trained.outBias].map(decimals),
  };
}
