import type { Manifest } from "../prepare/manifest.ts";
import { isPrepared, prepareModels } from "../prepare/prepare.ts";
import { engineAsset } from "./engine.ts";
import { type GetOptions, type Got, getWeights } from "./get.ts";
import { presenceOf } from "./place.ts";
import { checkServer } from "./reach.ts";

export interface ObtainOptions extends GetOptions {
  manifest: Manifest;
  /** What runs the model is about to be fetched; `onProgress` then tells of it under its own name. */
  onEngine?: () => void;
  /** Brings the engine; a test brings another. */
  prepare?: typeof prepareModels;
}

/**
 * Brings what runs a model in this process, then its files. A machine that does not reach the files is told so before
 * anything is fetched.
 * @throws PrepareError as `getWeights` and `prepareModels`, or the signal's reason when aborted
 */
export async function obtainModel({ manifest, onEngine, prepare, ...options }: ObtainOptions): Promise<Got> {
  const { entry, directory, signal, onProgress } = options;
  const engine = engineAsset(entry, manifest);
  const asset = engine.state === "asset" && manifest.assets.find(({ name }) => name === engine.name);
  if (asset && !(await isPrepared(asset, directory, signal))) {
    if ((await presenceOf(directory, entry)).state !== "ready") await checkServer(options);
    onEngine?.();
    const [outcome] = await (prepare ?? prepareModels)({ manifest, directory, only: [asset.name], onProgress, signal });
    if (outcome?.outcome === "failed") throw outcome.error;
  }
  return getWeights(options);
}
