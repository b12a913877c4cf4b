/** The relay by plain HTTP. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningRelay, readStatus, startRelay } from "./harness.ts";

let relay: RunningRelay;

beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${relay.httpUrl}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

describe("text-chat", () => {
  it("answers with the turn, its text and its sources", async () => {
    const response = await post("/api/v1/text-chat", { session_id: "http", text: "hello" });
    expect(await response.json()).toEqual({
      turn: 1,
      text: "Hello. How can I help you?",
      citations: [],
      fallback: null,
    });
    const next = await post("/api/v1/text-chat", { session_id: "http", text: "again" });
    expect(await next.json()).toMatchObject({ turn: 2 });
    expect(relay.store.turns.map(({ userText }) => userText)).toEqual(["hello", "again"]);
  });

  it("streams as server-sent events up to the end of the turn", async () => {
    const response = await post(
      "/api/v1/text-chat",
      { session_id: "http", text: "hello" },
      { Accept: "text/event-stream" },
    );
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const types = [...(await response.text()).matchAll(/^event: (.+)$/gm)].map((match) => match[1]);
    expect(types[0]).toBe("transcript_final");
    expect(types).toContain("assistant_text_partial");
    expect(types.at(-1)).toBe("turn_end");
  });

  it.each([
    ["no body", undefined],
    ["a bad session id", { session_id: "a b", text: "hello" }],
    ["no text", { session_id: "http", text: "" }],
    ["too much text", { session_id: "http", text: "x".repeat(8001) }],
  ])("refuses %s with a problem document", async (_name, body) => {
    const response = await post("/api/v1/text-chat", body);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 400, detail: expect.stringContaining("expected") });
  });
});

it("text-chat and voice-chat take no endless body", async () => {
  for (const route of ["text-chat", "voice-chat"]) {
    const response = await fetch(`${relay.httpUrl}/api/v1/${route}`, {
      method: "POST",
      body: new Uint8Array(5 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
  }
});

describe("voice-chat", () => {
  it("refuses what is not Ogg Opus and says which field", async () => {
    const form = new FormData();
    form.set("session_id", "http");
    form.set("id", "memo-1");
    form.set("audio", new File([new Uint8Array(64)], "memo.opus"));
    const response = await fetch(`${relay.httpUrl}/api/v1/voice-chat`, { method: "POST", body: form });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field: "audio" });
  });
});

describe("speech", () => {
  const read = (body: unknown) =>
    fetch(`${relay.httpUrl}/api/v1/speech`, { method: "POST", body: JSON.stringify(body) });

  it("reads a sentence of a document aloud, without its marks", async () => {
    const said = relay.providers.tts[0].calls.length;
    const response = await read({ text: "**The ferry** leaves at noon[1].", language: "en-US" });
    expect(response.headers.get("Content-Type")).toBe("audio/wav");
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe("RIFF");
    expect(bytes.length).toBeGreaterThan(1000);
    expect(relay.providers.tts[0].calls.slice(said).map(({ request }) => request.text)).toEqual([
      "The ferry leaves at noon.",
    ]);
  });

  it("says nothing where there is nothing to say, and refuses what it cannot read", async () => {
    expect((await read({ text: "---", language: "en-US" })).status).toBe(204);
    for (const [body, field] of [
      [{ text: "", language: "en-US" }, "text"],
      [{ text: "x".repeat(601), language: "en-US" }, "text"],
      [{ text: "x", language: "auto" }, "language"],
      [{ text: "x", language: "en-US", speaking_rate: 9 }, "speaking_rate"],
    ] as const) {
      const response = await read(body);
      expect([response.status, ((await response.json()) as { field: unknown }).field]).toEqual([400, field]);
    }
  });
});

describe("what the relay says of itself", () => {
  it("is degraded with stand-ins, names them and hides endpoints from strangers", async () => {
    const status = await readStatus(relay);
    expect(status).toMatchObject({ status: "degraded", protocols: [1], auth: "ok" });
    expect(status.providers.every(({ is_mock }) => is_mock)).toBe(true);
    expect(status.warnings.length).toBeGreaterThan(0);
  });

  it("turns within a second when a provider does", async () => {
    relay.providers.llm[0].setHealth({ status: "down", reason: "It went away." });
    const status = await readStatus(relay);
    expect(status.warnings).toContainEqual({ stage: "llm", provider: "scripted", message: "It went away." });
  });

  it("has voices and providers for the settings", async () => {
    const get = async (path: string) => (await fetch(`${relay.httpUrl}${path}`)).json();
    expect(await get("/api/v1/voices")).toMatchObject({ voices: [{ provider: "scripted", name: "hum" }] });
    expect(await get("/api/v1/config/providers")).toMatchObject({ providers: expect.any(Array) });
  });

  it("isolates every answer and forbids foreign scripts", async () => {
    const { headers } = await fetch(`${relay.httpUrl}/nowhere`);
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(headers.get("content-security-policy")).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("answers strangers to /api with 401 and 403, and unknown routes with 404", async () => {
    expect((await fetch(`${relay.httpUrl}/api/v1/nothing`)).status).toBe(404);
    const foreign = await fetch(`${relay.httpUrl}/api/v1/voices`, { headers: { Origin: "https://evil.example" } });
    expect(foreign.status).toBe(403);
    await relay.close();
    relay = await startRelay({ token: "a-token-of-sixteen" });
    expect((await fetch(`${relay.httpUrl}/api/v1/voices`)).status).toBe(401);
    expect((await fetch(`${relay.httpUrl}/metrics`)).status).toBe(200);
  });
});
