import { NO_PERSONA } from "@hisho/protocol";
import { expect, it } from "vitest";
import { namesIn, parsePersona, writePersona } from "./persona-file.ts";

const persona = {
  ...NO_PERSONA,
  name: "あおい",
  aliases: ["葵"],
  person: "田中さん",
  instructions: "税込みで。\n敬語で。",
};

it("comes back as it was written", () => {
  expect(parsePersona(writePersona(persona))).toEqual(persona);
});

it.each([
  "",
  "{",
  "null",
  "[]",
  '{"name":"x"}',
  '{"hisho_persona":2,"name":"x"}',
  JSON.stringify({ hisho_persona: 1, name: "x".repeat(41) }),
  JSON.stringify({ hisho_persona: 1, aliases: Array.from({ length: 9 }, () => "x") }),
  JSON.stringify({ hisho_persona: 1, person: "a\u202eb" }),
  JSON.stringify({ hisho_persona: 1, instructions: 7 }),
])("refuses %s", (json) => {
  expect(parsePersona(json)).toBeNull();
});

it("takes names apart", () => {
  expect(namesIn(" 葵、アオイ, Aoi，, ")).toEqual(["葵", "アオイ", "Aoi"]);
});
