import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { EndpointProbe } from "../config/endpoint-probe.ts";
import { ProviderError, type ProviderErrorReason } from "../errors.ts";
import type { Health } from "../health.ts";
import type { LanguageModel, ReplyPart, ReplyRequest } from "./port.ts";
import { buildPrompt } from "./prompt.ts";
import { ThoughtFilter } from "./thoughts.ts";

export interface OpenAiLlmOptions {
  /** The base that `/chat/completions` is added to, for example `http://127.0.0.1:8081/v1`. */
  endpoint: string;
  model: string;
  /** Sent as a bearer token; no header at all when absent. */
  apiKey?: string;
  temperature?: number;
  maxTokens?: number;
  /** Exchanges of the conversation sent along. Default 8. */
  turns?: number;
  /** How long the model may be silent, before its first word and between two pieces. Default 10,000. */
  silenceMs?: number;
  /** For models whose template opens the thought itself, so that only `</think>` is seen. Default false. */
  startsThinking?: boolean;
  /** How often `/models` is asked whether the endpoint lives; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
  languages?: readonly string[];
}

/** Any server that streams OpenAI's chat completions: llama.cpp, Ollama, vLLM, NIM, OpenAI itself. */
export function createOpenAiLlm(options: OpenAiLlmOptions): LanguageModel {
  const { endpoint, model, apiKey, turns = 8, silenceMs = 10_000, startsThinking = false } = options;
  const client = new OpenAI({
    baseURL: endpoint,
    apiKey: apiKey ?? "none",
    organization: null,
    project: null,
    maxRetries: 0,
    // The package would log message bodies: they are personal data.
    logLevel: "off",
    ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
  });
  const headers = apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` };
  const probe = new EndpointProbe({
    url: `${endpoint.replace(/\/+$/, "")}/models`,
    headers,
    ...(options.probeMs === undefined ? {} : { everyMs: options.probeMs }),
  });

  async function* reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    signal.throwIfAborted();
    const silence = new Silence(silenceMs);
    const either = AbortSignal.any([signal, silence.signal]);
    const filter = new ThoughtFilter(startsThinking);
    const body: ChatCompletionCreateParamsStreaming = {
      model,
      messages: buildPrompt(request, turns),
      stream: true,
      ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
      ...(options.maxTokens === undefined ? {} : { max_tokens: options.maxTokens }),
    };
    let isWhole = false;
    try {
      for await (const chunk of await client.chat.completions.create(body, { signal: either })) {
        const { words, finished } = read(chunk);
        isWhole ||= finished;
        const text = filter.push(words);
        if (text === "") continue;
        silence.pause();
        yield { type: "text", text };
        signal.throwIfAborted();
        silence.restart();
      }
      either.throwIfAborted();
      if (!isWhole) throw new ProviderError("llm", "bad-answer", "the stream ended early", { retryable: true });
      probe.used({ status: "ok" });
    } catch (error) {
      signal.throwIfAborted();
      const failure = silence.signal.aborted
        ? new ProviderError("llm", "timeout", `no word from the model for ${silenceMs} ms`, { retryable: true })
        : asProviderError(error);
      if (error instanceof APIConnectionError) probe.unreachable(failure.message);
      else probe.used(healthAfter(failure));
      throw failure;
    } finally {
      silence.pause();
    }
    const rest = filter.end();
    if (rest !== "") yield { type: "text", text: rest };
  }

  return {
    name: "openai",
    isMock: false,
    languages: options.languages ?? ["*"],
    endpoint,
    health: () => probe.health(),
    prepare: (signal) => probe.start(signal),
    close: () => probe.stop(),
    reply,
  };
}

/** Aborts when nobody restarts it for `limitMs`. Runs from its making. */
class Silence {
  readonly #abort = new AbortController();
  readonly #limitMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  pause(): void {
    clearTimeout(this.#timer);
  }

  restart(): void {
    this.pause();
    this.#timer = setTimeout(() => this.#abort.abort(), this.#limitMs);
  }
}

/** The words of a chunk; `reasoning` and `reasoning_content` beside them are left where they are. */
function read(chunk: ChatCompletionChunk): { words: string; finished: boolean } {
  const choices: unknown = chunk.choices;
  if (!Array.isArray(choices))
    throw new ProviderError("llm", "bad-answer", "a chunk without choices", { retryable: true });
  const choice = chunk.choices[0];
  const words: unknown = choice?.delta?.content ?? choice?.delta?.refusal ?? "";
  if (typeof words !== "string") {
    throw new ProviderError("llm", "bad-answer", "a chunk whose content is not text", { retryable: true });
  }
  return { words, finished: typeof choice?.finish_reason === "string" };
}

/** Messages name the status only: an answer's body may repeat the key or the person's words. */
function asProviderError(error: unknown): ProviderError {
  const make = (reason: ProviderErrorReason, message: string, retryable: boolean) =>
    new ProviderError("llm", reason, message, { retryable });
  if (error instanceof ProviderError) return error;
  if (error instanceof APIConnectionTimeoutError) return make("timeout", "the endpoint did not answer in time", true);
  if (error instanceof APIConnectionError) {
    return new ProviderError("llm", "unavailable", "the endpoint cannot be reached", { retryable: true, cause: error });
  }
  if (error instanceof APIError && typeof error.status === "number") return fromStatus(error.status, error.code, make);
  return make("bad-answer", "the endpoint sent something that is not a stream of chat completions", true);
}

function fromStatus(
  status: number,
  code: string | null | undefined,
  make: (reason: ProviderErrorReason, message: string, retryable: boolean) => ProviderError,
): ProviderError {
  // OpenAI answers 429 for an empty account too, where waiting does not help.
  if (status === 429) return make("rate-limited", "the endpoint answered 429", code !== "insufficient_quota");
  if (status === 401 || status === 403) return make("unavailable", `the endpoint refused the key (${status})`, false);
  if (status === 404) return make("unavailable", "the endpoint knows no such model or address (404)", false);
  if (status === 408 || status >= 500) return make("unavailable", `the endpoint answered ${status}`, true);
  return make("refused", `the endpoint refused the request (${status})`, false);
}

function healthAfter({ reason, message }: ProviderError): Health {
  return reason === "unavailable" ? { status: "down", reason: message } : { status: "degraded", reason: message };
}
