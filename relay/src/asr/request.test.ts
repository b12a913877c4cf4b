import { expect, it } from "vitest";
import { readAsked } from "./request.ts";
import { readAsrEnvironment } from "./settings.ts";

const { settings } = readAsrEnvironment({
  LANG_HINT: "ko",
  FINAL_FLUSH_SILENCE_MS: "700",
  CONDITION_ON_PREV: "false",
});

it("takes from the settings what the request leaves out, or leaves empty", () => {
  const expected = {
    language: "ko",
    model: undefined,
    prompt: "",
    wordsBefore: false,
    finalFlushMs: 700,
    sampleRateHz: 16_000,
    ignored: [],
  };
  expect(readAsked({}, settings)).toEqual(expected);
  expect(readAsked({ language: "", final_flush_ms: "", unknown: "x" }, settings)).toEqual(expected);
});

it("takes from the request what it says", () => {
  const asked = readAsked(
    {
      language: "ja_JP",
      model: "large-v3",
      initial_prompt: "before",
      condition_on_previous_text: "true",
      final_flush_ms: "0",
      sample_rate: "48000",
      beam_size: "5",
    },
    settings,
  );
  expect(asked).toEqual({
    language: "ja-JP",
    model: "large-v3",
    prompt: "before",
    wordsBefore: true,
    finalFlushMs: 0,
    sampleRateHz: 48_000,
    ignored: ["beam_size"],
  });
});
