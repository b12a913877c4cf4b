import * as v from "valibot";
import { bearer, Endpoint } from "../http/endpoint.ts";
import type { Embedding } from "./port.ts";
import { RemoteEmbedding, type RemoteEmbeddingOptions } from "./remote-embedding.ts";

export interface OpenAiEmbeddingOptions extends RemoteEmbeddingOptions {
  /** The base that `/embeddings` is added to, for example `http://127.0.0.1:8082/v1`. */
  endpoint: string;
  model: string;
  /** Sent as a bearer token; no header at all when absent. */
  apiKey?: string;
  /** Azure's `api-version`; with it the key goes into Azure's header `api-key`. */
  apiVersion?: string;
  /** Whether the server is asked for `dimensions` numbers, for models that can shorten their vectors. Default false. */
  shortens?: boolean;
}

/** An answer of `/v1/embeddings` with `encoding_format: float`. */
export const EMBEDDINGS = v.object({
  data: v.array(v.object({ index: v.number(), embedding: v.array(v.number()) })),
});

/** @returns the vectors in the order of their texts */
export const inOrder = ({ data }: v.InferOutput<typeof EMBEDDINGS>): number[][] =>
  [...data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);

/** Any server of OpenAI's `/v1/embeddings`: OpenAI, Azure, vLLM, Ollama, LiteLLM, text-embeddings-inference. */
export function createOpenAiEmbedding(options: OpenAiEmbeddingOptions): Embedding {
  const { model, apiKey, apiVersion, dimensions, shortens = false, probeMs } = options;
  const query = apiVersion === undefined ? "" : `?api-version=${encodeURIComponent(apiVersion)}`;
  const isAzure = apiVersion !== undefined && apiKey !== undefined;
  const server = new Endpoint({
    role: "embedding",
    url: options.endpoint,
    headers: isAzure ? { "api-key": apiKey } : bearer(apiKey),
    livePath: `/models${query}`,
    ...(probeMs === undefined ? {} : { probeMs }),
  });
  return new RemoteEmbedding("openai", options, server, async (texts, signal, mostBytes) => {
    const json = {
      model,
      input: texts,
      encoding_format: "float",
      ...(shortens && dimensions !== undefined ? { dimensions } : {}),
    };
    const answer = v.safeParse(EMBEDDINGS, await server.json(`/embeddings${query}`, { json }, signal, mostBytes));
    if (!answer.success) throw server.badAnswer("the endpoint answered something that is not a list of embeddings");
    return inOrder(answer.output);
  });
}
