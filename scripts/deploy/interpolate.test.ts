import { describe, expect, it } from "vitest";
import { interpolate, interpolateTree } from "./interpolate.ts";

const VALUES = { HOST: "llm", EMPTY: "" };

describe("interpolate", () => {
  it.each([
    ["http://${HOST}:8080", "http://llm:8080"],
    ["${NONE}", ""],
    ["${NONE:-a}${EMPTY:-b}${HOST:-c}", "abllm"],
    ["${NONE-a}${EMPTY-b}", "a"],
    ["${NONE:-http://${HOST}:${PORT:-8080}/v1}/x", "http://llm:8080/v1/x"],
    ["cost: $$5, $${HOST}", "cost: $5, ${HOST}"],
    ["${NONE:-a:b-c}", "a:b-c"],
  ])("%s", (text, filled) => {
    expect(interpolate(text, VALUES).text).toBe(filled);
  });

  it("tells every variable, those of a default that was not taken too", () => {
    expect(interpolate("${HOST:-${OTHER:-x}}", VALUES).uses).toEqual([
      { name: "HOST", fallback: "${OTHER:-x}" },
      { name: "OTHER", fallback: "x" },
    ]);
  });

  it.each(["$HOST", "${HOST", "${1}", "${HOST:?missing}", "${HOST:+x}", "a $ b"])("refuses %s", (text) => {
    expect(() => interpolate(text, VALUES)).toThrow(/expected \$\{NAME\}/);
  });
});

it("fills in a tree and leaves its keys and numbers alone", () => {
  const tree = { "${HOST}": ["${HOST}", 1, null, { a: "${NONE:-b}" }] };
  const names: string[] = [];
  expect(interpolateTree(tree, VALUES, ({ name }) => names.push(name))).toEqual({
    "${HOST}": ["llm", 1, null, { a: "b" }],
  });
  expect(names).toEqual(["HOST", "NONE"]);
});
