// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { describe, expect, it } from "vitest";
import { expandPlaceholders } from "./placeholders.ts";

const env = { HOST: "box", PORT: "80", EMPTY: "", NESTED: "${HOST}" };

describe("expandPlaceholders", () => {
  it.each([
    ["plain", { text: "plain" }],
    ["http://${HOST}:${PORT}/v1", { text: "http://box:80/v1" }],
    ["${NONE:-fallback}", { text: "fallback" }],
    ["${EMPTY:-fallback}", { text: "fallback" }],
    ["${NONE:-http://a:-b}", { text: "http://a:-b" }],
    ["${NONE:-}", { text: "" }],
    ["${NESTED}", { text: "${HOST}" }],
    ["$${HOST} costs $5", { text: "${HOST} costs $5" }],
    ["${NONE}", { missing: "NONE" }],
    ["${EMPTY}", { missing: "EMPTY" }],
    ["a ${HOST", { malformed: "${HOST" }],
    ["${}", { malformed: "${}" }],
    ["${a b}", { malformed: "${a b}" }],
  ])("%s", (text, expected) => {
    expect(expandPlaceholders(text, env)).toEqual(expected);
  });
});
