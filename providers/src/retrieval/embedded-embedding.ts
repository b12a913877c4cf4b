import { availableParallelism } from "node:os";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import { WorkerThread } from "../threads/worker-thread.ts";
import type { EmbeddingAnswer, EmbeddingCall } from "./embedding.worker.ts";
import type { Embedding, EmbeddingUse } from "./port.ts";
import { unitVector } from "./unit.ts";

/** Universal Sentence Encoder lite gives 512 numbers (Cer et al., 2018). */
const DIMENSIONS = 512;
/** Between two batches an aborted signal is seen and another caller gets its turn: 50 ms a text of full length. */
const TEXTS_AT_ONCE = 2;
/** From so many texts on, threads of their own make the vectors, behind whoever talks. */
const MANY_TEXTS = 8;
const MOST_THREADS = 4;
/** A tenth of what whoever talks gets (sched(7)): at 19, a hundredth, a busy machine would never come to an end with a file. */
const NICE = 10;
/** Without work for so long those threads end: each has the model, 150 MB. */
const IDLE_MS = 60_000;

/**
 * Universal Sentence Encoder lite from npm (Apache-2.0), in a thread of its own. English only: all words of other scripts
 * are unknown to it and any two such texts look alike.
 */
export function createEmbeddedEmbedding(): Embedding {
  return new EmbeddedEmbedding();
}

type Thread = WorkerThread<EmbeddingCall, EmbeddingAnswer>;

class EmbeddedEmbedding implements Embedding {
  readonly name = "embedded";
  readonly model = "use-lite-en";
  readonly isMock = false;
  readonly languages = ["en"];
  readonly dimensions = DIMENSIONS;
  readonly version = "use-lite-en/0.2.0";
  #thread: Thread | undefined;
  /** For many texts at a time; one processor is left to whoever talks, where there are several. */
  readonly #crew: (Thread | undefined)[] = Array.from(
    { length: Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1)) },
    () => undefined,
  );
  #atWork = 0;
  #idle: NodeJS.Timeout | undefined;
  #health: Health = { status: "preparing", reason: "the English sentence encoder is not loaded yet" };

  health(): Health {
    return this.#health;
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.#ask(this.#talking(), [], signal);
  }

  async embed(texts: readonly string[], signal: AbortSignal, use: EmbeddingUse = "passage"): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    // Once they are there they take the few as well: a question waits for nobody's passage.
    const isMuch =
      use === "passage" && (texts.length >= MANY_TEXTS || this.#crew.some((thread) => thread !== undefined));
    let next = 0;
    const work = async (thread: () => Thread): Promise<void> => {
      while (next < texts.length) {
        const first = next;
        next += TEXTS_AT_ONCE;
        const batch = texts.slice(first, first + TEXTS_AT_ONCE);
        const answer = await this.#ask(thread(), batch, signal);
        if (answer.length !== batch.length) throw badAnswer(`${answer.length} vectors for ${batch.length} texts`);
        for (const [place, values] of answer.entries()) {
          const vector = unitVector(values);
          if (vector?.length !== DIMENSIONS) throw badAnswer("a vector without length or of another one");
          vectors[first + place] = vector;
        }
      }
    };
    if (!isMuch) {
      await work(() => this.#talking());
      return vectors;
    }
    clearTimeout(this.#idle);
    this.#atWork += 1;
    try {
      await Promise.all(this.#crew.map((_, place) => work(() => this.#crewman(place))));
    } finally {
      this.#atWork -= 1;
      if (this.#atWork === 0) this.#idle = setTimeout(() => void this.#dismiss(), IDLE_MS).unref();
    }
    return vectors;
  }

  async close(): Promise<void> {
    this.#health = { status: "down", reason: "closed" };
    await Promise.all([this.#thread?.close(), this.#dismiss()]);
  }

  async #ask(thread: Thread, texts: readonly string[], signal: AbortSignal): Promise<EmbeddingAnswer> {
    signal.throwIfAborted();
    const call = thread.call(texts);
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

  #talking(): Thread {
    this.#thread ??= start((ended) => {
      if (this.#thread === ended) this.#thread = undefined;
    });
    return this.#thread;
  }

  #crewman(place: number): Thread {
    const thread =
      this.#crew[place] ??
      start(
        (ended) => {
          if (this.#crew[place] === ended) this.#crew[place] = undefined;
        },
        { nice: NICE },
      );
    this.#crew[place] = thread;
    return thread;
  }

  async #dismiss(): Promise<void> {
    clearTimeout(this.#idle);
    const threads = this.#crew.splice(0, this.#crew.length, ...this.#crew.map(() => undefined));
    await Promise.all(threads.map((thread) => thread?.close()));
  }
}

function start(onEnd: (thread: Thread) => void, limits?: { nice: number }): Thread {
  const thread: Thread = new WorkerThread(new URL("./embedding.worker.ts", import.meta.url), limits);
  void thread.ended.then(() => onEnd(thread));
  return thread;
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
