import { parseProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { expect, it } from "vitest";
import { withSettings } from "./recogniser.ts";
import { readAsrEnvironment } from "./settings.ts";

function apply(stt: string, env: Record<string, string>) {
  const config = parseProvidersConfig(`stt: ${stt}`, "p.yaml", {});
  const { settings, given } = readAsrEnvironment(env);
  const { entries, unmet } = withSettings(config.stt, settings, given);
  return { entries, unmet: unmet.map(({ setting, provider }) => `${provider} ${setting}`) };
}

const ALL = {
  BEAM_SIZE: "10",
  COMPUTE_TYPE: "int8",
  MODEL_NAME: "medium",
  LANG_HINT: "ko",
  WINDOW_S: "0.9",
  WINDOW_OVERLAP_MS: "100",
  NO_SPEECH_THRESHOLD: "0.5",
  CONDITION_ON_PREV: "false",
  PARTIAL_FLUSH_MS: "200",
  FINAL_FLUSH_SILENCE_MS: "300",
  VAD_FRAME_MS: "20",
};

it("gives a faster-whisper server every setting, in place of what its entry says", () => {
  const { entries, unmet } = apply("{ provider: faster-whisper, endpoint: http://h:1, model: large-v3 }", ALL);
  expect(unmet).toEqual([]);
  expect(entries).toEqual([
    {
      provider: "faster-whisper",
      endpoint: "http://h:1",
      beam_size: 10,
      compute_type: "int8",
      model: "medium",
      language: "ko",
      window_s: 0.9,
      overlap_ms: 100,
      no_speech_threshold: 0.5,
      previous_text: false,
      partial_flush_ms: 200,
      final_flush_ms: 300,
    },
  ]);
});

it("tells what a whisper.cpp server cannot have: its model is chosen at its start, its beam ends at 8", () => {
  const { entries, unmet } = apply("{ provider: whisper-cpp, endpoint: http://h:1, model: large-v3-turbo }", ALL);
  expect(entries).toMatchObject([{ model: "large-v3-turbo", language: "ko", no_speech_threshold: 0.5 }]);
  expect(entries[0]).not.toHaveProperty("beam_size");
  expect(unmet).toEqual([
    "whisper-cpp BEAM_SIZE",
    "whisper-cpp COMPUTE_TYPE",
    "whisper-cpp MODEL_NAME",
    "whisper-cpp WINDOW_S",
    "whisper-cpp WINDOW_OVERLAP_MS",
  ]);
});

it("tells what the embedded recogniser has not, and does for it what the service itself can do", () => {
  const { entries, unmet } = apply("{ provider: embedded }", {
    LANG_HINT: "en",
    PARTIAL_FLUSH_MS: "100",
    BEAM_SIZE: "2",
  });
  expect(entries).toEqual([{ provider: "embedded" }]);
  expect(unmet).toEqual(["embedded BEAM_SIZE"]);
});

it("asks nothing of anybody where nothing is set, and leaves the browser out", () => {
  const { entries, unmet } = apply("[{ provider: browser }, { provider: embedded }]", {});
  expect(entries).toEqual([{ provider: "embedded" }]);
  expect(unmet).toEqual(["browser stt"]);
});
