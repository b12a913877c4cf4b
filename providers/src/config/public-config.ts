import { isMapping } from "./mapping.ts";
import type { ProvidersConfig } from "./providers-config.ts";
import { isSecretKey } from "./secret-keys.ts";

/** One entry as its owner may see it: the keys of providers.yaml, secrets as `"set"`. */
export type PublicEntry = Readonly<Record<string, unknown>>;

/** What `/api/v1/config/providers` answers. */
export interface PublicConfig {
  preset: string | null;
  stt: readonly PublicEntry[];
  llm: readonly PublicEntry[];
  tts: readonly PublicEntry[];
  embedding: PublicEntry;
  vector_store: PublicEntry;
  deadline_ms: Readonly<Record<string, number>>;
}

const HIDDEN = "hidden";

/** The configuration without its secrets: keys that hold one say only that they are set; text that repeats one is hidden. */
export function publicConfig(config: ProvidersConfig): PublicConfig {
  const { preset, stt, llm, tts, embedding, vectorStore, deadlinesMs } = config;
  const secrets = secretsOf([stt, llm, tts, embedding, vectorStore]);
  const shown = (entry: object): PublicEntry => show(entry, secrets) as PublicEntry;
  return {
    preset: preset ?? null,
    stt: stt.map(shown),
    llm: llm.map(shown),
    tts: tts.map(shown),
    embedding: shown(embedding),
    vector_store: shown(vectorStore),
    deadline_ms: deadlinesMs,
  };
}

/** The values of all keys that hold a secret, at any depth. */
export function secretsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretsOf);
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!isSecretKey(key)) return secretsOf(inner);
    return inner === undefined || inner === null ? [] : [String(inner)];
  });
}

function show(value: unknown, secrets: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((inner: unknown) => show(inner, secrets));
  if (typeof value === "string") return showText(value, secrets);
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSecretKey(key) ? "set" : show(inner, secrets)]),
  );
}

function showText(text: string, secrets: readonly string[]): string {
  const forms = [text, decoded(text)];
  return secrets.some((secret) => forms.some((form) => form.includes(secret))) ? HIDDEN : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded
  }
}
