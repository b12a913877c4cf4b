import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileDigest } from "../prepare/digest.ts";
import { type DownloadOptions, download, forgetPart } from "../prepare/download.ts";
import { PrepareError } from "../prepare/errors.ts";
import { withLock } from "../prepare/lock.ts";
import type { Progress } from "../prepare/prepare.ts";
import { addressOf, serverOf } from "./address.ts";
import { credentials } from "./credentials.ts";
import { explained } from "./explain.ts";
import { addMeasured, expected, type Figures, readMeasured } from "./measured.ts";
import { forgetEmptyFolders, partOf, pathOf, presenceOf, sizeOf } from "./place.ts";
import { Room } from "./room.ts";
import type { WeightFile, Weights } from "./weights.ts";

export interface GetOptions {
  entry: Weights;
  /** The weights folder; made when absent. */
  directory: string;
  /** A server with the hub's paths, in the hub's place. */
  mirror?: string | undefined;
  /** Shown to the hub for models that it gives to accounts only, and to nobody it leads to. */
  token?: string | undefined;
  /** The mirror is trusted with the token too, over https or on this machine. */
  tokenToMirror?: boolean;
  /** `total` grows while a server is yet to say how long a file is; 0 while nothing is known. */
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
  stallMs?: number;
  /** Shared by downloads that run at the same time. */
  room?: Room;
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
  await mkdir(directory, { recursive: true });
  const waiting = () => options.onProgress({ asset: entry.name, phase: "waiting", done: 0, total: 0 });
  return withLock(join(directory, `.lock-${entry.name}`), signal, waiting, async () => {
    if ((await presenceOf(directory, entry)).state === "ready") return { outcome: "present", trusted: [] };
    return { outcome: "fetched", trusted: await fetchAll(options) };
  });
}

async function fetchAll(options: GetOptions): Promise<Got["trusted"]> {
  const { entry, directory, signal, room = new Room() } = options;
  const measured = await readMeasured(directory);
  const tally = new Tally(entry.files.map((file) => [file, expected(file, measured).bytes ?? 0]));
  const trusted: (Figures & { to: string })[] = [];
  try {
    for (const file of entry.files) tally.set(file, await sizeHere(directory, entry, file));
    await room.claim(tally, directory, tally.left());
    for (const file of entry.files) {
      const known = expected(file, measured);
      const report: Report = (phase, done, total) => {
        tally.set(file, done, total);
        room.shrink(tally, tally.left());
        options.onProgress({ asset: entry.name, phase, ...tally.sum() });
      };
      const size = await sizeOf(pathOf(directory, entry, file));
      if (size !== undefined && size === (known.bytes ?? size)) {
        report("download", size, size);
        continue;
      }
      const admit = (missing: number) => room.claim(tally, directory, missing + tally.left(file));
      const found = await fetchFile(file, known, options, report, admit);
      if (known.sha256 !== undefined) continue;
      await withLock(
        join(directory, ".lock-measured"),
        signal,
        () => {},
        () => addMeasured(directory, file.url, found),
      );
      trusted.push({ ...found, to: file.to });
    }
    return trusted;
  } catch (error) {
    await forgetEmptyFolders(directory, entry);
    throw error;
  } finally {
    room.release(tally);
  }
}

/** Bytes of a file or of its part. */
const sizeHere = async (directory: string, entry: Weights, file: WeightFile): Promise<number> =>
  (await sizeOf(pathOf(directory, entry, file))) ?? (await sizeOf(partOf(directory, entry, file))) ?? 0;

type Admit = (missingBytes: number) => Promise<void>;
type Report = (phase: Progress["phase"], done: number, total: number) => void;

async function fetchFile(
  file: WeightFile,
  known: Partial<Figures>,
  options: GetOptions,
  report: Report,
  admit: Admit,
): Promise<Figures> {
  const part = partOf(options.directory, options.entry, file);
  for (;;) {
    const resumed = ((await sizeOf(part)) ?? 0) > 0;
    await fetchPart(file, part, known, options, report, admit);
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
  admit: Admit,
): Promise<void> {
  const { entry, mirror, token, tokenToMirror = false, signal, stallMs } = options;
  const url = addressOf(file.url, mirror);
  try {
    await download({
      url,
      part,
      ...(known.bytes === undefined ? {} : { totalBytes: known.bytes }),
      onBytes: (done, total) => report("download", done, total),
      admit,
      server: serverOf(url),
      headers: credentials(options, url),
      ...(stallMs === undefined ? {} : { stallMs }),
      ...(options.open === undefined ? {} : { open: options.open }),
      signal,
    });
  } catch (error) {
    if (!(error instanceof PrepareError)) throw error;
    throw explained(error, { entry, file, url, mirror, token, tokenToMirror });
  }
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

/** How far all files of a model are together; a total of 0 is not known yet. */
class Tally {
  readonly #files: Map<WeightFile, { done: number; total: number }>;

  constructor(totals: readonly (readonly [WeightFile, number])[]) {
    this.#files = new Map(totals.map(([file, total]) => [file, { done: 0, total }]));
  }

  set(file: WeightFile, done: number, total = this.#files.get(file)?.total ?? 0): void {
    this.#files.set(file, { done, total });
  }

  sum(): { done: number; total: number } {
    const all = [...this.#files.values()];
    return {
      done: all.reduce((sum, { done }) => sum + done, 0),
      total: all.reduce((sum, { total }) => sum + total, 0),
    };
  }

  /** Bytes still to come, as far as anybody knows. @param but a file that is left out */
  left(but?: WeightFile): number {
    return [...this.#files].reduce(
      (sum, [file, { done, total }]) => (file === but ? sum : sum + Math.max(0, total - done)),
      0,
    );
  }
}
