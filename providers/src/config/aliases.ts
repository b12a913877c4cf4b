/** Other names for roles, providers and keys: files written for other programs load as they stand. Pure. */
import type { Path } from "./config-error.ts";
import type { Refuse } from "./environment.ts";
import { isMapping, type Mapping } from "./mapping.ts";
import type { Moves } from "./moves.ts";

const ROLES: Readonly<Record<string, string>> = { rag: "vector_store" };

interface ProviderAlias {
  provider: string;
  /** For what the entry leaves out. */
  defaults: Mapping;
}

const PROVIDERS: Readonly<Record<string, Readonly<Record<string, ProviderAlias>>>> = {
  llm: {
    "nim-qwen3": {
      provider: "openai",
      // The address, the model's name and the thinking switch of NVIDIA's container for Qwen3-32B.
      defaults: { endpoint: "http://127.0.0.1:8000/v1", model: "qwen/qwen3-32b", thinking: false },
    },
  },
  embedding: { "local-embedding": { provider: "llama-cpp", defaults: {} } },
};

/** The names besides its own providers that a role understands. */
export const aliasesOf = (role: string): readonly string[] => Object.keys(PROVIDERS[role] ?? {});

export interface Vocabulary {
  /** The keys that a provider's entry may have; none for an unknown provider. */
  keysOf(role: string, provider: unknown): readonly string[];
}

/** @param refuse told of problems, by the paths of `root` */
export function resolveAliases(root: Mapping, { keysOf }: Vocabulary, moves: Moves, refuse: Refuse): Mapping {
  const resolved: Mapping = {};
  for (const [written, value] of Object.entries(root)) {
    const role = ROLES[written] ?? written;
    if (role !== written) {
      moves.moved([role], [written]);
      if (role in root) {
        refuse([role], `expected ${written} or ${role}, not both`);
        continue;
      }
    }
    resolved[role] = Array.isArray(value)
      ? value.map((entry: unknown, index) => resolveEntry([role, index], entry))
      : resolveEntry([role], value);
  }
  return resolved;

  function resolveEntry(path: Path, entry: unknown): unknown {
    if (!isMapping(entry)) return entry;
    const role = String(path[0]);
    const alias = PROVIDERS[role]?.[String(entry.provider)];
    const provider = alias?.provider ?? entry.provider;
    const known = keysOf(role, provider);
    if (known.length === 0) return entry;
    const own: Mapping = { ...entry, ...(alias === undefined ? {} : { provider }) };
    assumeStream(own, known, [...path, "stream"]);
    if (role === "vector_store") checkEmbedding(own, known, [...path, "embedding_provider"]);
    if (alias?.provider === "openai") own.endpoint = withVersion(own.endpoint);
    return { ...only(alias?.defaults ?? {}, known), ...without(own) };
  }

  /** Words and sound are always streamed: `stream: true` says nothing new. */
  function assumeStream(entry: Mapping, known: readonly string[], path: Path): void {
    if (!("stream" in entry) || known.includes("stream")) return;
    if (String(entry.stream) !== "true") refuse(path, "expected true: answers are always streamed");
    entry.stream = undefined;
  }

  /** The vectors come from the file's one embedding; naming it again must name the same. */
  function checkEmbedding(entry: Mapping, known: readonly string[], path: Path): void {
    if (!("embedding_provider" in entry) || known.includes("embedding_provider")) return;
    const [embedding] = Array.isArray(root.embedding) ? root.embedding : [root.embedding];
    const used = isMapping(embedding) ? String(embedding.provider) : "embedded";
    const names = [used, PROVIDERS.embedding?.[used]?.provider];
    if (!names.includes(String(entry.embedding_provider))) {
      refuse(path, `expected the provider of the role embedding, ${used}`);
    }
    entry.embedding_provider = undefined;
  }
}

/** NIM serves below `/v1` only; its address is often written without. */
function withVersion(endpoint: unknown): unknown {
  if (typeof endpoint !== "string" || !URL.canParse(endpoint)) return endpoint;
  return new URL(endpoint).pathname === "/" ? `${endpoint.replace(/\/$/, "")}/v1` : endpoint;
}

const without = (entry: Mapping): Mapping =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));

const only = (entry: Mapping, known: readonly string[]): Mapping =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => known.includes(key)));
