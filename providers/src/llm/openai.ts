import * as v from "valibot";
import { ProviderError } from "../errors.ts";
import { bearer, Endpoint } from "../http/endpoint.ts";
import { ollamaDevice } from "./ollama-device.ts";
import type { LanguageModel, ReplyPart, ReplyRequest, WritingTask } from "./port.ts";
import { buildPrompt, type PromptMessage } from "./prompt.ts";
import { commanded } from "./secretary/answer.ts";
import { serverSentEvents } from "./server-sent-events.ts";
import { Silence } from "./silence.ts";
import { ThoughtFilter } from "./thoughts.ts";
import { CALL_PIECES, CallCollector } from "./tool-calls.ts";
import { callTool, type Tool, type WrittenCall } from "./tools.ts";

export interface OpenAiLlmOptions {
  /** The base that `/chat/completions` is added to, for example `http://127.0.0.1:8081/v1`. */
  endpoint: string;
  model: string;
  /** Sent as a bearer token; no header at all when absent. */
  apiKey?: string;
  /** Azure's `api-version`, for example `2024-10-21`; with it the key goes into Azure's header `api-key`. */
  apiVersion?: string;
  temperature?: number;
  maxTokens?: number;
  /** The name `maxTokens` is sent under: OpenAI's reasoning models know only the longer one. Default `max_tokens`. */
  maxTokensField?: "max_tokens" | "max_completion_tokens";
  /** Exchanges of the conversation sent along. Default 8. */
  turns?: number;
  /** How long the model may be silent, before its first word and between two pieces. Default 10,000. */
  silenceMs?: number;
  /** For models whose template opens the thought itself, so that only `</think>` is seen. Default false. */
  startsThinking?: boolean;
  /** Tells the model's chat template whether to think (Qwen3 and others on llama.cpp, vLLM, NIM, LMDeploy). */
  thinking?: boolean;
  /** How much to think (OpenAI, gpt-oss); `none` ends it in Ollama. */
  reasoningEffort?: "none" | "minimal" | "low" | "medium" | "high";
  /** Whether the model is offered the secretary's tools. Default true; a server that refuses them is asked without. */
  tools?: boolean;
  /** How often `/models` is asked whether the endpoint lives; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
  languages?: readonly string[];
  /** Monotonic, ms. Default the machine's. */
  now?: () => number;
}

/** Thoughts count too: about 30,000 tokens, each in an event of its own. */
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;

/**
 * A request that was refused with tools and taken without may have been refused for something else, such as its length:
 * so much later tools are offered again. A server that has none refuses one request in so long.
 */
const WITHOUT_TOOLS_MS = 10 * 60_000;

/** Times the model may call tools before it has to answer. */
const MOST_TOOL_ROUNDS = 4;

/** What is used of a `chat.completion.chunk`; `reasoning` and `reasoning_content` beside the words are left there. */
const CHUNK = v.object({
  choices: v.array(
    v.object({
      delta: v.nullish(
        v.object({
          content: v.nullish(v.string()),
          refusal: v.nullish(v.string()),
          tool_calls: v.nullish(CALL_PIECES),
        }),
      ),
      finish_reason: v.nullish(v.string()),
    }),
  ),
});

/** Ollama and vLLM answer 400 for a model without tools, llama-server without --jinja 500; one that is only down is none. */
const mayMeanTools = (error: unknown): boolean =>
  error instanceof ProviderError && (error.reason === "refused" || error.status === 500 || error.status === 501);

