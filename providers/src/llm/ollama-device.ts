import * as v from "valibot";
import type { Device } from "../health.ts";
import { Endpoint } from "../http/endpoint.ts";

const LOADED = v.object({
  models: v.array(v.object({ name: v.string(), size_vram: v.optional(v.number(), 0) })),
});

/**
 * What a model runs on, as Ollama's `GET /api/ps` tells it; `unknown` for every other server of chat completions, none
 * of which tells, and for a model that Ollama has not loaded yet.
 * @param endpoint of the chat completions; Ollama's own API begins at its root
 * @throws the signal's reason when aborted
 */
export async function ollamaDevice(endpoint: string, model: string, signal: AbortSignal): Promise<Device> {
  const root = new Endpoint({ role: "llm", url: new URL(endpoint).origin, livePath: "/api/version", probeMs: 0 });
  const answer: unknown = await root.json("/api/ps", {}, signal).catch(() => undefined); // not Ollama
  signal.throwIfAborted();
  const loaded = v.safeParse(LOADED, answer);
  if (!loaded.success) return "unknown";
  const mine = loaded.output.models.find(({ name }) => name === model || name === `${model}:latest`);
  if (mine === undefined) return "unknown";
  return mine.size_vram > 0 ? "gpu" : "cpu";
}
