import { readFile } from "node:fs/promises";
import { join } from "node:path";
import llamaTokenizer from "llama-tokenizer-js";
import * as ort from "onnxruntime-web";
import { MOONSHINE_FILES } from "./moonshine-messages.ts";
import { STT_SAMPLE_RATE_HZ } from "./port.ts";
import { argmax, loopLength, tokenLimit, withoutLoop } from "./tokens.ts";

const START_TOKEN = 1;
const END_TOKEN = 2;
/** Above these, Moonshine's vocabulary has only markers. */
const LLAMA_VOCABULARY = 32_000;
/** Attention of Moonshine tiny: 8 heads of 36 (arXiv 2410.15608, table 1). */
const HEADS = 8;
const HEAD_SIZE = 36;
/** Shorter than the encoder's receptive field, audio is filled up with silence. */
const SHORTEST_SAMPLES = 0.1 * STT_SAMPLE_RATE_HZ;

/** Moonshine tiny, English, greedy. Blocks its thread while it works: never on the main one. */
export class Moonshine {
  readonly #encoder: ort.InferenceSession;
  readonly #decoder: ort.InferenceSession;

  private constructor(encoder: ort.InferenceSession, decoder: ort.InferenceSession) {
    this.#encoder = encoder;
    this.#decoder = decoder;
  }

  /**
   * @param threads of the wasm backend, this one included
   * @throws Error when a file is missing or is no such model
   */
  static async load(folder: string, threads: number): Promise<Moonshine> {
    ort.env.wasm.numThreads = threads;
    const read = async (name: string) => ort.InferenceSession.create(await readFile(join(folder, name)));
    const model = new Moonshine(await read(MOONSHINE_FILES.encoder), await read(MOONSHINE_FILES.decoder));
    await model.transcribe(new Float32Array(STT_SAMPLE_RATE_HZ), () => false); // the first run takes ten times as long
    return model;
  }

  /** Text of up to 30 s of speech at 16 kHz, trimmed; undefined when `stopped` turned true between two steps. */
  async transcribe(pcm: Float32Array, stopped: () => boolean): Promise<string | undefined> {
    if (stopped()) return undefined;
    const heard = pcm.length < SHORTEST_SAMPLES ? filled(pcm) : pcm;
    const input = new ort.Tensor("float32", heard, [1, heard.length]);
    const encoded = output(await this.#encoder.run({ input_values: input }), "last_hidden_state");
    const pastNames = this.#decoder.inputNames.filter((name) => name.startsWith("past_key_values."));
    const past: Record<string, ort.Tensor> = {};
    for (const name of pastNames) past[name] = new ort.Tensor("float32", new Float32Array(0), [0, HEADS, 1, HEAD_SIZE]);

    const tokens: number[] = [];
    const limit = tokenLimit(heard.length / STT_SAMPLE_RATE_HZ);
    while (tokens.length < limit && loopLength(tokens) === 0) {
      if (stopped()) return undefined;
      const first = tokens.length === 0;
      const outputs = await this.#decoder.run({
        input_ids: new ort.Tensor("int64", BigInt64Array.of(BigInt(tokens.at(-1) ?? START_TOKEN)), [1, 1]),
        encoder_hidden_states: encoded,
        use_cache_branch: new ort.Tensor("bool", [!first], [1]),
        ...past,
      });
      const token = argmax(output(outputs, "logits").data as Float32Array);
      if (token === END_TOKEN) break;
      tokens.push(token);
      for (const name of pastNames) {
        // The encoder's keys and values are the same for the whole utterance: those of the first step stay.
        if (first || name.includes(".decoder."))
          past[name] = output(outputs, name.replace("past_key_values", "present"));
      }
    }
    const words = withoutLoop(tokens).filter((token) => token < LLAMA_VOCABULARY);
    return llamaTokenizer.decode(words, false).trim();
  }
}

function filled(pcm: Float32Array): Float32Array {
  const long = new Float32Array(SHORTEST_SAMPLES);
  long.set(pcm);
  return long;
}

function output(outputs: ort.InferenceSession.ReturnType, name: string): ort.Tensor {
  const tensor = outputs[name];
  if (!(tensor instanceof ort.Tensor)) throw new Error(`the model has no output ${name}`);
  return tensor;
}