/** Any server that streams OpenAI's chat completions: llama.cpp, NIM, Ollama, vLLM, LMDeploy, LiteLLM, OpenAI, Azure. */
export function createOpenAiLlm(options: OpenAiLlmOptions): LanguageModel {
  const { model, apiKey, apiVersion, turns = 8, silenceMs = 10_000, startsThinking = false } = options;
  const { now = () => performance.now() } = options;
  const query = apiVersion === undefined ? "" : `?api-version=${encodeURIComponent(apiVersion)}`;
  const isAzure = apiVersion !== undefined && apiKey !== undefined;
  const endpoint = new Endpoint({
    role: "llm",
    url: options.endpoint,
    headers: isAzure ? { "api-key": apiKey } : bearer(apiKey),
    livePath: `/models${query}`,
    ...(options.probeMs === undefined ? {} : { probeMs: options.probeMs }),
  });
  const settings = settingsOf(options);

  let withoutToolsUntil = options.tools === false ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const refusesTools = (): boolean => now() < withoutToolsUntil;

  /** Opens the answer; a server that knows no tools is told of none for a while. */
  async function open(messages: readonly Message[], tools: Offer | undefined, signal: AbortSignal): Promise<Response> {
    const path = `/chat/completions${query}`;
    const accepts = ["text/event-stream"];
    const body = { model, messages, stream: true, ...settings };
    if (tools === undefined || refusesTools()) return endpoint.send(path, { json: body, accepts }, signal);
    try {
      return await endpoint.send(path, { json: { ...body, ...tools }, accepts }, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!mayMeanTools(error)) throw error;
      if (messages.some(({ role }) => role === "tool")) throw error;
      const response = await endpoint.send(path, { json: body, accepts }, signal);
      withoutToolsUntil = now() + WITHOUT_TOOLS_MS;
      return response;
    }
  }

  /** Words and endings, thoughts still among them; what is called goes to `calls`. */
  async function* chunks(
    response: Response,
    calls: CallCollector,
    signal: AbortSignal,
  ): AsyncGenerator<{ words: string; ends: boolean }> {
    for await (const data of serverSentEvents(endpoint.chunks(response, MOST_ANSWER_BYTES, signal))) {
      if (data === "[DONE]") {
        yield { words: "", ends: true };
        continue;
      }
      const chunk = v.safeParse(CHUNK, parsed(data));
      if (!chunk.success) throw endpoint.badAnswer("the stream holds something that is not a chat completion");
      const { delta, finish_reason } = chunk.output.choices[0] ?? {};
      calls.push(delta?.tool_calls ?? []);
      yield { words: delta?.content ?? delta?.refusal ?? "", ends: typeof finish_reason === "string" };
    }
  }

  /** One answer of the model, from its first word to its last. */
  async function* round(
    messages: readonly Message[],
    tools: Offer | undefined,
    calls: CallCollector,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart> {
    const silence = new Silence(silenceMs);
    const filter = new ThoughtFilter(startsThinking);
    let isWhole = false;
    try {
      const either = AbortSignal.any([signal, silence.signal]);
      for await (const { words, ends } of chunks(await open(messages, tools, either), calls, either)) {
        isWhole ||= ends;
        const text = filter.push(words);
        if (text === "") continue;
        silence.pause();
        yield { type: "text", text };
        signal.throwIfAborted();
        silence.restart();
      }
      if (!isWhole) throw endpoint.badAnswer("the stream ended early");
    } catch (error) {
      signal.throwIfAborted();
      if (!silence.signal.aborted) throw error;
      // A server that has said its last word may take its time to hang up.
      if (!isWhole) {
        const failure = new ProviderError("llm", "timeout", `no word from the model for ${silenceMs} ms`, {
          retryable: true,
        });
        endpoint.failed(failure);
        throw failure;
      }
    } finally {
      silence.pause();
    }
    const rest = filter.end();
    if (rest !== "") yield { type: "text", text: rest };
  }

  async function* reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    signal.throwIfAborted();
    const { tools = [] } = request;
    const refusedBefore = refusesTools();
    const done = refusedBefore ? await commanded(request) : undefined;
    if (done !== undefined) {
      yield* done;
      return;
    }
    const prompt = refusedBefore ? { ...request, tools: [] } : request;
    const messages: Message[] = buildPrompt(prompt, turns);
    for (let at = 0; ; at += 1) {
      const calls = new CallCollector();
      yield* round(messages, offerOf(tools, at === MOST_TOOL_ROUNDS), calls, signal);
      const written = at === MOST_TOOL_ROUNDS || tools.length === 0 ? [] : calls.calls(at);
      if (written.length === 0) {
        // The server has just shown that it takes no tools: what was to be remembered is, by rules.
        if (refusesTools() && !refusedBefore) yield* after(await commanded(request));
        return;
      }
      messages.push(callMessage(written));
      for (const call of written) {
        const said = await callTool(tools, call, request, signal);
        messages.push({ role: "tool", tool_call_id: call.id, content: said });
        yield { type: "tool", name: call.name, said };
        signal.throwIfAborted();
      }
    }
  }

  async function* write({ instructions, material }: WritingTask, signal: AbortSignal): AsyncGenerator<string> {
    signal.throwIfAborted();
    const messages: Message[] = [
      { role: "system", content: instructions },
      { role: "user", content: material },
    ];
    for await (const part of round(messages, undefined, new CallCollector(), signal)) {
      if (part.type === "text") yield part.text;
    }
  }

  return {
    name: "openai",
    isMock: false,
    languages: options.languages ?? ["*"],
    model,
    endpoint: options.endpoint,
    health: () => endpoint.health(),
    prepare: (signal) => endpoint.prepare(signal),
    device: (signal) => ollamaDevice(options.endpoint, model, signal),
    close: () => endpoint.close(),
    reply,
    write,
  };
}

/** Below what the model has said already. */
function after(parts: readonly ReplyPart[] = []): ReplyPart[] {
  return parts.map((part) => (part.type === "text" ? { ...part, text: `\n\n${part.text}` } : part));
}

interface CallMessage {
  role: "assistant";
  /** Some templates fail on null. */
  content: string;
  tool_calls: { id: string; type: "function"; function: { name: string; arguments: string } }[];
}
type Message = PromptMessage | CallMessage | { role: "tool"; tool_call_id: string; content: string };

interface Offer {
  tools: { type: "function"; function: Pick<Tool, "name" | "description" | "parameters"> }[];
  tool_choice?: "none";
}

/** @param isLast the model has called enough and is to answer; it still sees what it called */
function offerOf(tools: readonly Tool[], isLast: boolean): Offer | undefined {
  if (tools.length === 0) return undefined;
  return {
    tools: tools.map(({ name, description, parameters }) => ({
      type: "function",
      function: { name, description, parameters },
    })),
    ...(isLast ? { tool_choice: "none" } : {}),
  };
}

/** What the model called, as it is told it afterwards. What is not JSON would break the templates of some servers. */
function callMessage(calls: readonly WrittenCall[]): CallMessage {
  return {
    role: "assistant",
    content: "",
    tool_calls: calls.map(({ id, name, arguments: json }) => ({
      id,
      type: "function",
      function: { name, arguments: parsed(json) === undefined ? "{}" : json },
    })),
  };
}

/** What a request says besides model and messages. Servers refuse fields they do not know: only what was asked for. */
function settingsOf(options: OpenAiLlmOptions): Record<string, unknown> {
  const { temperature, maxTokens, maxTokensField = "max_tokens", thinking, reasoningEffort } = options;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { [maxTokensField]: maxTokens }),
    ...(thinking === undefined ? {} : { chat_template_kwargs: { enable_thinking: thinking } }),
    ...(reasoningEffort === undefined ? {} : { reasoning_effort: reasoningEffort }),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
