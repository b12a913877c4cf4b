import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { readBytes, readForm, readJson, sendJson } from "./body.ts";
import { deadUrl, listen } from "./listen.ts";

/** What a handler made of one request. */
async function hand(body: string | FormData, read: (request: IncomingMessage) => Promise<unknown>): Promise<unknown> {
  const { url, close } = await listen((request: IncomingMessage, response: ServerResponse) => {
    read(request).then(
      (value) => sendJson(response, 200, value),
      (error: Error) => sendJson(response, 400, { name: error.name }),
    );
  });
  const answer: unknown = await (await fetch(url, { method: "POST", body })).json();
  await close();
  return answer;
}

it("reads JSON", async () => {
  expect(await hand('{"a":"あ"}', (request) => readJson(request))).toEqual({ a: "あ" });
  expect(await hand("{", (request) => readJson(request))).toEqual({ name: "SyntaxError" });
});

it("bounds a body", async () => {
  expect(await hand("123456", (request) => readBytes(request, 5))).toEqual({ name: "Error" });
  expect(await hand("12345", async (request) => (await readBytes(request, 5)).length)).toBe(5);
});

it("reads the fields and files of a form", async () => {
  const form = new FormData();
  form.append("language", "ja");
  form.append("file", new Blob([Uint8Array.of(1, 0, 255, 13, 10)], { type: "audio/wav" }), "a.wav");
  const seen = await hand(form, async (request) => {
    const read = await readForm(request);
    const file = read.get("file");
    if (!(file instanceof Blob)) return "no file";
    return [read.get("language"), file.type, (file as File).name, ...new Uint8Array(await file.arrayBuffer())];
  });
  expect(seen).toEqual(["ja", "audio/wav", "a.wav", 1, 0, 255, 13, 10]);
  expect(await hand("plain", readForm)).toEqual({ name: "TypeError" });
});

it("knows an address where nobody listens", async () => {
  await expect(fetch(await deadUrl())).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
});
