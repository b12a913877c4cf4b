import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";
import { readJson, sendJson } from "./body.ts";
import { withFault } from "./faults.ts";
import { type Listening, listen } from "./listen.ts";
import { type AskedRequest, answersAlone, type OpenAiServerOptions, record, refuse } from "./openai-api.ts";

export interface EmbeddingsOptions extends OpenAiServerOptions {
  /** The vector of a text. */
  embed(text: string): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** Whether a text has one vector; llama-server without `--pooling` gives one a token. Default true. */
  pools?: boolean;
}

export interface EmbeddingsServer extends Listening {
  /** Its questions so far, oldest first. `url` is its root; OpenAI's API begins at `/v1`. */
  readonly requests: readonly AskedRequest[];
}

const texts = v.union([
  v.pipe(
    v.string(),
    v.transform((text) => [text]),
  ),
  v.array(v.string()),
]);
const OPENAI = v.looseObject({
  model: v.optional(v.string()),
  input: texts,
  encoding_format: v.optional(v.picklist(["float", "base64"]), "float"),
  dimensions: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
const OWN = v.looseObject({ content: texts });

/** `POST …/embeddings` as OpenAI has it and `POST /embedding` as llama-server has it beside that. */
export async function startEmbeddingsServer(options: EmbeddingsOptions): Promise<EmbeddingsServer> {
  const requests: AskedRequest[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response, options, requests).catch(() => response.destroy());
  };
  const { url, close } = await listen(withFault(options.fault, handle));
  return { url, close, requests };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: EmbeddingsOptions,
  requests: AskedRequest[],
): Promise<void> {
  if (answersAlone(request, response, options)) return;
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  const json: unknown = await readJson(request).catch(() => undefined);
  record(requests, request, response, json);
  const vectorsOf = (all: readonly string[]) =>
    Promise.all(all.map(async (text) => Array.from(await options.embed(text))));
  if (pathname === "/embedding") {
    const body = v.safeParse(OWN, json);
    if (!body.success) return refuse(response, 400, "invalid_request_error", '"content" must be provided');
    const { pools = true } = options;
    const vectors = await vectorsOf(body.output.content);
    return write(
      response,
      vectors.map((vector, index) => ({ index, embedding: pools ? [vector] : [vector, vector] })),
    );
  }
  if (!pathname.endsWith("/embeddings")) return refuse(response, 404, "not_found_error", "File Not Found");
  const body = v.safeParse(OPENAI, json);
  if (!body.success) return refuse(response, 400, "invalid_request_error", '"input" must be provided');
  const { input, encoding_format, dimensions, model = options.model ?? "scripted" } = body.output;
  const data = (await vectorsOf(input)).map((vector, index) => ({
    object: "embedding",
    index,
    embedding: encode(vector.slice(0, dimensions), encoding_format),
  }));
  const tokens = Math.ceil(input.join("").length / 4);
  write(response, { object: "list", data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } });
}

/** Base64 is of little-endian float32. */
function encode(vector: readonly number[], format: "float" | "base64"): readonly number[] | string {
  if (format === "float") return vector;
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => {
    bytes.writeFloatLE(value, index * 4);
  });
  return bytes.toString("base64");
}

function write(response: ServerResponse, body: unknown): void {
  sendJson(response, 200, body);
}
