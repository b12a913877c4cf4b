/** What the relay's /ready says of the four roles (docs/protocol.md, "HTTP beside it"). Every byte of it is checked. */
import type { TalkState } from "../../session/talk.ts";
import type { Role } from "../window/look.ts";

export const ROLES: readonly Role[] = ["stt", "llm", "tts", "embedding"];

/** Each light has its own shape and its own word. */
export type LightState = "good" | "partly" | "down" | "standIn" | "preparing" | "unknown";

export interface RoleStatus {
  role: Role;
  provider: string;
  light: LightState;
  languages: readonly string[];
  /** Where it answers, when the relay tells. */
  endpoint: string | null;
}

const LIGHTS: Readonly<Record<string, LightState>> = {
  ok: "good",
  degraded: "partly",
  preparing: "preparing",
  down: "down",
};

/** @returns one entry a known role; empty when `value` is no such answer */
export function parseReady(value: unknown): readonly RoleStatus[] {
  const providers = isRecord(value) && Array.isArray(value.providers) ? value.providers : [];
  return ROLES.flatMap((role) => {
    const found: unknown = providers.find((provider: unknown) => isRecord(provider) && provider.role === role);
    if (!isRecord(found) || typeof found.provider !== "string") return [];
    const light = found.is_mock === true ? "standIn" : (LIGHTS[String(found.status)] ?? "unknown");
    const languages = Array.isArray(found.languages) ? found.languages.filter((tag) => typeof tag === "string") : [];
    const endpoint = typeof found.endpoint === "string" ? found.endpoint : null;
    return [{ role, provider: found.provider, light, languages, endpoint }];
  });
}

/** What the session knows, for as long as /ready has not answered. */
export const fromSession = (providers: NonNullable<TalkState["providers"]>): readonly RoleStatus[] =>
  ROLES.map((role) => {
    const { name, is_mock, languages } = providers[role];
    return { role, provider: name, light: is_mock ? "standIn" : "unknown", languages, endpoint: null };
  });

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
