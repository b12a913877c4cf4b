import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { ConfigError, type ConfigProblem, keyOf } from "./config-error.ts";
import { type Env, expandPlaceholders } from "./placeholders.ts";
import { DEADLINES, ENTRIES, type Entry, type RoleKey } from "./schema.ts";

/** providers.yaml, checked, with the environment put in. Holds secrets: never logged. */
export interface ProvidersConfig {
  /** In order of preference. */
  stt: readonly Entry<"stt">[];
  llm: readonly Entry<"llm">[];
  tts: readonly Entry<"tts">[];
  embedding: Entry<"embedding">;
  vectorStore: Entry<"vector_store">;
  deadlinesMs: v.InferOutput<typeof DEADLINES>;
}

type Path = readonly (string | number)[];

const SECRET_KEYS: ReadonlySet<unknown> = new Set(["api_key"]);
const TOP_LEVEL = [...Object.keys(ENTRIES), "deadline_ms"];
const EMBEDDED = { provider: "embedded" };

/** @throws ConfigError naming every problem with its file, line and key */
export async function readProvidersConfig(file: string, env: Env): Promise<ProvidersConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    const expected = `expected a file that can be read (${code}); PROVIDERS_CONFIG_PATH names it`;
    throw new ConfigError([{ file, line: 1, key: "", expected }]);
  }
  return parseProvidersConfig(text, file, env);
}

/**
 * Roles that are left out are embedded.
 * @param file named in errors
 * @throws ConfigError naming every problem with its file, line and key
 */
export function parseProvidersConfig(text: string, file: string, env: Env): ProvidersConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: ConfigProblem[] = document.errors.map(({ pos, message }) => ({
    file,
    line: lines.linePos(pos[0]).line,
    key: "",
    expected: `expected YAML: ${message.split("\n", 1)[0]}`,
  }));
  if (problems.length > 0) throw new ConfigError(problems);

  const refuse: Refuse = (path, expected) => {
    problems.push({ file, line: lineOf(document, path, lines), key: keyOf(path), expected });
  };
  const raw = withEnvironment(document.toJS() ?? {}, env, [], refuse);
  if (problems.length > 0) throw new ConfigError(problems);
  if (!isMapping(raw)) {
    refuse([], `expected a mapping of ${TOP_LEVEL.join(", ")}`);
    throw new ConfigError(problems);
  }
  const root = raw;
  for (const key of Object.keys(root)) {
    if (!TOP_LEVEL.includes(key)) refuse([key], `unknown key, expected one of ${TOP_LEVEL.join(", ")}`);
  }
  const check = <Schema extends v.GenericSchema>(schema: Schema, value: unknown, path: Path) => {
    if (!isMapping(value)) {
      refuse(path, "expected a mapping");
      return [];
    }
    const result = v.safeParse(schema, value);
    if (result.success) return [result.output];
    for (const issue of result.issues) refuse([...path, ...stepsOf(issue)], issue.message);
    return [];
  };
  const many = <Role extends RoleKey>(role: Role): Entry<Role>[] => {
    const value = root[role] ?? EMBEDDED;
    if (!Array.isArray(value)) return check(ENTRIES[role], value, [role]) as Entry<Role>[];
    if (value.length === 0) refuse([role], "expected at least one provider");
    return value.flatMap((entry: unknown, index) => check(ENTRIES[role], entry, [role, index]) as Entry<Role>[]);
  };
  const one = <Role extends RoleKey>(role: Role): Entry<Role>[] =>
    check(ENTRIES[role], root[role] ?? EMBEDDED, [role]) as Entry<Role>[];

  const [stt, llm, tts] = [many("stt"), many("llm"), many("tts")];
  const [embedding] = one("embedding");
  const [vectorStore] = one("vector_store");
  const [deadlinesMs] = check(DEADLINES, root.deadline_ms ?? {}, ["deadline_ms"]);
  if (problems.length > 0 || !embedding || !vectorStore || !deadlinesMs) throw new ConfigError(problems);
  return { stt, llm, tts, embedding, vectorStore, deadlinesMs };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Refuse = (path: Path, expected: string) => void;

/** A copy with the environment in every text; a key whose value becomes empty is as good as left out. */
function withEnvironment(value: unknown, env: Env, path: Path, refuse: Refuse): unknown {
  if (typeof value === "string") return expand(value, env, path, refuse);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => withEnvironment(item, env, [...path, index], refuse));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [
    key,
    withEnvironment(inner, env, [...path, key], refuse),
  ]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== "" && inner !== null));
}

function expand(text: string, env: Env, path: Path, refuse: Refuse): string {
  if (SECRET_KEYS.has(path.at(-1)) && !/^\$\{\w+(:-)?\}$/.test(text)) {
    refuse(path, `expected \${NAME}: a secret comes from the environment, never from this file`);
    return text;
  }
  const result = expandPlaceholders(text, env);
  if ("text" in result) return result.text;
  if ("missing" in result) {
    refuse(path, `expected ${result.missing} in the environment, or a default: \${${result.missing}:-default}`);
  } else refuse(path, `expected \${NAME} or \${NAME:-default}`);
  return text;
}

function stepsOf(issue: v.BaseIssue<unknown>): (string | number)[] {
  return (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
}

/** Where a key stands, or the nearest thing around it that is there. */
function lineOf(document: Document, path: Path, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const around: unknown = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(around)
      ? around.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
