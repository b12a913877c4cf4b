import * as v from "valibot";
import { weights } from "../fetch/weights.ts";
import { bytes, insidePath, sha256 } from "./fields.ts";

const file = v.object({
  /** Path inside the package. */
  from: insidePath,
  /** Path inside `weights/<asset name>/`. */
  to: insidePath,
  bytes,
  sha256,
});

const build = v.object({
  /** Not built where this command is on the PATH already. */
  unlessCommand: v.string(),
  /** Built only where all of these are on the PATH. */
  needsCommands: v.array(v.string()),
  /** What of the package is unpacked as source: files, or folders ending in `/`. */
  sources: v.array(insidePath),
  /** Make targets, one after the other. */
  targets: v.array(v.string()),
  /** Handed to every make, also the nested ones. */
  makeFlags: v.string(),
  environment: v.record(v.string(), v.string()),
  /** What the build leaves, inside the source folder. */
  result: insidePath,
});

const asset = v.object({
  /** Folder under `weights/`. */
  name: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  /** Without a required asset a default provider is missing; one on request is prepared only when it is named. */
  need: v.picklist(["required", "optional", "on-request"]),
  purpose: v.string(),
  /** SPDX identifiers, with the attribution the licence asks for. */
  licence: v.string(),
  package: v.string(),
  version: v.string(),
  /** Subresource integrity of the tarball, `sha512-…`. */
  integrity: v.pipe(v.string(), v.regex(/^sha512-[A-Za-z0-9+/]{86}==$/)),
  tarballBytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Prepared only where all commands of one of these groups are on the PATH; absent: everywhere. */
  usefulWith: v.optional(v.array(v.array(v.string()))),
  files: v.array(file),
  build: v.optional(build),
});

const manifest = v.object({
  /** Out of packages of the npm registry; the start prepares them. */
  assets: v.array(asset),
  /** From a model hub, when somebody asks for them. */
  weights: v.array(weights),
});

export type AssetBuild = v.InferOutput<typeof build>;
export type Asset = v.InferOutput<typeof asset>;
export type Manifest = v.InferOutput<typeof manifest>;

/** @throws ValiError naming the first field that is wrong */
export function parseManifest(json: unknown): Manifest {
  return v.parse(manifest, json);
}
