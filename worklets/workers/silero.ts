/**
 * Silero VAD v6 on onnxruntime-web: one thread, wasm and model from the page's own origin. On sustained vowels of old
 * recordings v5 falls below 0.2 where v6 stays above its threshold.
 */

import modelUrl from "@ricky0123/vad-web/dist/silero_vad_v6.onnx?url";
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { HOP_SAMPLES, VAD_RATE_HZ } from "../dsp/uplink.ts";

/** The model wants the end of the hop before in front of each hop; without it the probabilities sink. */
const CONTEXT_SAMPLES = 64;
const STATE_SHAPE = [2, 1, 128];

export class Silero {
  readonly #session: InferenceSession;
  readonly #input = new Float32Array(CONTEXT_SAMPLES + HOP_SAMPLES);
  readonly #rate = new Tensor("int64", BigInt64Array.of(BigInt(VAD_RATE_HZ)), []);
  #state: Tensor = new Tensor("float32", new Float32Array(STATE_SHAPE.reduce((a, b) => a * b)), STATE_SHAPE);

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /** @throws Error when the model or the wasm cannot be fetched or compiled */
  static async load(): Promise<Silero> {
    env.wasm.numThreads = 1;
    env.wasm.wasmPaths = { wasm: new URL(wasmUrl, import.meta.url).href };
    const response = await fetch(new URL(modelUrl, import.meta.url));
    if (!response.ok) throw new Error(`the voice detector's model answered ${response.status}`);
    const model = new Uint8Array(await response.arrayBuffer());
    return new Silero(await InferenceSession.create(model, { executionProviders: ["wasm"] }));
  }

  /** @param hop 512 samples at 16 kHz, the ones after the last call's. @returns probability of a voice, 0 to 1 */
  async probability(hop: Float32Array): Promise<number> {
    this.#input.copyWithin(0, HOP_SAMPLES);
    this.#input.set(hop, CONTEXT_SAMPLES);
    const input = new Tensor("float32", this.#input, [1, this.#input.length]);
    const { output, stateN } = await this.#session.run({ input, state: this.#state, sr: this.#rate });
    if (output === undefined || stateN === undefined) throw new Error("the voice detector's model gave no answer");
    this.#state = stateN;
    return Number(output.data[0]);
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}
