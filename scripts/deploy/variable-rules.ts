/** .env.default against what Compose and the programs read. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { baseName } from "./answers.ts";
import type { Problems } from "./problem.ts";
import type { Stack } from "./stack.ts";

export const DEFAULTS_FILE = ".env.default";
/** Read by Compose itself. */
const OF_COMPOSE = ["COMPOSE_PROFILES"];
/** Where programs read variables, and what configures them. */
const READERS = ["relay/src", "providers/src", "models", "providers/providers.yaml", "docker"];
/** The relay's settings that have no meaning in a container: Caddy opens the stack to the local network. */
const OUTSIDE_ONLY = /^LAN(_|$)/;
/** No source of this repository. */
const HIDDEN = /(^|\/)(node_modules|weights|avatars)(\/|$)/;

export interface Defaults {
  values: Readonly<Record<string, string>>;
  /** Keys without a comment in their paragraph. */
  uncommented: readonly string[];
  /** Keys that stand there more than once. */
  repeated: readonly string[];
}

export function readDefaults(text: string): Defaults {
  const keys: string[] = [];
  const uncommented: string[] = [];
  for (const paragraph of text.split(/\n\s*\n/)) {
    let commented = false;
    for (const line of paragraph.split("\n")) {
      const key = /^([A-Za-z_]\w*)=/.exec(line)?.[1];
      if (line.startsWith("#")) commented = true;
      if (key === undefined) continue;
      keys.push(key);
      if (!commented) uncommented.push(key);
    }
  }
  const values = Object.fromEntries(Object.entries(parseEnv(text)).map(([key, value]) => [key, value ?? ""]));
  return { values, uncommented, repeated: keys.filter((key, at) => keys.indexOf(key) !== at) };
}

/** The text of every file in which a program's variables are named, tests apart. */
function readerText(root: string): string {
  const isReader = (file: string) =>
    /\.(ts|mjs|yaml|yml)$/.test(file) && !/\.test\.ts$/.test(file) && !HIDDEN.test(file);
  return READERS.flatMap((place) => {
    if (place.endsWith(".yaml")) return [readFileSync(join(root, place), "utf8")];
    return readdirSync(join(root, place), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isReader(join(entry.parentPath, entry.name)))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  }).join("\n");
}

export function checkVariables(root: string, { uses }: Stack, defaults: Defaults, problems: Problems): void {
  const { values, uncommented, repeated } = defaults;
  for (const { name, fallback, file } of uses) {
    const documented = values[name];
    if (documented === undefined) {
      problems.add(file, `\${${name}}: ${DEFAULTS_FILE} does not explain it.`);
    } else if (fallback === undefined) {
      problems.add(file, `\${${name}}: expected a default, \${${name}:-…}, for a .env in which it is empty.`);
    } else if (documented !== "" && !fallback.includes("${") && documented !== fallback) {
      problems.add(file, `\${${name}:-${fallback}}: ${DEFAULTS_FILE} says ${documented}.`);
    }
  }
  const used = new Set([...OF_COMPOSE, ...uses.map(({ name }) => name)]);
  const read = readerText(root);
  for (const name of Object.keys(values)) {
    if (used.has(name) || new RegExp(`\\b${name}\\b`).test(read)) continue;
    problems.add(DEFAULTS_FILE, `${name}: nobody reads it.`);
  }
  for (const name of uncommented) problems.add(DEFAULTS_FILE, `${name}: expected a comment above it.`);
  for (const name of repeated) problems.add(DEFAULTS_FILE, `${name}: stands there twice.`);
}

/** What stands in .env has to reach the relay: each of its settings is handed to it. */
export function checkHandedOver(root: string, { services }: Stack, problems: Problems): void {
  const source = readFileSync(join(root, "relay/src/env.ts"), "utf8");
  const keys = [...source.matchAll(/read\.\w+\(\s*"([A-Z_]+)"/g)].map(([, key]) => key as string);
  if (keys.length === 0) problems.add("relay/src/env.ts", "this check finds no settings there.");
  for (const { name, file, environment = {} } of services.filter((service) => baseName(service.name) === "relay")) {
    for (const key of new Set(keys)) {
      if (key in environment || OUTSIDE_ONLY.test(key)) continue;
      problems.add(file, `services.${name}: environment: the relay reads ${key}, and is not handed it.`);
    }
  }
}
