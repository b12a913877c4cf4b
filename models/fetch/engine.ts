import type { Manifest } from "../prepare/manifest.ts";
import type { Weights } from "./weights.ts";

export type Engine =
  | { state: "not-needed" }
  /** Of the manifest's assets, to be prepared by its name. */
  | { state: "asset"; name: string; downloadBytes: number }
  | { state: "none-for-this-machine"; why: string };

/** What runs a model in this process, for this machine. @param machine `<platform>-<arch>` as Node names them */
export function engineAsset(
  { engine, provider }: Weights,
  { assets }: Pick<Manifest, "assets">,
  machine: string = `${process.platform}-${process.arch}`,
): Engine {
  if (engine === undefined) return { state: "not-needed" };
  const asset = assets.find(({ name }) => name === `${engine}-${machine}`);
  return asset === undefined
    ? { state: "none-for-this-machine", why: `${provider} has no build for ${machine}; a server of its own can run it` }
    : { state: "asset", name: asset.name, downloadBytes: asset.tarballBytes };
}
