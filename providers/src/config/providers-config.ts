import * as v from "valibot";
import { aliasesOf, resolveAliases } from "./aliases.ts";
import { ConfigError, type ConfigProblem, keyOf, type Path } from "./config-error.ts";
import { type Refuse, withEnvironment } from "./environment.ts";
import { choice, oneOf } from "./fields.ts";
import { isMapping, type Mapping } from "./mapping.ts";
import { Moves } from "./moves.ts";
import { inlineProviders } from "./named-providers.ts";
import { didYouMean } from "./near.ts";
import type { Env } from "./placeholders.ts";
import { fillIn, PRESETS, type Preset } from "./presets.ts";
import { DEADLINES, ENTRIES, type Entry, keysOf, namesOf, type RoleKey } from "./schema.ts";
import { readSmallFile } from "./small-file.ts";
import { readYaml } from "./yaml-file.ts";

/** providers.yaml, checked, with the environment put in. Holds secrets: never logged (see `publicConfig`). */
export interface ProvidersConfig {
  /** What filled the figures that entries leave out. */
  preset: Preset | undefined;
  /** In order of preference. */
  stt: readonly Entry<"stt">[];
  llm: readonly Entry<"llm">[];
  tts: readonly Entry<"tts">[];
  embedding: Entry<"embedding">;
  vectorStore: Entry<"vector_store">;
  deadlinesMs: v.InferOutput<typeof DEADLINES>;
}

const TOP_LEVEL = [...Object.keys(ENTRIES), "deadline_ms", "preset"];
const EMBEDDED = { provider: "embedded" };
const PRESET = choice(PRESETS);

/** @throws ConfigError naming every problem with its file, line and key */
export async function readProvidersConfig(file: string, env: Env): Promise<ProvidersConfig> {
  const read = await readSmallFile(file);
  if ("problem" in read) {
    const expected = `expected ${read.problem}; PROVIDERS_CONFIG_PATH names it`;
    throw new ConfigError([{ file, line: 1, key: "", expected }]);
  }
  return parseProvidersConfig(read.text, file, env);
}

/**
 * Roles that are left out are embedded.
 * @param file named in errors
 * @throws ConfigError naming every problem with its file, line and key, as they are written there
 */
export function parseProvidersConfig(text: string, file: string, env: Env): ProvidersConfig {
  const yaml = readYaml(text);
  const problems: ConfigProblem[] = yaml.problems.map(({ line, path, expected }) => ({
    file,
    line,
    key: keyOf(path),
    expected,
  }));
  if (yaml.value === undefined) throw new ConfigError(problems);

  const moves = new Moves();
  const twice = yaml.problems.map(({ path }) => path);
  /** One problem a key, and none below a key that stands there twice: what follows from the first is no news. */
  const refuse: Refuse = (path, expected) => {
    const written = moves.asWritten(path);
    const key = keyOf(written);
    if (problems.some((problem) => problem.key === key)) return;
    if (twice.some((above) => above.every((step, index) => step === written[index]))) return;
    problems.push({ file, line: yaml.lineOf(written), key, expected });
  };
  const filled = withEnvironment(yaml.value ?? {}, env, refuse);
  if (!isMapping(filled)) {
    refuse([], `expected a mapping of ${TOP_LEVEL.join(", ")}`);
    throw new ConfigError(problems);
  }
  const root = resolveAliases(inlineProviders(filled, moves, refuse), { keysOf }, moves, refuse);
  const config = checkRoot(root, refuse);
  if (problems.length > 0 || config === undefined) throw new ConfigError(problems.toSorted((a, b) => a.line - b.line));
  return config;
}

/** @returns undefined after a problem */
function checkRoot(root: Mapping, refuse: Refuse): ProvidersConfig | undefined {
  for (const key of Object.keys(root)) {
    if (TOP_LEVEL.includes(key)) continue;
    refuse([key], `unknown key, expected one of ${TOP_LEVEL.join(", ")}${didYouMean(key, [...TOP_LEVEL, "rag"])}`);
  }
  const checkedPreset = v.safeParse(v.optional(PRESET), root.preset);
  if (!checkedPreset.success) {
    refuse(["preset"], `${checkedPreset.issues[0].message}${didYouMean(root.preset, PRESETS)}`);
  }
  const preset = checkedPreset.success ? checkedPreset.output : undefined;

  const check = <Role extends RoleKey>(role: Role, written: unknown, path: Path): Entry<Role>[] => {
    const known = isMapping(written) ? keysOf(role, written.provider) : [];
    const value = preset === undefined ? written : fillIn(preset, role, written, known);
    return checked(ENTRIES[role], value, path, refuse, {
      provider: [...namesOf(role), ...aliasesOf(role)],
      keys: known,
    }) as Entry<Role>[];
  };
  const many = <Role extends RoleKey>(role: Role): Entry<Role>[] => {
    const value = root[role] ?? EMBEDDED;
    if (!Array.isArray(value)) return check(role, value, [role]);
    if (value.length === 0) refuse([role], "expected at least one provider");
    return value.flatMap((entry: unknown, index) => check(role, entry, [role, index]));
  };
  const one = <Role extends RoleKey>(role: Role): Entry<Role>[] => {
    const value = root[role];
    if (Array.isArray(value) && value.length > 1)
      refuse([role, 1], "expected one provider only: vectors of two do not compare");
    return many(role);
  };

  const [stt, llm, tts] = [many("stt"), many("llm"), many("tts")];
  const [embedding] = one("embedding");
  const [vectorStore] = one("vector_store");
  const [deadlinesMs] = checked(DEADLINES, root.deadline_ms ?? {}, ["deadline_ms"], refuse, {
    provider: [],
    keys: Object.keys(DEADLINES.entries),
  });
  if (!embedding || !vectorStore || !deadlinesMs) return undefined;
  return { preset, stt, llm, tts, embedding, vectorStore, deadlinesMs };
}

/** @returns the value as its schema makes it, alone in a list; an empty list after a problem */
function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  path: Path,
  refuse: Refuse,
  names: { provider: readonly string[]; keys: readonly string[] },
): v.InferOutput<Schema>[] {
  if (!isMapping(value)) {
    refuse(path, "expected a mapping");
    return [];
  }
  // A strict object names the first of its unknown keys only.
  const unknown = names.keys.length === 0 ? [] : Object.keys(value).filter((key) => !names.keys.includes(key));
  for (const key of unknown) {
    refuse([...path, key], `unknown key, expected one of ${names.keys.join(", ")}${didYouMean(key, names.keys)}`);
  }
  const known = Object.fromEntries(Object.entries(value).filter(([key]) => !unknown.includes(key)));
  const result = v.safeParse(schema, known);
  if (result.success) return [result.output];
  for (const { path: steps = [], type, message } of result.issues) {
    const keys = steps.map(({ key }) => (typeof key === "number" ? key : String(key)));
    const isUnknownProvider = type === "variant";
    refuse(
      [...path, ...keys],
      isUnknownProvider ? `${oneOf(...names.provider)}${didYouMean(value.provider, names.provider)}` : message,
    );
  }
  return [];
}
