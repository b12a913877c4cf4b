/** Looks after what has been fetched. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileDigest } from "../prepare/digest.ts";
import { forgetPart } from "../prepare/download.ts";
import { withLock } from "../prepare/lock.ts";
import { expected, readMeasured } from "./measured.ts";
import { forgetEmptyFolders, partOf, pathOf, sizeOf } from "./place.ts";
import type { Weights } from "./weights.ts";

/** `unknown`: nobody has said what the file should be. */
export type Verdict =
  | { to: string; verdict: "right" | "missing" | "unknown" }
  | { to: string; verdict: "wrong"; why: string };

/** Reads every file of a model again and compares it with the manifest, or with what its first download measured. */
export async function verifyWeights(directory: string, entry: Weights, signal: AbortSignal): Promise<Verdict[]> {
  const measured = await readMeasured(directory);
  const verdicts: Verdict[] = [];
  for (const file of entry.files) {
    const { to } = file;
    const path = pathOf(directory, entry, file);
    const known = expected(file, measured);
    const size = await sizeOf(path);
    if (size === undefined) {
      verdicts.push({ to, verdict: "missing" });
    } else if (known.bytes !== undefined && size !== known.bytes) {
      verdicts.push({ to, verdict: "wrong", why: `${size} bytes where ${known.bytes} were expected` });
    } else if (known.sha256 === undefined) {
      verdicts.push({ to, verdict: "unknown" });
    } else {
      const found = await fileDigest(path, "sha256", "hex", signal);
      const why = `SHA-256 ${found} where ${known.sha256} was expected`;
      verdicts.push(found === known.sha256 ? { to, verdict: "right" } : { to, verdict: "wrong", why });
    }
  }
  return verdicts;
}

/**
 * Removes a model's files and parts; what its first download measured is remembered.
 * @param onWait called while another process fetches it
 * @returns whether anything was there
 */
export async function removeWeights(
  directory: string,
  entry: Weights,
  signal: AbortSignal,
  onWait: (pid: number) => void,
): Promise<boolean> {
  await mkdir(directory, { recursive: true });
  return withLock(join(directory, `.lock-${entry.name}`), signal, onWait, async () => {
    let any = false;
    for (const file of entry.files) {
      const path = pathOf(directory, entry, file);
      const part = partOf(directory, entry, file);
      any ||= (await sizeOf(path)) !== undefined || (await sizeOf(part)) !== undefined;
      await rm(path, { force: true });
      await forgetPart(part);
    }
    await forgetEmptyFolders(directory, entry);
    return any;
  });
}
