import { describe, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import type { VoiceHealth } from "../audio/voice.ts";
import { talkState } from "../ui/testing/fixtures.ts";
import { browserProbes, type ProbeParts } from "./probes.ts";

function probing(change: Partial<ProbeParts> = {}) {
  const calls: string[] = [];
  const health: VoiceHealth = { context: "running", contextTimeS: 0, track: "live", capturedSamples: 0 };
  const probes = browserProbes({
    talk: createStore(() => talkState({ microphoneOpen: true })),
    actions: {
      begin: async () => void calls.push("begin"),
      mute: (on) => calls.push(on ? "mute" : "unmute"),
      interrupt: () => calls.push("interrupt"),
    },
    voice: {
      health: () => health,
      earsAnswer: async () => true,
      rebuild: async () => {
        calls.push("rebuild");
        return true;
      },
      microphoneLevelDbfs: () => -60,
    },
    hold: { isAwake: () => true, renew: async () => undefined },
    storage: { getItem: () => null, setItem: () => undefined },
    tidy: async () => undefined,
    wantsMicrophone: () => true,
    isPictureLost: () => false,
    needsTouch: () => false,
    wakeSocket: () => undefined,
    tempo: 1,
    ...change,
  });
  return { probes, calls, health };
}

describe("the picture", () => {
  it("is missing from its loss until it is drawn again", () => {
    let lost: boolean | null = false;
    const { picture } = probing({ isPictureLost: () => lost }).probes;
    expect(picture.read(0)).toEqual({ ok: true });
    lost = true;
    expect(picture.read(1_000)).toEqual({ ok: false, why: "context lost" });
    lost = null;
    expect(picture.read(2_000)).toEqual({ ok: false, why: "not drawn" });
    lost = false;
    expect(picture.read(3_000)).toEqual({ ok: true });
    lost = null;
    expect(picture.read(4_000), "nobody stands there by choice").toBeNull();
  });

  it("is forgotten while an operator is in", () => {
    let lost: boolean | null = true;
    const { picture } = probing({ isPictureLost: () => lost }).probes;
    picture.read(0);
    lost = null;
    expect(picture.read(60_000)).toBeNull();
  });
});

describe("suspended sound", () => {
  it("is begun, and built anew where that did not help", async () => {
    const { probes, calls, health } = probing();
    health.context = "suspended";
    await probes.sound.repair(1);
    expect(calls).toEqual(["begin"]);
    await probes.sound.repair(2);
    expect(calls).toEqual(["begin", "rebuild", "mute", "unmute"]);
  });

  it("is not built anew again and again while the browser waits for a touch", async () => {
    const { probes, calls, health } = probing({ needsTouch: () => true });
    health.context = "suspended";
    for (const attempt of [1, 2, 3]) await probes.sound.repair(attempt);
    expect(calls).toEqual(["begin", "begin", "begin"]);
  });
});
