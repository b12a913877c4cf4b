import { expect, it } from "vitest";
import { resolveAliases } from "./aliases.ts";
import type { Path } from "./config-error.ts";
import type { Mapping } from "./mapping.ts";
import { Moves } from "./moves.ts";

const KEYS: Readonly<Record<string, readonly string[]>> = {
  openai: ["provider", "endpoint", "model", "thinking"],
  "llama-cpp": ["provider", "endpoint", "model"],
  "whisper-cpp": ["provider", "endpoint", "model", "language"],
  "open-audio-s1": ["provider", "endpoint", "voice"],
  faiss: ["provider", "index_path"],
};

function resolve(root: Mapping) {
  const moves = new Moves();
  const problems: [Path, string][] = [];
  const keysOf = (_: string, provider: unknown) => KEYS[String(provider)] ?? [];
  const resolved = resolveAliases(root, { keysOf }, moves, (path, expected) => {
    problems.push([moves.asWritten(path), expected]);
  });
  return { resolved, problems, moves };
}

it("leaves what needs no other name", () => {
  const root = { stt: { provider: "whisper-cpp", model: "m" }, deadline_ms: { llm: 5 }, tts: "x", other: 1 };
  expect(resolve(root)).toMatchObject({ resolved: root, problems: [] });
});

it("makes nim-qwen3 an OpenAI endpoint that does not think aloud, at its usual address", () => {
  expect(resolve({ llm: { provider: "nim-qwen3" } }).resolved.llm).toEqual({
    provider: "openai",
    endpoint: "http://127.0.0.1:8000/v1",
    model: "qwen/qwen3-32b",
    thinking: false,
  });
});

it.each([
  ["http://llm:8000", "http://llm:8000/v1"],
  ["http://llm:8000/", "http://llm:8000/v1"],
  ["http://llm:8000/v1", "http://llm:8000/v1"],
  ["http://llm:8000/nim/v1/", "http://llm:8000/nim/v1/"],
  ["nonsense", "nonsense"],
])("takes %s of a NIM for %s", (written, endpoint) => {
  expect(resolve({ llm: { provider: "nim-qwen3", endpoint: written, thinking: true } }).resolved.llm).toMatchObject({
    endpoint,
    thinking: true,
  });
});

it("makes rag the vector store, whose embedding is named twice", () => {
  const { resolved, problems, moves } = resolve({
    embedding: { provider: "local-embedding", endpoint: "http://e" },
    rag: { provider: "faiss", index_path: "i.bin", embedding_provider: "local-embedding" },
  });
  expect(problems).toEqual([]);
  expect(resolved).toEqual({
    embedding: { provider: "llama-cpp", endpoint: "http://e" },
    vector_store: { provider: "faiss", index_path: "i.bin" },
  });
  expect(moves.asWritten(["vector_store", "index_path"])).toEqual(["rag", "index_path"]);
});

it.each<[string, Mapping, Path, string]>([
  [
    "another embedding than the file's",
    { rag: { provider: "faiss", embedding_provider: "local-embedding" } },
    ["rag", "embedding_provider"],
    "expected the provider of the role embedding, embedded",
  ],
  [
    "a role by both names",
    { rag: { provider: "faiss" }, vector_store: { provider: "faiss" } },
    ["rag"],
    "expected rag or vector_store, not both",
  ],
  [
    "stream: false",
    { llm: { provider: "openai", stream: false } },
    ["llm", "stream"],
    "expected true: answers are always streamed",
  ],
])("refuses %s", (_, root, path, expected) => {
  expect(resolve(root).problems).toEqual([[path, expected]]);
});

it("takes stream: true for granted, written as text too", () => {
  const { resolved, problems } = resolve({
    llm: [{ provider: "openai", stream: "true" }],
    tts: { provider: "open-audio-s1", stream: true },
  });
  expect(problems).toEqual([]);
  expect(resolved).toEqual({ llm: [{ provider: "openai" }], tts: { provider: "open-audio-s1" } });
});
