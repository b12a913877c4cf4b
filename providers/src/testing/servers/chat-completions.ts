import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";
import { readJson, sendJson } from "./body.ts";
import { withFault } from "./faults.ts";
import { type Listening, listen } from "./listen.ts";
import { type AskedRequest, answersAlone, type OpenAiServerOptions, record, refuse } from "./openai-api.ts";

const BODY = v.looseObject({
  model: v.optional(v.string()),
  messages: v.pipe(v.array(v.looseObject({ role: v.string(), content: v.nullable(v.string()) })), v.minLength(1)),
  stream: v.optional(v.boolean(), false),
  max_tokens: v.nullish(v.number()),
  max_completion_tokens: v.nullish(v.number()),
  tools: v.optional(v.array(v.unknown())),
  stream_options: v.nullish(v.looseObject({ include_usage: v.optional(v.boolean(), false) })),
});
type Body = v.InferOutput<typeof BODY>;
export type ChatCompletionMessage = Body["messages"][number];

type Tokens = AsyncIterable<string> | Iterable<string>;

export interface ChatCompletionsOptions extends OpenAiServerOptions {
  /** The words of an answer, a piece a token. The signal says that the client has hung up. */
  answer(messages: readonly ChatCompletionMessage[], signal: AbortSignal): Tokens;
  /** Thought before the words, beside them as `reasoning_content`. Default none. */
  thoughts?(messages: readonly ChatCompletionMessage[], signal: AbortSignal): Tokens;
  /** The functions it calls in place of an answer, where the request offers tools. Default none. */
  calls?(messages: readonly ChatCompletionMessage[]): readonly { name: string; arguments: string }[];
  /** It answers 400 to requests that offer tools, as servers without a template for them do. Default false. */
  refusesTools?: boolean;
  /** A comment is sent this often, ms, for proxies that drop silent connections. Default: none. */
  keepAliveMs?: number;
  /** Answers Ollama's `GET /api/ps`: what of the model lies on a GPU. Default: it is no Ollama. */
  vramBytes?: number;
}

export interface ChatCompletionsServer extends Listening {
  /** Its completions so far, oldest first. `url` is its root; OpenAI's API begins at `/v1`. */
  readonly requests: readonly AskedRequest[];
}

/**
 * `POST …/chat/completions`, streamed and whole, beside llama-server's `/health`, `/props` and `/v1/models`; Azure's
 * addresses (`/openai/deployments/…/chat/completions?api-version=…`) are served as well.
 */
export async function startChatCompletionsServer(options: ChatCompletionsOptions): Promise<ChatCompletionsServer> {
  const requests: AskedRequest[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    complete(request, response, options, requests).catch(() => response.destroy());
  };
  const { url, close } = await listen(withFault(options.fault, handle));
  return { url, close, requests };
}

async function complete(
  request: IncomingMessage,
  response: ServerResponse,
  options: ChatCompletionsOptions,
  requests: AskedRequest[],
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  if (pathname === "/api/ps" && options.vramBytes !== undefined) {
    const { model: name = "scripted", vramBytes: size_vram } = options;
    sendJson(response, 200, { models: [{ name, model: name, size: 1_000_000_000, size_vram }] });
    return;
  }
  if (answersAlone(request, response, options)) return;
  if (!pathname.endsWith("/chat/completions")) {
    request.resume();
    refuse(response, 404, "not_found_error", "File Not Found");
    return;
  }
  const json: unknown = await readJson(request).catch(() => undefined);
  record(requests, request, response, json);
  const body = v.safeParse(BODY, json);
  if (!body.success) refuse(response, 400, "invalid_request_error", '"messages" is required');
  else if (options.refusesTools === true && body.output.tools !== undefined)
    refuse(response, 400, "invalid_request_error", "tools are not supported by this model");
  else await answer(response, body.output, options);
}

async function answer(response: ServerResponse, body: Body, options: ChatCompletionsOptions): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const { messages, stream } = body;
  const most = body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY;
  const head = { id: `chatcmpl-${randomUUID()}`, created: 0, model: body.model ?? options.model ?? "scripted" };
  const chunk = (choices: unknown[], more: object = {}): void => {
    const event = { ...head, object: "chat.completion.chunk", choices, ...more };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const delta = (words: object): void => chunk([{ index: 0, delta: words, finish_reason: null }]);

  if (stream) response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  const keepAlive = stream && options.keepAliveMs !== undefined ? options.keepAliveMs : undefined;
  const timer = keepAlive === undefined ? undefined : setInterval(() => response.write(": ping\n\n"), keepAlive);
  try {
    if (stream) delta({ role: "assistant", content: null });
    let reasoning = "";
    for await (const piece of options.thoughts?.(messages, gone.signal) ?? []) {
      if (gone.signal.aborted) return;
      reasoning += piece;
      if (stream) delta({ reasoning_content: piece });
    }
    const words: string[] = [];
    let reason = "stop";
    const calls = body.tools === undefined ? [] : (options.calls?.(messages) ?? []);
    if (stream && calls.length > 0) {
      calls.forEach(({ name, arguments: json }, index) => {
        const id = `call_${randomUUID()}`;
        delta({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] });
        // Letter by letter, as models write them.
        for (const piece of json.match(/.{1,5}/gsu) ?? [])
          delta({ tool_calls: [{ index, function: { arguments: piece } }] });
      });
      chunk([{ index: 0, delta: {}, finish_reason: "tool_calls" }]);
      response.end("data: [DONE]\n\n");
      return;
    }
    for await (const piece of options.answer(messages, gone.signal)) {
      if (gone.signal.aborted) return;
      if (words.length >= most) {
        reason = "length";
        break;
      }
      words.push(piece);
      if (stream) delta({ content: piece });
    }
    const usage = usageOf(messages, words.length);
    if (!stream) {
      const message = {
        role: "assistant",
        content: words.join(""),
        ...(reasoning && { reasoning_content: reasoning }),
      };
      const choices = [{ index: 0, message, finish_reason: reason }];
      sendJson(response, 200, { ...head, object: "chat.completion", choices, usage });
      return;
    }
    chunk([{ index: 0, delta: {}, finish_reason: reason }]);
    if (body.stream_options?.include_usage) chunk([], { usage });
    response.end("data: [DONE]\n\n");
  } finally {
    clearInterval(timer);
  }
}

/** Tokens are pieces here; those of a prompt are guessed, four letters each. */
function usageOf(messages: readonly ChatCompletionMessage[], completion: number): object {
  const prompt = Math.ceil(messages.reduce((letters, { content }) => letters + (content?.length ?? 0), 0) / 4);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
