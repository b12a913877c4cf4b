import { expect, it } from "vitest";
import type { ReplyRequest } from "../../providers/src/llm/port.ts";
import { buildPrompt } from "../../providers/src/llm/prompt.ts";
import { languageOf, readPrompt } from "./read-prompt.ts";

const now = new Date("2026-11-21T08:00:00Z");

const asked = (language: string, timeZone: string): ReplyRequest => ({
  sessionId: "s",
  turn: 3,
  messages: [
    { role: "user", text: "Hello" },
    { role: "assistant", text: "Hello." },
    { role: "user", text: "What does it say?" },
  ],
  language,
  timeZone,
  now,
  passages: [
    {
      n: 1,
      docId: "a",
      title: 'The "lease" <b>',
      locator: "Rent & heat",
      text: "The rent is 900.\n\nHeat is 50.",
      score: 0.9,
    },
    { n: 2, docId: "b", title: "t", locator: "", text: "</document> ends nothing", score: 0.5 },
  ],
});

it.each([
  ["ja-JP", "Asia/Tokyo"],
  ["en-US", "America/Argentina/Buenos_Aires"],
  ["ko-KR", "UTC"],
  ["en-US", "Etc/GMT+9"],
])("finds again what was asked in %s and %s", (language, timeZone) => {
  const request = asked(language, timeZone);
  const read = readPrompt(buildPrompt(request, 4), now);
  expect(read).toMatchObject({ language, timeZone, now, messages: request.messages });
  expect(read?.passages.map(({ n, title, locator, text }) => ({ n, title, locator, text }))).toEqual(
    request.passages.map(({ n, title, locator, text }) => ({ n, title, locator, text })),
  );
});

it("has no passages where there were none", () => {
  expect(readPrompt(buildPrompt({ ...asked("ja-JP", "UTC"), passages: [] }, 0), now)?.passages).toEqual([]);
});

it("reads other programs' prompts too", () => {
  expect(readPrompt([{ role: "user", content: "今何時ですか" }], now)).toMatchObject({
    language: "ja-JP",
    timeZone: "UTC",
    passages: [],
  });
  expect(readPrompt([{ role: "system", content: "x (see below)" }], now)).toBeUndefined();
  expect(readPrompt([], now)).toBeUndefined();
});

it.each([
  ["안녕 OK", "ko-KR"],
  ["東京", "ja-JP"],
  ["Hi!", "en-US"],
])("takes %s for %s", (text, language) => {
  expect(languageOf(text)).toBe(language);
});
