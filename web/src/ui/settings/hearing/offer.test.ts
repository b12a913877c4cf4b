import { describe, expect, it } from "vitest";
import { CATALOGUES } from "../../strings/catalogue.ts";
import { modelStatus } from "../../testing/models.ts";
import { earsOf } from "./model-client.ts";
import { hasCome, keyWord, offerFor, shareOf, stepWord } from "./offer.ts";

const { en, ja } = CATALOGUES;
const base = modelStatus({ name: "whisper-base-q5_1", bytes: 59_707_625 });
const tiny = modelStatus();

describe("the recogniser that is offered", () => {
  it("is the smallest that hears the language", () => {
    const english = modelStatus({ name: "tiny.en", bytes: 1, languages: ["en"] });
    expect(offerFor([base, english, tiny], "ja")).toBe(tiny);
    expect(offerFor([base, english, tiny], "en")).toBe(english);
    expect(offerFor([modelStatus({ name: "unknown", bytes: null }), base], "ko")).toBe(base);
  });

  it("is the one that was begun, before a smaller one", () => {
    const begun = { ...base, state: "partial", received_bytes: 9 } as const;
    expect(offerFor([tiny, begun], "ja")).toBe(begun);
    const fetching = { ...base, name: "large", state: "fetching" } as const;
    expect(offerFor([tiny, begun, fetching], "ja")).toBe(fetching);
  });

  it.each([
    ["is no recogniser", { role: "tts" }],
    ["nobody would use", { usable: false }],
    ["needs an account", { gated: true }],
    ["is not for business", { non_commercial: true }],
    ["is in use already", { state: "ready" }],
  ] as const)("is none that %s", (_why, change) => {
    expect(offerFor([modelStatus(change)], "ja")).toBeNull();
  });

  it("is one that came and did not load, for another try", () => {
    const broken = modelStatus({ state: "ready", problem: { reason: "load", message: "" } });
    expect(offerFor([broken], "ja")).toBe(broken);
    expect(hasCome([broken], "ja")).toBe(false);
    expect(hasCome([modelStatus({ state: "ready" })], "ja")).toBe(true);
    expect(hasCome([modelStatus({ state: "ready", languages: ["en"] })], "ja")).toBe(false);
  });
});

it("says on its key how much is to come", () => {
  expect(keyWord(tiny, ja)).toBe("加える（33 MB）");
  expect(keyWord({ ...tiny, state: "partial", received_bytes: 20_000_000 }, ja)).toBe("続きから受け取る（あと 13 MB）");
  expect(keyWord({ ...tiny, bytes: null }, en)).toBe("Add it (whisper-tiny-q5_1)");
});

it("says what is being done and how far it is", () => {
  const fetching = { ...tiny, state: "fetching", step: "download", received_bytes: 8_038_168 } as const;
  expect(stepWord(fetching, en)).toBe("Fetching, 8 of 33 MB");
  expect(shareOf(fetching)).toBeCloseTo(0.25, 5);
  expect(stepWord({ ...fetching, step: "check" }, en)).toBe("Checking what came");
  expect(shareOf({ ...fetching, bytes: null })).toBeNull();
});

it("reads the languages of every recogniser out of /ready, and nothing out of anything else", () => {
  const providers = [
    { role: "stt", languages: ["en", 3] },
    { role: "stt", languages: ["*", "en"] },
    { role: "tts", languages: ["ja"] },
  ];
  expect(earsOf({ providers })).toEqual(["en", "*"]);
  for (const other of [null, 3, {}, { providers: {} }, { providers: [] }]) expect(earsOf(other)).toBeNull();
});
