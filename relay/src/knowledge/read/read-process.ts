/** The relay's end of the process that reads files. */
import { type ChildProcess, fork } from "node:child_process";
import { getPriority, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import type { ReadResult } from "./read-document.ts";
import type { ReadAnswer, ReadCall } from "./read-messages.ts";

const BOOT = fileURLToPath(new URL("./boot.mjs", import.meta.url));
/** Whoever talks goes first. */
const NICE = 10;

export interface ReadProcessLimits {
  /** Of JavaScript objects, MiB. */
  mostMemoryMb: number;
  /** Of the whole process while it reads a file. */
  mostGrowthBytes: number;
}

export class ReadProcess {
  readonly #child: ChildProcess;
  readonly #over: Promise<never>;
  #ended: Promise<void>;
  #waiting: ((result: ReadResult) => void) | undefined;
  /** Settles when it can read. Rejects when it ended before. */
  readonly ready: Promise<void>;

  constructor({ mostMemoryMb, mostGrowthBytes }: ReadProcessLimits) {
    this.#child = fork(BOOT, [`${mostGrowthBytes}`], {
      execArgv: [`--max-old-space-size=${mostMemoryMb}`],
      // Nothing that the relay was told, keys least of all: what is read may come from anybody.
      env: { ...(process.env.TMPDIR === undefined ? {} : { TMPDIR: process.env.TMPDIR }) },
      serialization: "advanced",
      stdio: ["pipe", "ignore", "ignore", "ipc"],
    });
    const child = this.#child;
    child.stdin?.on("error", () => {}); // it has ended, which is told by `exit`
    this.#ended = new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    this.#over = this.#ended.then(() => {
      throw new Error("the process that reads files has ended");
    });
    this.#over.catch(() => {}); // told to whoever waits for it
    const ready = new Promise<void>((resolve) => {
      child.on("message", (answer: ReadAnswer) => {
        if (answer.type === "ready") resolve();
        else this.#waiting?.(answer.result);
      });
    });
    this.ready = Promise.race([ready, this.#over]);
    this.ready.catch(() => {}); // told to whoever waits for it
    this.#beBehind();
  }

  /** One file after the other. @throws Error when the process ends before it is read */
  async read(bytes: Uint8Array, name: string, declared: string | undefined): Promise<ReadResult> {
    const read = new Promise<ReadResult>((resolve) => {
      this.#waiting = resolve;
    });
    this.#child.send({ name, bytes: bytes.length, declared } satisfies ReadCall, () => {}); // as above
    this.#child.stdin?.write(bytes);
    return Promise.race([read, this.#over]);
  }

  /** Ends it at once, in the middle of whatever it does. */
  async close(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #beBehind(): void {
    try {
      if (this.#child.pid !== undefined) setPriority(this.#child.pid, Math.min(19, getPriority() + NICE));
    } catch {
      // It has ended already, or the system does not let it: it reads at the common pace.
    }
  }
}
