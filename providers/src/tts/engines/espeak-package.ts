import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { EspeakAnswer, EspeakCall } from "./espeak-messages.ts";

const CHILD = fileURLToPath(new URL("./espeak.child.mjs", import.meta.url));
const FILE = "speech.wav";

interface Waiting {
  resolve: (wav: Uint8Array) => void;
  reject: (error: Error) => void;
}

/** espeak-ng as the npm package an operator has added, in a process of its own that lives until `close`. */
export class EspeakPackage {
  readonly #entry: string;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #lastId = 0;

  /** @param entry file URL of the package's main module */
  constructor(entry: string) {
    this.#entry = entry;
  }

  /**
   * A WAV file of the text. An abort ends the process, and the next call starts another.
   * @throws Error when the process fails
   * @throws the signal's reason when aborted
   */
  synthesise(args: readonly string[], text: string, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    this.#child ??= this.#start();
    const child = this.#child;
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<Uint8Array>((resolve, reject) => {
      const abort = () => {
        this.#waiting.delete(id);
        reject(signal.reason);
        if (this.#waiting.size === 0) this.#end(child, new Error("aborted"));
      };
      signal.addEventListener("abort", abort, { once: true });
      const settled = () => signal.removeEventListener("abort", abort);
      this.#waiting.set(id, {
        resolve: (wav) => {
          settled();
          resolve(wav);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      const call: EspeakCall = { id, args: [...args, "-w", FILE, "--", text], file: FILE };
      child.send(call);
    });
  }

  async close(): Promise<void> {
    if (this.#child !== undefined) this.#end(this.#child, new Error("closed"));
  }

  #start(): ChildProcess {
    const child = fork(CHILD, [this.#entry], {
      serialization: "advanced",
      execArgv: [],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child.on("message", (answer: EspeakAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("error" in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.wav);
    });
    child.once("error", (error) => this.#end(child, error));
    child.once("exit", (code, signal) => this.#end(child, new Error(`espeak-ng ended with ${signal ?? code}`)));
    return child;
  }

  #end(child: ChildProcess, error: Error): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    child.kill("SIGKILL");
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
