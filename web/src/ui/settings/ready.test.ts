import { describe, expect, it } from "vitest";
import { PROVIDERS } from "../testing/fixtures.ts";
import { fromSession, parseReady } from "./ready.ts";

describe("parseReady", () => {
  it("gives each role the light of its health", () => {
    const one = (role: string, status: string, is_mock = false) => ({
      role,
      provider: "x",
      status,
      is_mock,
      languages: ["en", 3],
    });
    const lights = parseReady({
      providers: [one("embedding", "down"), one("stt", "ok"), one("llm", "ok", true), one("tts", "degraded")],
    });
    expect(lights.map((light) => [light.role, light.light])).toEqual([
      ["stt", "good"],
      ["llm", "standIn"],
      ["tts", "partly"],
      ["embedding", "down"],
    ]);
    expect(lights[0]?.languages).toEqual(["en"]);
  });

  it("survives anything else", () => {
    for (const value of [null, 3, "x", [], {}, { providers: 3 }, { providers: [null, { role: "stt" }] }]) {
      expect(parseReady(value)).toEqual([]);
    }
    expect(parseReady({ providers: [{ role: "stt", provider: "x", status: "odd" }] })[0]?.light).toBe("unknown");
  });
});

describe("fromSession", () => {
  it("names the four roles", () => {
    expect(fromSession(PROVIDERS).map((status) => status.role)).toEqual(["stt", "llm", "tts", "embedding"]);
  });
});
