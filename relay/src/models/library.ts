/** The models of the manifest, as the relay has them, fetches them and takes them into use while people talk. */
import { engineAsset } from "@hisho/models/fetch/engine.ts";
import { type ObtainOptions, obtainModel } from "@hisho/models/fetch/obtain.ts";
import { presenceOf } from "@hisho/models/fetch/place.ts";
import { Room } from "@hisho/models/fetch/room.ts";
import { bytesOf, type Weights } from "@hisho/models/fetch/weights.ts";
import { PrepareError } from "@hisho/models/prepare/errors.ts";
import type { Manifest } from "@hisho/models/prepare/manifest.ts";
import { isPrepared } from "@hisho/models/prepare/prepare.ts";
import type { ModelStatus } from "@hisho/protocol";
import { ProviderError } from "@hisho/providers/errors.ts";
import type { Provider } from "@hisho/providers/health.ts";
import type { Log } from "../log.ts";
import { Slots } from "./slots.ts";

/** More at once share one line and make each of them late. */
const AT_ONCE = 2;

export interface LibraryParts {
  manifest: Manifest;
  /** The weights folder. */
  directory: string;
  mirror: string | undefined;
  token: string | undefined;
  tokenToMirror: boolean;
  /** The providers that answer now. */
  inUse: () => readonly Provider[];
  log: Log;
  /** For tests. */
  prepare?: NonNullable<ObtainOptions["prepare"]>;
  room?: Room;
}

interface Job {
  readonly stop: AbortController;
  step: NonNullable<ModelStatus["step"]>;
  receivedBytes: number;
  totalBytes: number;
  /** Never rejects. */
  ended: Promise<void>;
}

type Problem = NonNullable<ModelStatus["problem"]>;

/** What became of a wish to fetch. */
export type Start = "started" | "under-way" | "ready" | "unknown" | "not-for-this-machine";

export class ModelLibrary {
  readonly #parts: LibraryParts;
  readonly #jobs = new Map<string, Job>();
  readonly #problems = new Map<string, Problem>();
  readonly #slots = new Slots(AT_ONCE);
  readonly #room: Room;
  #closed = false;

  constructor(parts: LibraryParts) {
    this.#parts = parts;
    this.#room = parts.room ?? new Room();
  }

  /** In the order of the manifest. A few stats each. */
  async list(): Promise<ModelStatus[]> {
    return Promise.all(this.#parts.manifest.weights.map((entry) => this.#status(entry)));
  }

  /** Starts to fetch, or goes on where an earlier try stopped. */
  async start(name: string): Promise<Start> {
    const entry = this.#entry(name);
    if (entry === undefined) return "unknown";
    if (this.#jobs.has(name)) return "under-way";
    if (engineAsset(entry, this.#parts.manifest).state === "none-for-this-machine") return "not-for-this-machine";
    if (await this.#isThere(entry)) return "ready";
    if (this.#jobs.has(name) || this.#closed) return "under-way";
    const job: Job = {
      stop: new AbortController(),
      step: "waiting",
      receivedBytes: 0,
      totalBytes: 0,
      ended: Promise.resolve(),
    };
    this.#problems.delete(name);
    this.#jobs.set(name, job);
    job.ended = this.#run(entry, job);
    return "started";
  }

  /** Stops a fetch; what came is kept. @returns false when there is no such model */
  async stop(name: string): Promise<boolean> {
    const job = this.#jobs.get(name);
    job?.stop.abort(new Error("stopped"));
    await job?.ended;
    return this.#entry(name) !== undefined;
  }

  /** Stops whatever is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#jobs.keys()].map((name) => this.stop(name)));
  }

  #entry(name: string): Weights | undefined {
    return this.#parts.manifest.weights.find((entry) => entry.name === name);
  }

  async #run(entry: Weights, job: Job): Promise<void> {
    const { log } = this.#parts;
    log.info("model asked for", { model: entry.name });
    try {
      await this.#slots.run(job.stop.signal, () => this.#obtain(entry, job));
      job.step = "load";
      await this.#takeIntoUse(entry, job.stop.signal);
      log.info("model ready", { model: entry.name });
    } catch (error) {
      if (job.stop.signal.aborted) {
        log.info("model not fetched to its end", { model: entry.name });
      } else {
        log.warn("model not fetched", { model: entry.name, error });
        this.#problems.set(entry.name, problemOf(error, job.step));
      }
    } finally {
      this.#jobs.delete(entry.name);
    }
  }

  async #obtain(entry: Weights, job: Job): Promise<void> {
    const { manifest, directory, mirror, token, tokenToMirror, prepare } = this.#parts;
    await obtainModel({
      entry,
      manifest,
      directory,
      mirror,
      token,
      tokenToMirror,
      room: this.#room,
      signal: job.stop.signal,
      onEngine: () => {
        job.step = "engine";
      },
      onProgress: ({ asset, phase, done, total }) => {
        if (asset !== entry.name) return;
        job.step = phase === "verify" ? "check" : phase === "waiting" ? "waiting" : "download";
        job.receivedBytes = done;
        job.totalBytes = total;
      },
      ...(prepare === undefined ? {} : { prepare }),
    });
  }

  /** Those that run it look again; a call that is being heard meanwhile is heard as before. */
  async #takeIntoUse(entry: Weights, signal: AbortSignal): Promise<void> {
    for (const provider of this.#takers(entry)) await provider.lookAgain?.(signal);
  }

  #takers({ folder }: Weights): Provider[] {
    return this.#parts.inUse().filter(({ modelFolders }) => modelFolders?.includes(folder) === true);
  }

  async #isThere(entry: Weights): Promise<boolean> {
    if ((await presenceOf(this.#parts.directory, entry)).state !== "ready") return false;
    const engine = engineAsset(entry, this.#parts.manifest);
    if (engine.state !== "asset") return true;
    const asset = this.#parts.manifest.assets.find(({ name }) => name === engine.name);
    return asset !== undefined && (await isPrepared(asset, this.#parts.directory, new AbortController().signal));
  }

  async #status(entry: Weights): Promise<ModelStatus> {
    const { directory, manifest } = this.#parts;
    const job = this.#jobs.get(entry.name);
    const problem = job === undefined ? this.#problems.get(entry.name) : undefined;
    const presence = await presenceOf(directory, entry);
    const there = presence.state === "ready" && (await this.#isThere(entry));
    const state = job !== undefined ? "fetching" : there ? "ready" : presence.state === "absent" ? "absent" : "partial";
    const hasEngine = engineAsset(entry, manifest).state !== "none-for-this-machine";
    return {
      name: entry.name,
      role: entry.role,
      provider: entry.provider,
      languages: entry.languages,
      licence: entry.licence,
      non_commercial: entry.nonCommercial,
      gated: entry.gated,
      bytes: bytesOf(entry) ?? presence.totalBytes ?? (job !== undefined && job.totalBytes > 0 ? job.totalBytes : null),
      received_bytes: Math.max(job?.receivedBytes ?? 0, presence.receivedBytes),
      state,
      step: job?.step ?? null,
      usable: hasEngine && this.#takers(entry).length > 0,
      problem: problem ?? null,
    };
  }
}

function problemOf(error: unknown, step: Job["step"]): Problem {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof PrepareError) {
    const { reason } = error;
    if (reason === "build") return { reason: "engine", message };
    // npm says in words only whether it was the network; either way it is worth another try later.
    return { reason: reason === "npm" ? (step === "engine" ? "offline" : "engine") : reason, message };
  }
  if (error instanceof ProviderError) return { reason: "load", message };
  return { reason: step === "engine" ? "engine" : "internal", message };
}
