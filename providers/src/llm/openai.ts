import * as v from "valibot";
import { ProviderError } from "../errors.ts";
import { bearer, Endpoint } from "../http/endpoint.ts";
import { ollamaDevice } from "./ollama-device.ts";
import type { LanguageModel, ReplyPart, ReplyRequest } from "./port.ts";
import { buildPrompt } from "./prompt.ts";
import { serverSentEvents } from "./server-sent-events.ts";
import { Silence } from "./silence.ts";
import { ThoughtFilter } from "./thoughts.ts";

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
  /** How often `/models` is asked whether the endpoint lives; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
  languages?: readonly string[];
}

/** Thoughts count too: about 30,000 tokens, each in an event of its own. */
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;

/** What is used of a `chat.completion.chunk`; `reasoning` and `reasoning_content` beside the words are left there. */
const CHUNK = v.object({
  choices: v.array(
    v.object({
      delta: v.nullish(v.object({ content: v.nullish(v.string()), refusal: v.nullish(v.string()) })),
      finish_reason: v.nullish(v.string()),
    }),
  ),
});

/** Any server that streams OpenAI's chat completions: llama.cpp, NIM, Ollama, vLLM, LMDeploy, LiteLLM, OpenAI, Azure. */
export function createOpenAiLlm(options: OpenAiLlmOptions): LanguageModel {
  const { model, apiKey, apiVersion, turns = 8, silenceMs = 10_000, startsThinking = false } = options;
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

  /** Words and endings, thoughts still among them. */
  async function* chunks(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<{ words: string; ends: boolean }> {
    const json = { model, messages: buildPrompt(request, turns), stream: true, ...settings };
    const accepts = ["text/event-stream"];
    const response = await endpoint.send(`/chat/completions${query}`, { json, accepts }, signal);
    for await (const data of serverSentEvents(endpoint.chunks(response, MOST_ANSWER_BYTES, signal))) {
      if (data === "[DONE]") {
        yield { words: "", ends: true };
        continue;
      }
      const chunk = v.safeParse(CHUNK, parsed(data));
      if (!chunk.success) throw endpoint.badAnswer("the stream holds something that is not a chat completion");
      const { delta, finish_reason } = chunk.output.choices[0] ?? {};
      yield { words: delta?.content ?? delta?.refusal ?? "", ends: typeof finish_reason === "string" };
    }
  }

  async function* reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    signal.throwIfAborted();
    const silence = new Silence(silenceMs);
    const filter = new ThoughtFilter(startsThinking);
    let isWhole = false;
    try {
      for await (const { words, ends } of chunks(request, AbortSignal.any([signal, silence.signal]))) {
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
