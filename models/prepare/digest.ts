import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Hash of a file, read in pieces. */
export async function fileDigest(
  path: string,
  algorithm: "sha256" | "sha512",
  encoding: "hex" | "base64",
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest(encoding);
}

/** Subresource integrity of a file, `sha512-…` (W3C SRI 3.1). */
export async function fileIntegrity(path: string, signal: AbortSignal): Promise<string> {
  return `sha512-${await fileDigest(path, "sha512", "base64", signal)}`;
}
