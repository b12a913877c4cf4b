import { expect, it } from "vitest";
import type { Path } from "./config-error.ts";
import type { Mapping } from "./mapping.ts";
import { Moves } from "./moves.ts";
import { inlineProviders } from "./named-providers.ts";

function inline(root: Mapping) {
  const moves = new Moves();
  const problems: [Path, string][] = [];
  const inlined = inlineProviders(root, moves, (path, expected) => problems.push([path, expected]));
  return { inlined, problems, moves };
}

const SETTINGS = { "nim-qwen3": { endpoint: "http://l" }, mine: { provider: "openai", model: "m" } };

it("leaves a file without roles as it is", () => {
  const root = { llm: { provider: "embedded" }, providers: {} };
  expect(inline(root).inlined).toBe(root);
});

it("puts settings where their provider is named, alone or in a list", () => {
  const { inlined, problems } = inline({
    preset: "balanced",
    roles: { llm: ["nim-qwen3", "mine", "embedded"], tts: "embedded", stt: { provider: "browser" } },
    providers: SETTINGS,
  });
  expect(problems).toEqual([]);
  expect(inlined).toEqual({
    preset: "balanced",
    llm: [
      { provider: "nim-qwen3", endpoint: "http://l" },
      { provider: "openai", model: "m" },
      { provider: "embedded" },
    ],
    tts: { provider: "embedded" },
    stt: { provider: "browser" },
  });
});

it("remembers where each setting stood", () => {
  const { moves } = inline({ roles: { llm: ["nim-qwen3", "mine"], tts: "embedded" }, providers: SETTINGS });
  expect(moves.asWritten(["llm", 0, "endpoint"])).toEqual(["providers", "nim-qwen3", "endpoint"]);
  expect(moves.asWritten(["llm", 0, "provider"])).toEqual(["roles", "llm", 0]);
  expect(moves.asWritten(["llm", 1, "provider"])).toEqual(["providers", "mine", "provider"]);
  expect(moves.asWritten(["tts", "provider"])).toEqual(["roles", "tts"]);
  expect(moves.asWritten(["llm"])).toEqual(["roles", "llm"]);
});

it.each<[Mapping, Path, string]>([
  [{ roles: "llm" }, ["roles"], "expected a mapping"],
  [{ roles: {}, providers: [] }, ["providers"], "expected a mapping"],
  [{ roles: { llm: "mine" }, providers: { mine: "x" } }, ["providers", "mine"], "expected a mapping"],
  [{ roles: { llm: "mine" }, llm: {} }, ["roles", "llm"], "expected each role once, llm stands in this file too"],
])("refuses %j", (root, path, expected) => {
  expect(inline(root).problems).toEqual([[path, expected]]);
});
