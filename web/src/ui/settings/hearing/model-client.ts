/** The relay's models by HTTP (docs/protocol.md, "HTTP beside it"). Every byte of an answer is checked. */
import { type ModelStatus, parseModels } from "@hisho/protocol";

export type ModelWish = { wish: "look" } | { wish: "fetch" | "stop"; name: string };

const PATH = "/api/v1/models";

/**
 * @returns the models as they are then; null when the relay does not answer, refuses, or answers something else
 * @throws the signal's reason when aborted
 */
export async function askModels(
  wish: ModelWish,
  token: string,
  signal: AbortSignal,
): Promise<readonly ModelStatus[] | null> {
  const headers: HeadersInit = token === "" ? {} : { Authorization: `Bearer ${token}` };
  const [method, path] = requestOf(wish);
  try {
    const response = await fetch(path, { method, headers, cache: "no-store", signal });
    return response.ok ? (parseModels(await response.json()) ?? null) : null;
  } catch {
    signal.throwIfAborted();
    // Not connected is a state the page shows, not an error.
    return null;
  }
}

function requestOf(wish: ModelWish): [method: string, path: string] {
  switch (wish.wish) {
    case "look":
      return ["GET", PATH];
    case "fetch":
      return ["POST", `${PATH}/${encodeURIComponent(wish.name)}`];
    case "stop":
      return ["DELETE", `${PATH}/${encodeURIComponent(wish.name)}/fetch`];
    default:
      return wish satisfies never;
  }
}

/** The languages that the relay's recognisers hear by now; null when it does not say. */
export async function askEars(signal: AbortSignal): Promise<readonly string[] | null> {
  try {
    const response = await fetch("/ready", { cache: "no-store", signal });
    return earsOf(await response.json());
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** Of the answer of /ready: every recogniser's languages together. */
export function earsOf(value: unknown): readonly string[] | null {
  if (!isRecord(value) || !Array.isArray(value.providers)) return null;
  const languages = value.providers.flatMap((provider: unknown) =>
    isRecord(provider) && provider.role === "stt" && Array.isArray(provider.languages) ? provider.languages : [],
  );
  const tags = languages.filter((tag): tag is string => typeof tag === "string");
  return tags.length === 0 ? null : [...new Set(tags)];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
