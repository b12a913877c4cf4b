import * as v from "valibot";
import { bearer, Endpoint } from "../http/endpoint.ts";
import { EMBEDDINGS, inOrder } from "./openai.ts";
import type { Embedding } from "./port.ts";
import { RemoteEmbedding, type RemoteEmbeddingOptions } from "./remote-embedding.ts";

export interface LlamaCppEmbeddingOptions extends RemoteEmbeddingOptions {
  /** The server's root, with or without `/v1`, for example `http://127.0.0.1:8082`. */
  endpoint: string;
  /** Sent as a bearer token; no header at all when absent. */
  apiKey?: string;
  /** `/embedding` is llama.cpp's own interface, older than the other. Default `/v1/embeddings`. */
  path?: "/v1/embeddings" | "/embedding";
}

/**
 * What `/embedding` answers: one vector a text, or one for each of its tokens when the server does not pool them. Servers
 * of before 2025 name one text's vector alone, and several in `results`.
 */
const OWN = v.union([
  v.array(v.object({ index: v.number(), embedding: v.array(v.array(v.number())) })),
  v.pipe(
    v.object({ results: v.array(v.object({ embedding: v.array(v.number()) })) }),
    v.transform(({ results }) => results.map(({ embedding }, index) => ({ index, embedding: [embedding] }))),
  ),
  v.pipe(
    v.object({ embedding: v.array(v.number()) }),
    v.transform(({ embedding }) => [{ index: 0, embedding: [embedding] }]),
  ),
]);

/** llama.cpp's `llama-server --embeddings`. */
export function createLlamaCppEmbedding(options: LlamaCppEmbeddingOptions): Embedding {
  const { model, path = "/v1/embeddings", apiKey, probeMs } = options;
  const server = new Endpoint({
    role: "embedding",
    url: options.endpoint.replace(/\/v1\/?$/, ""),
    headers: bearer(apiKey),
    livePath: "/health",
    ...(probeMs === undefined ? {} : { probeMs }),
  });
  function read<Schema extends v.GenericSchema>(schema: Schema, answer: unknown): v.InferOutput<Schema> {
    const result = v.safeParse(schema, answer);
    if (!result.success) throw server.badAnswer("the endpoint answered something that is not a list of embeddings");
    return result.output;
  }
  return new RemoteEmbedding("llama-cpp", options, server, async (texts, signal, mostBytes) => {
    if (path === "/v1/embeddings") {
      const json = { input: texts, encoding_format: "float", ...(model === undefined ? {} : { model }) };
      return inOrder(read(EMBEDDINGS, await server.json(path, { json }, signal, mostBytes)));
    }
    const answer = await server.json(path, { json: { content: texts } }, signal, mostBytes);
    return [...read(OWN, answer)]
      .sort((a, b) => a.index - b.index)
      .map(({ embedding: [vector, ...more] }) => {
        if (vector === undefined || more.length > 0) {
          throw server.badAnswer("the server gives a vector a token: start it with --pooling mean");
        }
        return vector;
      });
  });
}
