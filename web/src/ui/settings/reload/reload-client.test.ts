import { afterEach, expect, it, vi } from "vitest";
import { reloadProviders } from "./reload-client.ts";

const answers = (body: unknown, status = 200): void => {
  vi.stubGlobal("fetch", async () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));
};
const ask = () => reloadProviders("", new AbortController().signal);
afterEach(() => vi.unstubAllGlobals());

it("tells a file that was taken over from one that waits in part for a restart", async () => {
  answers({ providers: [], awaiting_restart: [] });
  expect(await ask()).toEqual({ outcome: "taken", waits: false });
  answers({ providers: [], awaiting_restart: ["embedding"] });
  expect(await ask()).toEqual({ outcome: "taken", waits: true });
});

it("shows what is wrong in the file, line by line", async () => {
  const problems = [
    { line: 3, key: "tts.voice", expected: "unknown key" },
    { line: 1, key: "", expected: "expected YAML" },
  ];
  answers({ title: "Configuration not usable", detail: "p.yaml:3: …", problems }, 422);
  expect(await ask()).toEqual({ outcome: "refused", problems: ["3: tts.voice: unknown key", "1: expected YAML"] });
  answers({ detail: "the server reports no GPU" }, 422);
  expect(await ask()).toEqual({ outcome: "refused", problems: ["the server reports no GPU"] });
});

it.each([
  [{}, 200],
  [{ detail: 7 }, 422],
  ["<html>", 200],
  [{ detail: "no" }, 401],
])("takes %j with status %i for no answer", async (body, status) => {
  answers(body, status);
  expect(await ask()).toEqual({ outcome: "away" });
});
