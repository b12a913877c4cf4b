/** The recognisers in use, and what the service says of them. */
import type { Provider } from "@hisho/providers/health.ts";
import type { Clock } from "../clock.ts";
import { deviceOf } from "../provider-loading.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import type { Roles } from "../roles.ts";
import { listModels, unmetDevice } from "./models.ts";
import type { Unmet } from "./recogniser.ts";
import type { AsrSettings } from "./settings.ts";

/** What the last configuration came to. */
export interface Configured {
  unmet: readonly Unmet[];
  computeTypes: readonly (string | undefined)[];
}

export interface HearingParts {
  providers: ProviderSwitch;
  configured: () => Configured;
  settings: AsrSettings;
  preparing: () => boolean;
  clock: Clock;
}

type Status = "ok" | "degraded" | "loading" | "unavailable";

export class Hearing {
  readonly #parts: HearingParts;
  #devices = new Map<Provider, Awaited<ReturnType<typeof deviceOf>>>();

  constructor(parts: HearingParts) {
    this.#parts = parts;
  }

  /** For one request, which lets go of them by `release`. */
  take(): Roles {
    return this.#parts.providers.take();
  }

  /** Asks the recognisers what they run on. @returns settings that none of this can meet */
  async look(signal: AbortSignal): Promise<readonly Unmet[]> {
    const { stt } = this.#parts.providers.current.providers;
    const told = await Promise.all(
      stt.map(async (provider) => [provider, await deviceOf(provider, signal, this.#parts.clock)] as const),
    );
    this.#devices = new Map(told);
    return this.#unmet();
  }

  /** What `/models` answers. */
  async models(signal: AbortSignal) {
    const not_honoured = await this.look(signal);
    return { models: listModels(this.#source()), settings: this.#parts.settings, not_honoured };
  }

  /** What `/health` answers. @param open whether the caller may learn reasons and settings */
  describe(open: boolean) {
    const { roles } = this.#source();
    const health = roles.health().filter(({ role }) => role === "stt");
    const status = this.#status(health.map(({ health: { status: each } }) => each));
    const models = listModels(this.#source());
    const first = models.find(({ loaded }) => loaded) ?? models[0];
    const warnings = health.flatMap(({ provider, health: each }) =>
      each.status === "ok" ? [] : [{ provider, message: each.reason }],
    );
    return {
      status,
      ...(first === undefined
        ? {}
        : { model: first.name, provider: first.provider, device: first.device, languages: first.languages }),
      ...(first?.compute_type === undefined ? {} : { compute_type: first.compute_type }),
      // A reason may name an address or a file: not for strangers.
      ...(open ? { warnings, not_honoured: this.#unmet() } : {}),
    };
  }

  #status(each: readonly string[]): Status {
    if (this.#parts.preparing()) return "loading";
    const working = each.filter((status) => status === "ok" || status === "degraded");
    if (working.length === 0) return each.includes("preparing") ? "loading" : "unavailable";
    return each.every((status) => status === "ok") ? "ok" : "degraded";
  }

  #unmet(): readonly Unmet[] {
    const { configured, settings } = this.#parts;
    return [...configured().unmet, ...unmetDevice(settings.DEVICE, this.#source())];
  }

  #source() {
    return {
      roles: this.#parts.providers.current,
      devices: this.#devices,
      computeTypes: this.#parts.configured().computeTypes,
    };
  }
}
