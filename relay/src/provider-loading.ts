/** Brings providers to the point where the first person to speak does not wait for a model. */
import type { Device, Provider } from "@hisho/providers/health.ts";
import { everyProvider, type Providers } from "@hisho/providers/registry.ts";
import { warmUpEmbedding, warmUpLlm, warmUpStt, warmUpTts } from "@hisho/providers/warm-up.ts";
import type { Clock } from "./clock.ts";
import { withDeadline } from "./deadline.ts";
import type { Log } from "./log.ts";

/** A cold model that takes longer goes on loading at its server. */
const WARM_UP_MS = 30_000;
const DEVICE_MS = 5_000;

/** `require_gpu: true`, and the server says that it has none: it would answer, slowly, and nobody would know why. */
export class NoGpuError extends Error {
  readonly reason = "no-gpu";

  constructor(where: string) {
    super(
      `${where} reports no GPU, and its entry says require_gpu: true. Start it with a GPU, or take require_gpu away.`,
    );
    this.name = "NoGpuError";
  }
}

/**
 * Loads and warms up. A provider that fails is left to say so in its health.
 * @param loaded those that are in use already
 * @throws NoGpuError when the configuration asks for a GPU and the server says it has none
 */
export async function loadProviders(
  providers: Providers,
  loaded: ReadonlySet<Provider>,
  signal: AbortSignal,
  clock: Clock,
  log: Log,
): Promise<void> {
  const fresh = everyProvider(providers).filter((provider) => !loaded.has(provider));
  await Promise.allSettled(fresh.map((provider) => provider.prepare(signal)));
  const warm = <P extends Provider>(
    role: string,
    list: readonly P[],
    warmUp: (provider: P, signal: AbortSignal) => Promise<void>,
  ): Promise<void>[] =>
    list
      .filter((provider) => !loaded.has(provider) && provider.health().status !== "down")
      .map((provider) =>
        withDeadline(role, WARM_UP_MS, signal, clock, (inner) => warmUp(provider, inner)).catch((error: unknown) => {
          if (!signal.aborted) log.warn("warm-up failed", { role, provider: provider.name, error });
        }),
      );
  await Promise.all([
    ...warm("stt", providers.stt, warmUpStt),
    ...warm("llm", providers.llm, warmUpLlm),
    ...warm("tts", providers.tts, warmUpTts),
    ...warm("embedding", [providers.embedding], warmUpEmbedding),
  ]);
  // Last: Ollama knows what a model runs on once it is loaded.
  await Promise.all(fresh.map((provider) => requireGpu(provider, signal, clock, log)));
}

async function requireGpu(provider: Provider, signal: AbortSignal, clock: Clock, log: Log): Promise<void> {
  if (provider.requiresGpu !== true) return;
  const where = provider.endpoint === undefined ? provider.name : `${provider.name} at ${provider.endpoint}`;
  const asked = await deviceOf(provider, signal, clock);
  if (asked === "cpu") throw new NoGpuError(where);
  if (asked === "unknown") log.warn("require_gpu: the server does not say what it runs on", { provider: where });
}

/** What computes in this process and says nothing does so on its CPU; the browser's recogniser is not within reach. */
export async function deviceOf(provider: Provider, signal: AbortSignal, clock: Clock): Promise<Device> {
  if (provider.device === undefined) {
    return provider.endpoint === undefined && provider.name !== "browser" ? "cpu" : "unknown";
  }
  try {
    return await withDeadline(
      "device",
      DEVICE_MS,
      signal,
      clock,
      (inner) => provider.device?.(inner) ?? Promise.resolve("unknown"),
    );
  } catch {
    signal.throwIfAborted();
    return "unknown";
  }
}
