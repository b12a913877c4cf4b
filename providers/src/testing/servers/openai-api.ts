/** What the servers of OpenAI's API have in common, in the words of llama.cpp's `llama-server`. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { sendJson } from "./body.ts";
import type { Fault } from "./faults.ts";

export interface OpenAiServerOptions {
  /** Default `scripted`. */
  model?: string;
  /** Asked for when given: as a bearer token, or in Azure's header `api-key`. */
  apiKey?: string;
  /** While true the model is still being loaded: everything is answered 503. */
  isLoading?: () => boolean;
  fault?: Fault | ((request: IncomingMessage) => Fault | undefined);
}

/** One request that came with a body. */
export interface AskedRequest {
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Readonly<Record<string, unknown>>;
  /** How it ended, as soon as it has. */
  ended: Promise<"answered" | "hung-up">;
}

/** A server that runs for days forgets the oldest. */
const MOST_REQUESTS = 1_000;

/** Adds a request to those that a server has got. */
export function record(to: AskedRequest[], request: IncomingMessage, response: ServerResponse, body: unknown): void {
  if (to.length >= MOST_REQUESTS) to.shift();
  to.push({
    url: request.url ?? "",
    headers: request.headers,
    body: typeof body === "object" && body !== null ? { ...body } : {},
    ended: new Promise((resolve) => {
      response.once("close", () => resolve(response.writableFinished ? "answered" : "hung-up"));
    }),
  });
}

/** An error in the shape of llama-server, which OpenAI's clients read as well. */
export function refuse(response: ServerResponse, code: number, type: string, message: string): void {
  sendJson(response, code, { error: { code, message, type } });
}

/** Answers what has no body or may not go on. @returns whether it has answered */
export function answersAlone(
  request: IncomingMessage,
  response: ServerResponse,
  options: OpenAiServerOptions,
): boolean {
  const { model = "scripted", apiKey, isLoading = () => false } = options;
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  const { authorization, "api-key": azureKey } = request.headers;
  if (isLoading()) refuse(response, 503, "unavailable_error", "Loading model");
  else if (pathname === "/health") sendJson(response, 200, { status: "ok" });
  else if (apiKey !== undefined && authorization !== `Bearer ${apiKey}` && azureKey !== apiKey) {
    refuse(response, 401, "authentication_error", "Invalid API Key");
  } else if (pathname.endsWith("/models")) {
    const data = [{ id: model, object: "model", created: 0, owned_by: "llamacpp" }];
    sendJson(response, 200, { object: "list", data });
  } else if (pathname === "/props") {
    sendJson(response, 200, {
      default_generation_settings: { n_ctx: 4096 },
      total_slots: 1,
      model_path: `models/${model}.gguf`,
      build_info: "b0000-scripted",
    });
  } else if (request.method !== "POST") refuse(response, 404, "not_found_error", "File Not Found");
  else return false;
  request.resume();
  return true;
}
