import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import { WorkerThread } from "../threads/worker-thread.ts";
import type { EmbeddingAnswer, EmbeddingCall } from "./embedding.worker.ts";
import type { Embedding } from "./port.ts";
import { unitVector } from "./unit.ts";

/** Universal Sentence Encoder lite gives 512 numbers (Cer et al., 2018). */
const DIMENSIONS = 512;
/** Between two batches an aborted signal is seen and another caller gets its turn. */
const TEXTS_AT_ONCE = 4;

/**
 * Universal Sentence Encoder lite from npm (Apache-2.0), in a thread of its own. English only: all words of other scripts
 * are unknown to it and any two such texts look alike.
 */
export function createEmbeddedEmbedding(): Embedding {
  return new EmbeddedEmbedding();
}

class EmbeddedEmbedding implements Embedding {
  readonly name = "embedded";
  readonly model = "use-lite-en";
  readonly isMock = false;
  readonly languages = ["en"];
  readonly dimensions = DIMENSIONS;
  readonly version = "use-lite-en/0.2.0";
  #thread: WorkerThread<EmbeddingCall, EmbeddingAnswer> | undefined;
  #health: Health = { status: "preparing", reason: "the English sentence encoder is not loaded yet" };

  health(): Health {
    return this.#health;
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.#ask([], signal);
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let first = 0; first < texts.length; first += TEXTS_AT_ONCE) {
      const batch = texts.slice(first, first + TEXTS_AT_ONCE);
      const answer = await this.#ask(batch, signal);
      if (answer.length !== batch.length) throw badAnswer(`${answer.length} vectors for ${batch.length} texts`);
      for (const values of answer) {
        const vector = unitVector(values);
        if (vector?.length !== DIMENSIONS) throw badAnswer("a vector without length or of another one");
        vectors.push(vector);
      }
    }
    return vectors;
  }

  async close(): Promise<void> {
    this.#health = { status: "down", reason: "closed" };
    await this.#thread?.close();
  }

  async #ask(texts: readonly string[], signal: AbortSignal): Promise<EmbeddingAnswer> {
    signal.throwIfAborted();
    this.#thread ??= this.#start();
    const call = this.#thread.call(texts);
    try {
      const answer = await orAborted(call, signal);
      this.#health = { status: "ok" };
      return answer;
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      const reason = `the English sentence encoder failed: ${(cause as Error).message}`;
      this.#health = { status: "down", reason };
      throw new ProviderError("embedding", "unavailable", reason, { cause, retryable: true });
    }
  }

  #start(): WorkerThread<EmbeddingCall, EmbeddingAnswer> {
    const thread = new WorkerThread<EmbeddingCall, EmbeddingAnswer>(new URL("./embedding.worker.ts", import.meta.url));
    void thread.ended.then(() => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    return thread;
  }
}

const badAnswer = (message: string): ProviderError => new ProviderError("embedding", "bad-answer", message);

/** Settles as `promise` does, or rejects as soon as the signal is aborted; the thread then finishes its batch unheard. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
