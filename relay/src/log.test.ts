import { ConfigError } from "@hisho/providers/config/config-error.ts";
import { ProviderError } from "@hisho/providers/errors.ts";
import { expect, it } from "vitest";
import { createLog } from "./log.ts";

function recorded(secrets: string[] = []) {
  const lines: string[] = [];
  const date = () => new Date(0);
  const log = createLog("info", (line) => lines.push(line), { date, secrets: new Set(secrets) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "{}") as Record<string, unknown> };
}

it("writes one JSON line a step, with the fields of its parents", () => {
  const { log, lines, last } = recorded();
  log.child({ conversation: "c" }).child({ trace: "t" }).info("turn began", { origin: "spoken" });
  expect(lines).toHaveLength(1);
  expect(last()).toEqual({
    level: "info",
    at: "1970-01-01T00:00:00.000Z",
    conversation: "c",
    trace: "t",
    origin: "spoken",
    message: "turn began",
  });
});

it("leaves out what is below its level", () => {
  const { log, lines } = recorded();
  log.debug("no");
  expect(lines).toEqual([]);
});

it("gives every problem of a configuration, however many, as a list", () => {
  const { log, last } = recorded();
  const problems = Array.from({ length: 200 }, (_, i) => ({
    file: "providers.yaml",
    line: i + 1,
    key: `llm[${i}].model`,
    expected: "expected the name of a model as its server lists it",
  }));
  log.error("providers not changed", { error: new ConfigError(problems) });
  expect(last().error).toEqual({ name: "ConfigError", problems });
});

it("keeps a message of its own whole up to 4,000 characters", () => {
  const { log, last } = recorded();
  log.warn("failed", { error: new ProviderError("llm", "refused", "a".repeat(3_999)) });
  expect(last().error).toMatchObject({ reason: "refused", message: "a".repeat(3_999) });
  log.warn("failed", { error: new ProviderError("llm", "refused", "a".repeat(5_000)) });
  expect(last().error).toMatchObject({ message: `${"a".repeat(4_000)}…` });
});

it("hides known secrets wherever they stand, and keys that are called like one", () => {
  const key = 'sk-"odd"/key+1';
  const { log, lines } = recorded([key]);
  log.error(`refused ${key}`, {
    api_key: "anything",
    url: `http://host/?key=${encodeURIComponent(key)}`,
    error: new ProviderError("llm", "unavailable", `the key ${key} was refused`),
  });
  expect(lines[0]).not.toContain("odd");
  expect(lines[0]).not.toContain("anything");
  expect(lines[0]?.match(/\[hidden\]/g)).toHaveLength(4);
});

it("does not repeat what was said, in any script", () => {
  const { log, last } = recorded();
  const said = ["Remember that my sister lives in Sapporo", "妹は札幌に住んでいます"];
  const turn = log.child({ trace: "t" }, () => said);
  const echo = (text: string) => turn.warn("llm failed", { error: new ProviderError("llm", "refused", text) });
  echo("cannot answer: my sister lives in");
  expect(last().error).toMatchObject({ reason: "refused", message: "(not shown: it repeats what was said)" });
  echo("bad input 「札幌に住んで」");
  expect(last().error).toMatchObject({ message: "(not shown: it repeats what was said)" });
  echo("the endpoint answered 500");
  expect(last().error).toMatchObject({ message: "the endpoint answered 500" });
});

it("shows where an error nobody expected was thrown, and not what it quotes", () => {
  const { log, lines, last } = recorded();
  try {
    JSON.parse("my sister");
  } catch (error) {
    log.error("request failed", { error });
  }
  expect(lines[0]).not.toContain("sister");
  expect(last().error).toMatchObject({
    name: "SyntaxError",
    frames: expect.arrayContaining([expect.stringContaining("log.test.ts")]),
  });
});
