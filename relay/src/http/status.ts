/** What /health and /ready say, and the table of `npm start`. */
import { PROTOCOL_VERSION } from "@hisho/protocol";
import type { Health } from "@hisho/providers/health.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import type { RoleHealth } from "../roles.ts";
import type { Authentication } from "./admission.ts";

export type ServiceStatus = "ok" | "degraded" | "preparing" | "unavailable";

/** A part of the relay that keeps something for the person, or the configuration that its owner wrote. */
export interface KeeperHealth {
  name: "store" | "documents" | "configuration" | "recordings" | "sessions";
  health: Health;
}

export interface StatusSources {
  version: string;
  providers: ProviderSwitch;
  keepers: () => KeeperHealth[];
  preparing: () => boolean;
  shuttingDown: () => boolean;
}

/** @param open whether the caller may learn endpoints and reasons */
export function describeStatus(sources: StatusSources, authentication: Authentication, open: boolean) {
  const roles = sources.providers.current.health();
  const keepers = sources.keepers();
  const warnings = [
    ...roles.flatMap((role) => warningsOf(role)),
    ...keepers.flatMap(({ name, health }) =>
      health.status === "ok" ? [] : [{ stage: name, provider: name, message: health.reason }],
    ),
  ];
  const status = serviceStatus(sources, roles, keepers);
  return {
    status,
    protocols: [PROTOCOL_VERSION],
    version: sources.version,
    auth: authentication,
    providers: roles.map(({ role, provider, endpoint, isMock, languages, health, fallbackCount, restsUntil }) => ({
      role,
      provider,
      ...(open && endpoint !== undefined ? { endpoint } : {}),
      is_mock: isMock,
      languages,
      status: health.status,
      fallback_count: fallbackCount,
      ...(restsUntil === undefined ? {} : { resting_until: restsUntil.toISOString() }),
    })),
    // A reason may name an address or a file: not for strangers.
    warnings: open ? warnings : warnings.map(({ stage, provider }) => ({ stage, provider })),
  };
}

/** 503 while nobody can be served (docs/protocol.md, "HTTP beside it"). */
export const statusCode = (status: ServiceStatus): 200 | 503 => (status === "ok" || status === "degraded" ? 200 : 503);

function serviceStatus(
  sources: StatusSources,
  roles: readonly RoleHealth[],
  keepers: readonly KeeperHealth[],
): ServiceStatus {
  if (sources.shuttingDown()) return "unavailable";
  if (sources.preparing()) return "preparing";
  const allWell =
    keepers.every(({ health }) => health.status === "ok") &&
    roles.every(({ health, isMock }) => health.status === "ok" && !isMock);
  return allWell ? "ok" : "degraded";
}

function warningsOf({ role, provider, isMock, health }: RoleHealth) {
  return [
    ...(isMock ? [{ stage: role, provider, message: `${provider} is a stand-in: its answers are made up.` }] : []),
    ...(health.status === "ok" ? [] : [{ stage: role, provider, message: health.reason }]),
  ];
}
