import type { Path } from "./config-error.ts";
import { type Env, expandPlaceholders } from "./placeholders.ts";
import { isSecretKey, isSecretName } from "./secret-keys.ts";

const FROM_ENVIRONMENT = `expected \${NAME}: a secret comes from the environment, never from this file`;

export type Refuse = (path: Path, expected: string) => void;

/**
 * A copy with the environment in every text; a key whose value becomes empty is as good as left out. Secrets may come
 * into keys of secrets only, and only from the environment.
 * @param refuse told of each text that cannot be filled; the text then stays as it was written
 */
export function withEnvironment(value: unknown, env: Env, refuse: Refuse, path: Path = []): unknown {
  if (typeof value === "string") return expand(value, env, refuse, path);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => withEnvironment(item, env, refuse, [...path, index]));
  }
  if (typeof value !== "object" || value === null) {
    if (isSecretKey(path.at(-1)) && value !== null) refuse(path, FROM_ENVIRONMENT);
    return value;
  }
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [
    key,
    withEnvironment(inner, env, refuse, [...path, key]),
  ]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== "" && inner !== null));
}

function expand(text: string, env: Env, refuse: Refuse, path: Path): string {
  const inSecret = isSecretKey(path.at(-1));
  if (inSecret && text !== "" && !/^\$\{\w+(:-)?\}$/.test(text)) {
    refuse(path, FROM_ENVIRONMENT);
    return text;
  }
  const secret = inSecret ? undefined : [...text.matchAll(/(?<!\$)\$\{(\w+)/g)].find(([, name]) => isSecretName(name));
  if (secret !== undefined) {
    refuse(path, `expected no secret here, where it is shown to others: \${${secret[1]}} belongs into api_key`);
    return text;
  }
  const result = expandPlaceholders(text, env);
  if ("text" in result) return result.text;
  refuse(
    path,
    "missing" in result
      ? `expected ${result.missing} in the environment, or a default: \${${result.missing}:-default}`
      : `expected \${NAME} or \${NAME:-default}`,
  );
  return text;
}
