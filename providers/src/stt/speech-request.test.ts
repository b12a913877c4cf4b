import { describe, expect, it } from "vitest";
import { Endpoint } from "../http/endpoint.ts";
import { baseOf, promptOf, speechForm, within } from "./speech-request.ts";

describe("a prompt", () => {
  it("is what was said before, or nothing", () => {
    expect(promptOf(undefined)).toBeUndefined();
    expect(promptOf("  ")).toBeUndefined();
    expect(promptOf(" Ask not. ")).toBe("Ask not.");
  });

  it("begins with the words that are to be expected, and leaves room for them", () => {
    expect(promptOf(undefined, ["町田", "Nguyen"])).toBe("町田, Nguyen.");
    expect(promptOf("Ask not.", ["Nguyen"])).toBe("Nguyen. Ask not.");
    const prompt = promptOf("国".repeat(500), ["あ".repeat(500)]) ?? "";
    expect(Array.from(prompt)).toHaveLength(223);
    expect(prompt.startsWith(`${"あ".repeat(120)}. 国`)).toBe(true);
  });

  it("keeps the end of a long text, from a word's beginning", () => {
    const prompt = promptOf("country ".repeat(100)) ?? "";
    expect(prompt.length).toBeGreaterThan(200);
    expect(prompt.length).toBeLessThanOrEqual(223);
    expect(prompt).toMatch(/^country country .* country$/);
  });

  it("cuts no character in two", () => {
    expect(promptOf("𠮷".repeat(300))).toBe("𠮷".repeat(223));
  });
});

it("puts the sound after the fields and leaves out what is not set", async () => {
  const form = speechForm(new Float32Array(16), { language: "ja", temperature: 0, prompt: undefined });
  expect([...form.keys()]).toEqual(["language", "temperature", "file"]);
  const file = form.get("file");
  expect(file).toMatchObject({ name: "speech.wav", type: "audio/wav", size: 44 + 32 });
});

it("takes an address with or without the path that is added to it", () => {
  expect(baseOf("http://stt:8080", "/inference")).toBe("http://stt:8080");
  expect(baseOf("http://stt:8080/inference/", "/inference")).toBe("http://stt:8080");
});

describe("a request with a limit", () => {
  const endpoint = new Endpoint({ role: "stt", url: "http://127.0.0.1:9", livePath: "/health", probeMs: 0 });
  const forever = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });

  it("ends with `timeout` and says so in the health", async () => {
    const ending = within(20, endpoint, new AbortController().signal, forever);
    await expect(ending).rejects.toMatchObject({ reason: "timeout", retryable: true });
    expect(endpoint.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("20 ms") });
  });

  it("ends with the signal's own reason when that comes first", async () => {
    const abort = new AbortController();
    const ending = within(60_000, endpoint, abort.signal, forever);
    abort.abort(new Error("superseded"));
    await expect(ending).rejects.toThrow("superseded");
  });

  it("hands on answers and failures", async () => {
    const live = new AbortController().signal;
    expect(await within(60_000, endpoint, live, () => Promise.resolve(7))).toBe(7);
    await expect(within(60_000, endpoint, live, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });
});
