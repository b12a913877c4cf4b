import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileDigest } from "../prepare/digest.ts";
import { type DownloadOptions, download, forgetPart } from "../prepare/download.ts";
import { PrepareError } from "../prepare/errors.ts";
import { withLock } from "../prepare/lock.ts";
import type { Progress } from "../prepare/prepare.ts";
import { addressOf, serverOf } from "./address.ts";
import { addMeasured, expected, type Figures, readMeasured } from "./measured.ts";
import { partOf, pathOf, presenceOf, sizeOf } from "./place.ts";
import { checkRoom } from "./room.ts";
import type { WeightFile, Weights } from "./weights.ts";

export interface GetOptions {
  entry: Weights;
  /** The weights folder; made when absent. */
  directory: string;
  /** A server with the hub's paths, in the hub's place. */
  mirror?: string | undefined;
  /** For models that the hub gives to accounts only; shown to the hub or the mirror and to nobody they lead to. */
  token?: string | undefined;
  /** `total` grows while a server is yet to say how long a file is; 0 while nothing is known. */
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
  stallMs?: number;
  /** Free bytes where a folder lies; a test says otherwise. */
  free?: (directory: string) => Promise<number>;
  open?: NonNullable<DownloadOptions["open"]>;
}

export interface Got {
  outcome: "present" | "fetched";
  /** Files that nobody knew the hash of: what came first is what later downloads are held against. */
  trusted: readonly (Figures & { to: string })[];
}

/**
 * Brings a model's files into place, each by one rename after its hash has been found right: a provider sees the whole
 * file or none. What is there already is left alone. One process at a time; a second waits and then finds it done.
 * @throws PrepareError as `download`; `corrupt` for a wrong hash too, after which nothing of the file is kept
 * @throws the signal's reason when aborted; what came stays for the next call
 */
export async function getWeights(options: GetOptions): Promise<Got> {
  const { entry, directory, signal } = options;
  if ((await presenceOf(directory, entry)).state === "ready") return { outcome: "present", trusted: [] };
  await mkdir(join(directory, entry.folder), { recursive: true });
  const waiting = () => options.onProgress({ asset: entry.name, phase: "waiting", done: 0, total: 0 });
  return withLock(join(directory, `.lock-${entry.name}`), signal, waiting, async () => {
    if ((await presenceOf(directory, entry)).state === "ready") return { outcome: "present", trusted: [] };
    return { outcome: "fetched", trusted: await fetchAll(options) };
  });
}

async function fetchAll(options: GetOptions): Promise<Got["trusted"]> {
  const { entry, directory, onProgress } = options;
  const measured = await readMeasured(directory);
  const before = await presenceOf(directory, entry);
  if (before.totalBytes !== undefined) {
    await checkRoom(directory, before.totalBytes - before.receivedBytes, options.free);
  }
  const tally = new Tally(entry);
  const trusted: (Figures & { to: string })[] = [];
  for (const file of entry.files) {
    const known = expected(file, measured);
    const report = (phase: Progress["phase"], done: number, total: number) => {
      tally.set(file, done, total);
      onProgress({ asset: entry.name, phase, ...tally.sum() });
    };
    const size = await sizeOf(pathOf(directory, entry, file));
    if (size !== undefined && size === (known.bytes ?? size)) {
      report("download", size, size);
      continue;
    }
    const found = await fetchFile(file, known, options, report);
    if (known.sha256 !== undefined) continue;
    const book = join(directory, ".lock-measured");
    await withLock(
      book,
      options.signal,
      () => {},
      () => addMeasured(directory, file.url, found),
    );
    trusted.push({ ...found, to: file.to });
  }
  return trusted;
}

type Report = (phase: Progress["phase"], done: number, total: number) => void;

async function fetchFile(
  file: WeightFile,
  known: Partial<Figures>,
  options: GetOptions,
  report: Report,
): Promise<Figures> {
  const part = partOf(options.directory, options.entry, file);
  await mkdir(dirname(part), { recursive: true });
  for (;;) {
    const resumed = ((await sizeOf(part)) ?? 0) > 0;
    await fetchPart(file, part, known, options, report);
    const bytes = (await sizeOf(part)) ?? 0;
    report("verify", bytes, bytes);
    const sha256 = await fileDigest(part, "sha256", "hex", options.signal);
    if (known.sha256 === undefined || known.sha256 === sha256) {
      await settle(part, pathOf(options.directory, options.entry, file));
      return { bytes, sha256 };
    }
    await forgetPart(part);
    // A part that another day, another server or a full disk began is worth one more try from its first byte.
    if (!resumed) throw new PrepareError("corrupt", wrongHash(file, known.sha256, sha256));
  }
}

async function fetchPart(
  file: WeightFile,
  part: string,
  known: Partial<Figures>,
  options: GetOptions,
  report: Report,
): Promise<void> {
  const { directory, mirror, token, signal, stallMs } = options;
  const url = addressOf(file.url, mirror);
  try {
    await download({
      url,
      part,
      ...(known.bytes === undefined ? {} : { totalBytes: known.bytes }),
      onBytes: (done, total) => report("download", done, total),
      admit: (missing) => checkRoom(directory, missing, options.free),
      server: serverOf(url),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
      ...(stallMs === undefined ? {} : { stallMs }),
      ...(options.open === undefined ? {} : { open: options.open }),
      signal,
    });
  } catch (error) {
    throw error instanceof PrepareError ? explained(error, file, url, options) : error;
  }
}

/** The same error with what can be done about it. */
function explained(error: PrepareError, file: WeightFile, url: string, { entry, token }: GetOptions): PrepareError {
  const { reason, cause, message } = error;
  const again = (text: string) => new PrepareError(reason, `${file.to}: ${text}`, { cause });
  if (reason === "offline") {
    return again(`${message}. Is this machine offline? A mirror in the network will do: --mirror URL, or HF_ENDPOINT.`);
  }
  if (reason === "refused" && (cause === 401 || cause === 403)) {
    if (!entry.gated) return again(message);
    const page = file.url.split("/resolve/", 1)[0];
    return again(
      token === undefined
        ? `${message}. Accept the terms at ${page} and set HF_TOKEN to a token of that account.`
        : `${message}. The account of HF_TOKEN has to accept the terms at ${page}.`,
    );
  }
  if (reason === "refused" && cause === 404) return again(`${message}: there is no such file at ${url}`);
  if (reason === "broken") return again(`${message}; the next try goes on from there`);
  return again(message);
}

const wrongHash = (file: WeightFile, wanted: string, found: string): string =>
  `${file.to} came with the SHA-256 ${found} where ${wanted} was expected; nothing of it is kept`;

/** Into place in one step. The folder is written too, so that the name outlives a power cut. */
async function settle(part: string, path: string): Promise<void> {
  await rename(part, path);
  if (process.platform === "win32") return; // there no folder can be opened
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** How far all files of a model are together. */
class Tally {
  readonly #files: Map<WeightFile, { done: number; total: number }>;

  constructor({ files }: Weights) {
    this.#files = new Map(files.map((file) => [file, { done: 0, total: file.bytes ?? 0 }]));
  }

  set(file: WeightFile, done: number, total: number): void {
    this.#files.set(file, { done, total });
  }

  sum(): { done: number; total: number } {
    const all = [...this.#files.values()];
    return {
      done: all.reduce((sum, { done }) => sum + done, 0),
      total: all.reduce((sum, { total }) => sum + total, 0),
    };
  }
}
