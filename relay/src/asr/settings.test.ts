import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EnvironmentError } from "../env.ts";
import { readAsrEnvironment } from "./settings.ts";

const read = (env: Record<string, string>) => readAsrEnvironment(env);

function problemsOf(env: Record<string, string>) {
  try {
    read(env);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

it("listens on port 5005 of this machine, and leaves to each recogniser what nobody has set", () => {
  const { relay, settings, given } = read({ HOST: "", BEAM_SIZE: " " });
  expect([relay.host, relay.port, [...given]]).toEqual(["127.0.0.1", 5005, []]);
  expect(settings).toEqual({
    BEAM_SIZE: undefined,
    COMPUTE_TYPE: undefined,
    DEVICE: "auto",
    LANG_HINT: "auto",
    MODEL_NAME: undefined,
    WINDOW_S: undefined,
    WINDOW_OVERLAP_MS: undefined,
    NO_SPEECH_THRESHOLD: undefined,
    CONDITION_ON_PREV: undefined,
    VAD_FRAME_MS: 30,
    PARTIAL_FLUSH_MS: 250,
    FINAL_FLUSH_SILENCE_MS: 350,
  });
});

it("takes what is set", () => {
  const { relay, settings, given } = read({
    PORT: "0",
    BEAM_SIZE: "2",
    COMPUTE_TYPE: "int8_float16",
    DEVICE: "cuda",
    LANG_HINT: "ko",
    MODEL_NAME: "medium",
    WINDOW_S: "0.9",
    WINDOW_OVERLAP_MS: "100",
    NO_SPEECH_THRESHOLD: "0.5",
    CONDITION_ON_PREV: "false",
    VAD_FRAME_MS: "20",
    PARTIAL_FLUSH_MS: "200",
    FINAL_FLUSH_SILENCE_MS: "300",
  });
  expect(relay.port).toBe(0);
  expect(settings).toEqual({
    BEAM_SIZE: 2,
    COMPUTE_TYPE: "int8_float16",
    DEVICE: "cuda",
    LANG_HINT: "ko",
    MODEL_NAME: "medium",
    WINDOW_S: 0.9,
    WINDOW_OVERLAP_MS: 100,
    NO_SPEECH_THRESHOLD: 0.5,
    CONDITION_ON_PREV: false,
    VAD_FRAME_MS: 20,
    PARTIAL_FLUSH_MS: 200,
    FINAL_FLUSH_SILENCE_MS: 300,
  });
  expect(given.size).toBe(12);
});

it.each([
  ["PORT", "70000"],
  ["HOST", "0.0.0.0"],
  ["RELAY_TOKEN", "short"],
  ["BEAM_SIZE", "0"],
  ["BEAM_SIZE", "two"],
  ["COMPUTE_TYPE", "fp4"],
  ["DEVICE", "tpu"],
  ["LANG_HINT", "korean language"],
  ["WINDOW_S", "0.1"],
  ["WINDOW_S", "1,0"],
  ["WINDOW_OVERLAP_MS", "1001"],
  ["NO_SPEECH_THRESHOLD", "1.5"],
  ["CONDITION_ON_PREV", "yes"],
  ["VAD_FRAME_MS", "5"],
  ["PARTIAL_FLUSH_MS", "-1"],
  ["FINAL_FLUSH_SILENCE_MS", "10"],
])("refuses %s=%s and says what was expected", (field, value) => {
  const problems = problemsOf({ [field]: value });
  expect(problems.map((problem) => problem.field)).toEqual([field]);
  expect(problems[0]?.expected).toMatch(field === "HOST" ? /RELAY_TOKEN/ : /^expected /);
});

it("is open to the network without a token where it is told so, and only there", () => {
  const { relay } = read({ HOST: "0.0.0.0", ASR_OPEN: "on" });
  expect([relay.host, relay.token, relay.pairing]).toEqual(["0.0.0.0", undefined, false]);
  expect(problemsOf({ HOST: "0.0.0.0", PAIRING: "on" })[0]?.expected).toContain("ASR_OPEN=on");
});

it("tells the problems of the relay's settings and of its own at once", () => {
  expect(problemsOf({ PORT: "no", BEAM_SIZE: "no" }).map(({ field }) => field)).toEqual(["PORT", "BEAM_SIZE"]);
});

describe("the lists of variables people read", () => {
  const source = readFileSync(new URL("settings.ts", import.meta.url), "utf8");
  const keys = [...source.matchAll(/read\.\w+\("([A-Z_]+)"/g)].map(([, key]) => key as string);

  it.each([".env.default", "docs/asr.md"])("%s names every one", (file) => {
    const text = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(text))).toEqual([]);
  });
});
