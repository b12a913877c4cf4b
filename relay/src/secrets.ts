/** Which values of the environment and of the configuration are secrets, so that a log can hide them. */
import { secretsOf } from "@hisho/providers/config/public-config.ts";
import { isSecretName } from "@hisho/providers/config/secret-keys.ts";

/** The values of variables that are called like secrets, and the passwords in addresses (`DATABASE_URL`). */
export function secretsOfEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value = ""]) => {
    const text = value.trim();
    if (text === "") return [];
    return isSecretName(name) ? [text] : passwordsOf(text);
  });
}

/** @param config of the providers, with the environment put in */
export const secretsOfConfig = (config: object): string[] => secretsOf(Object.values(config).flat());

function passwordsOf(address: string): string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address) || !URL.canParse(address)) return [];
  const { password } = new URL(address);
  return password === "" ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded
  }
}
