/** Takes over a changed providers.yaml while people talk: read, loaded, warmed up, then used for new turns. */
import type { ProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import type { Health } from "@hisho/providers/health.ts";
import { awaitingRestart, everyProvider, type Providers } from "@hisho/providers/registry.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import { loadProviders } from "./provider-loading.ts";
import type { ProviderSwitch } from "./provider-switch.ts";
import { Roles } from "./roles.ts";

export interface ReloadParts {
  /** What the providers in use were made of. */
  config: ProvidersConfig;
  /** @throws ConfigError */
  read: () => Promise<ProvidersConfig>;
  /** Keeps the providers of `before` whose entries have not changed. @throws ProviderError */
  create: (config: ProvidersConfig, before: Providers) => Providers;
  providers: ProviderSwitch;
  clock: Clock;
  log: Log;
}

export interface Reloaded {
  /** Providers that were loaded anew. */
  fresh: number;
  /** Roles whose change waits for the next start, because the documents stand in them. */
  awaitingRestart: readonly ("embedding" | "vector_store")[];
}

export class ProviderReload {
  readonly #parts: ReloadParts;
  #config: ProvidersConfig;
  #last: Promise<unknown> = Promise.resolve();
  #health: Health = { status: "ok" };

  constructor(parts: ReloadParts) {
    this.#parts = parts;
    this.#config = parts.config;
  }

  /** As it was last taken over. Holds secrets: `publicConfig` shows it. */
  get config(): ProvidersConfig {
    return this.#config;
  }

  /** Whether the file that was read last is in use, all of it. */
  health(): Health {
    return this.#health;
  }

  /**
   * One at a time. Whatever it throws, the providers in use stay in use.
   * @throws ConfigError, ProviderError, NoGpuError, or the signal's reason when aborted
   */
  reload(signal: AbortSignal): Promise<Reloaded> {
    const result = this.#last.then(() => this.#reload(signal));
    this.#last = result.then(
      ({ awaitingRestart: waiting }) => {
        const reason = `${waiting.join(" and ")} changed in the configuration: in use after the next start`;
        this.#health = waiting.length === 0 ? { status: "ok" } : { status: "degraded", reason };
      },
      (error: Error) => {
        if (signal.aborted) return;
        this.#parts.log.error("providers not changed", { error });
        this.#health = { status: "degraded", reason: `not taken over, what was in use stays: ${error.message}` };
      },
    );
    return result;
  }

  async #reload(signal: AbortSignal): Promise<Reloaded> {
    const { read, create, providers, clock, log } = this.#parts;
    const config = await read();
    const before = providers.current.providers;
    const inUse = new Set(everyProvider(before));
    const next = create(config, before);
    const fresh = everyProvider(next).filter((provider) => !inUse.has(provider));
    try {
      await loadProviders(next, inUse, signal, clock, log);
      signal.throwIfAborted();
    } catch (error) {
      await Promise.allSettled(fresh.map((provider) => provider.close()));
      throw error;
    }
    this.#config = config;
    const kept = new Set(everyProvider(next));
    const unused = [...inUse].filter((provider) => !kept.has(provider));
    void providers
      .replace(new Roles(next, clock, log, { before: providers.current }))
      .then(() => Promise.allSettled(unused.map((provider) => provider.close())));
    log.info("providers changed", { fresh: fresh.map(({ name }) => name), unused: unused.map(({ name }) => name) });
    return { fresh: fresh.length, awaitingRestart: awaitingRestart(config, before) };
  }
}
