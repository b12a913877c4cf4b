import type { Endpoint, EndpointRequest } from "../http/endpoint.ts";
import { NoiseGuard } from "./noise-guard.ts";
import { Patience } from "./patience.ts";
import type { SoundDecoder } from "./pcm-stream.ts";
import type { SpeechChunk } from "./port.ts";

/** The shortest piece passed on, but for the last: a server that drips gives none. */
const PIECE_MS = 20;
/** A clause lasts at most this long, and this much more for each of its characters; more is a model that babbles. */
const [MOST_MS, MOST_MS_PER_CHARACTER] = [15_000, 1_000];
/** Headers and all: some 90 s of the finest format. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface SoundRequest {
  endpoint: Endpoint;
  path: string;
  request: EndpointRequest;
  /** Made for this answer. */
  decoder: SoundDecoder;
  /** The clause, for how long it may last. */
  text: string;
  /** The longest wait for a piece of sound, from the request and from the piece before, ms. */
  silenceMs: number;
}

/**
 * Asks for a clause's sound and gives it as it comes.
 * @throws ProviderError `timeout` when the server is silent, `bad-answer` for what is no sound, none or too much, and as
 *   `Endpoint` does; the signal's reason when aborted. The request is ended in every case.
 */
export async function* soundOf(asked: SoundRequest, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
  const { endpoint, path, request, silenceMs } = asked;
  const patience = new Patience(silenceMs);
  const either = AbortSignal.any([signal, patience.signal]);
  try {
    const response = await endpoint.send(path, request, either);
    for await (const chunk of piecesOf(asked, response, either)) {
      patience.pause();
      yield chunk;
      signal.throwIfAborted();
      patience.restart();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw patience.told(endpoint, error);
  } finally {
    patience.pause();
    asked.decoder.close?.();
  }
}

async function* piecesOf(asked: SoundRequest, response: Response, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
  const { endpoint, decoder, text } = asked;
  const mostMs = MOST_MS + MOST_MS_PER_CHARACTER * text.length;
  const guard = new NoiseGuard();
  let waiting: Float32Array[] = [];
  let [waitingSamples, givenSamples] = [0, 0];

  const take = (pcm: Float32Array, least: number): SpeechChunk | undefined => {
    if (guard.push(pcm)) throw endpoint.badAnswer("the endpoint's sound is loud noise: it is packed or broken");
    if (pcm.length > 0) waiting.push(pcm);
    waitingSamples += pcm.length;
    const sampleRateHz = decoder.sampleRateHz;
    if (sampleRateHz === undefined || waitingSamples === 0 || waitingSamples * 1000 < least * sampleRateHz)
      return undefined;
    givenSamples += waitingSamples;
    if (givenSamples * 1000 > mostMs * sampleRateHz) {
      throw endpoint.badAnswer(`the endpoint's sound is longer than ${mostMs} ms for ${text.length} characters`);
    }
    const chunk = { pcm: joined(waiting, waitingSamples), sampleRateHz };
    [waiting, waitingSamples] = [[], 0];
    return chunk;
  };
  const decode = async (work: () => Float32Array | Promise<Float32Array>): Promise<Float32Array> => {
    try {
      return await work();
    } catch (error) {
      throw endpoint.badAnswer(error instanceof Error ? error.message : "the endpoint's sound cannot be read", error);
    }
  };

  for await (const bytes of endpoint.chunks(response, MOST_BYTES, signal)) {
    const step = decoder.mostBytes ?? bytes.length;
    for (let at = 0; at < bytes.length; at += step) {
      const chunk = take(await decode(() => decoder.push(bytes.subarray(at, at + step))), PIECE_MS);
      if (chunk !== undefined) yield chunk;
    }
  }
  const last = take(await decode(() => decoder.end?.() ?? new Float32Array(0)), 0);
  if (last !== undefined) yield last;
  if (givenSamples === 0) throw endpoint.badAnswer("the endpoint sent no sound");
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const all = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
