import * as v from "valibot";
import { bytes, insidePath, sha256 } from "../prepare/fields.ts";

const file = v.object({
  url: v.pipe(v.string(), v.url(), v.startsWith("https://")),
  /** Path inside the entry's folder. */
  to: insidePath,
  /** Left out, like the hash, where it is not known for certain: then the first download decides. */
  bytes: v.optional(bytes),
  sha256: v.optional(sha256),
});

/** One model that can be fetched. */
export const weights = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]*$/)),
  role: v.picklist(["stt", "llm", "tts", "embedding"]),
  /** The provider of providers.yaml that runs it, in this process or at its server. */
  provider: v.string(),
  purpose: v.string(),
  /** Primary tags, or `*`. */
  languages: v.array(v.string()),
  /** An SPDX identifier. */
  licence: v.string(),
  /** The licence forbids commercial use. */
  nonCommercial: v.optional(v.boolean(), false),
  /** The hub gives it only to accounts that have accepted its terms. */
  gated: v.optional(v.boolean(), false),
  /** Folder under `weights/`; models that one provider runs share it. */
  folder: insidePath,
  /** What it needs beside its files: the asset `<engine>-<platform>-<arch>`. */
  engine: v.optional(v.string()),
  files: v.pipe(v.array(file), v.minLength(1)),
});

export type WeightFile = v.InferOutput<typeof file>;
export type Weights = v.InferOutput<typeof weights>;

/** Bytes of all files, undefined where the manifest does not know one of them. */
export function bytesOf({ files }: Weights): number | undefined {
  return files.reduce<number | undefined>(
    (sum, file) => (sum === undefined || file.bytes === undefined ? undefined : sum + file.bytes),
    0,
  );
}
