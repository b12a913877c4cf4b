import { describe, expect, it } from "vitest";
import { createSharingClient } from "./client.ts";

const signal = new AbortController().signal;
const page = JSON.stringify({ cursor: "e.1", more: false, turns: [], registers: [] });

const answering = (answer: () => Promise<Response>) =>
  createSharingClient(
    () => "secret",
    async (_input, init) => {
      expect(new Headers(init?.headers).get("Authorization")).toBe("Bearer secret");
      return answer();
    },
  );

describe("why a device and its relay do not agree", () => {
  it.each([
    ["away", async () => new Response("", { status: 503 })],
    ["away", async () => Promise.reject(new TypeError("no network"))],
    ["token", async () => new Response("", { status: 401 })],
    ["outdated", async () => new Response("", { status: 404 })],
    ["outdated", async () => new Response("<!doctype html>")],
    ["outdated", async () => new Response('{"cursor":"e.1","more":"no"}')],
  ] as const)("is %s", async (why, answer) => {
    expect(await answering(answer).changes("", signal)).toBe(why);
  });

  it("is told of what is given too, with what it never takes and a clock that is ahead", async () => {
    const give = (status: number, body = "") =>
      answering(async () => new Response(status === 204 ? null : body, { status })).push(
        { turns: [], registers: [] },
        signal,
      );
    expect(await give(204)).toBe("taken");
    expect(await give(400)).toBe("refused");
    expect(await give(413)).toBe("refused");
    expect(await give(500)).toBe("away");
    expect(await give(401)).toBe("token");
    expect(await give(409, '{"now":"1970-01-01T00:00:01Z"}')).toEqual({ aheadOf: 1_000 });
  });

  it("is nobody's when they do", async () => {
    expect(await answering(async () => new Response(page)).changes("", signal)).toEqual(JSON.parse(page));
    const stop = AbortSignal.abort(new Error("the page is going"));
    await expect(answering(async () => Promise.reject(new Error("x"))).changes("", stop)).rejects.toThrow("going");
  });
});
