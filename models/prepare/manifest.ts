import * as v from "valibot";

/** A path inside an asset's folder: forward slashes, no way out of the folder. */
const insidePath = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_][\w.\-/]*$/),
  v.check((path) => !path.split("/").includes(".."), "a path may not climb"),
);

const file = v.object({
  /** Path inside the package. */
  from: insidePath,
  /** Path inside `weights/<asset name>/`. */
  to: insidePath,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
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
  /** Without a required asset a default provider is missing. */
  need: v.picklist(["required", "optional"]),
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

const manifest = v.object({ assets: v.array(asset) });

export type AssetBuild = v.InferOutput<typeof build>;
export type Asset = v.InferOutput<typeof asset>;
export type Manifest = v.InferOutput<typeof manifest>;

/** @throws ValiError naming the first field that is wrong */
export function parseManifest(json: unknown): Manifest {
  return v.parse(manifest, json);
}
