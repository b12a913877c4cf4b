/** What `/models` and `/health` say of the recognisers. */
import type { Device, Provider } from "@hisho/providers/health.ts";
import type { SpeechToText } from "@hisho/providers/stt/port.ts";
import type { Roles } from "../roles.ts";
import type { Unmet } from "./recogniser.ts";

/** By what name a request may ask for it. */
export const modelOf = (provider: SpeechToText): string => provider.model ?? provider.name;

/** What the recognisers run on, as far as their servers have told. */
export type Devices = ReadonlyMap<Provider, Device>;

/** CTranslate2's words. */
const DEVICE = { gpu: "cuda", cpu: "cpu", unknown: "unknown" } as const;

export interface ModelsSource {
  roles: Roles;
  devices: Devices;
  /** Of each recogniser, in their order, where its entry has one. */
  computeTypes: readonly (string | undefined)[];
}

export function listModels({ roles, devices, computeTypes }: ModelsSource) {
  const health = roles.health().filter(({ role }) => role === "stt");
  return roles.providers.stt.map((provider, at) => ({
    name: modelOf(provider),
    provider: provider.name,
    languages: provider.languages,
    ...(computeTypes[at] === undefined ? {} : { compute_type: computeTypes[at] }),
    device: DEVICE[devices.get(provider) ?? "unknown"],
    is_mock: provider.isMock,
    loaded: health[at]?.health.status === "ok" || health[at]?.health.status === "degraded",
    status: health[at]?.health.status ?? "down",
  }));
}

/** Recognisers that do not run on what DEVICE asks for. */
export function unmetDevice(wanted: "auto" | "cpu" | "cuda", { roles, devices }: ModelsSource): Unmet[] {
  if (wanted === "auto") return [];
  return roles.providers.stt.flatMap((provider): Unmet[] => {
    const device = DEVICE[devices.get(provider) ?? "unknown"];
    if (device === wanted) return [];
    const reason =
      device === "unknown"
        ? "it does not say what it runs on, and is told so only where it is started"
        : `it runs on ${device}; what a recogniser runs on is decided where it is started`;
    return [{ setting: "DEVICE", provider: provider.name, reason }];
  });
}
