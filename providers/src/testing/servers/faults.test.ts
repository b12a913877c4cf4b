import { once } from "node:events";
import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type Fault, withFault } from "./faults.ts";
import { listen } from "./listen.ts";

const PIECES = ["one ", "two ", "three ", "four "];
const WHOLE = PIECES.join("");
const answer: RequestListener = (_request, response) => {
  response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": WHOLE.length });
  for (const piece of PIECES) response.write(piece);
  response.end();
};
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(fault: Parameters<typeof withFault>[0], handler = answer): Promise<string> {
  const { url, close } = await listen(withFault(fault, handler));
  closing.push(close);
  return url;
}

const ask = async (fault: Fault | undefined) => fetch(await serve(fault));

describe("a server", () => {
  it("without a fault answers as it is", async () => {
    const response = await ask(undefined);
    expect(await response.text()).toBe(WHOLE);
  });

  it("that is down resets the connection", async () => {
    await expect(ask("down")).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    });
  });

  it.each([
    ["http-500", 500, null],
    ["http-429", 429, "2"],
    ["http-401", 401, null],
  ] as const)("answers %s", async (fault, status, retryAfter) => {
    const response = await ask(fault);
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe(retryAfter);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
  });

  it("with slow headers hears the hanging up and has said nothing", async () => {
    let answered = false;
    const hangUp = new AbortController();
    let gone: Promise<unknown> | undefined;
    const { url, close } = await listen((request, response) => {
      gone = once(request.socket, "close");
      withFault("slow-headers", answer)(request, response);
      hangUp.abort();
    });
    closing.push(close);
    await fetch(url, { signal: hangUp.signal }).then(
      () => {
        answered = true;
      },
      () => undefined,
    );
    await gone;
    expect(answered).toBe(false);
  });

  it("that drips sends a byte a second", async () => {
    const response = await ask("slow-drip");
    const reader = response.body!.getReader();
    const first = await reader.read();
    const from = performance.now();
    const second = await reader.read();
    expect([first.value, second.value].map((bytes) => String.fromCharCode(...bytes!))).toEqual(["o", "n"]);
    expect(performance.now() - from).toBeGreaterThan(800);
    await reader.cancel();
  });

  it("that is cut breaks off in the middle", async () => {
    const response = await ask("cut");
    const reader = response.body!.getReader();
    let text = "";
    const reading = (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        text += new TextDecoder().decode(value);
      }
    })();
    await expect(reading).rejects.toThrow();
    expect(text).toBe(WHOLE.slice(0, WHOLE.length / 2));
  });

  it("of the wrong type answers HTML", async () => {
    const response = await ask("wrong-type");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  });

  it("that is endless says the first half of its answer again and again", async () => {
    const response = await ask("endless");
    const reader = response.body!.getReader();
    let text = "";
    while (text.length < 1_000_000) text += new TextDecoder().decode((await reader.read()).value);
    expect(text.startsWith("one two one two one two")).toBe(true);
    await reader.cancel();
  });

  it("that sends garbage keeps its status and type", async () => {
    const response = await ask("garbage");
    expect(response.headers.get("content-type")).toBe("text/plain");
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBeGreaterThan(1_000);
    expect(new Set(bytes).size).toBe(256);
  });

  it("asks for its fault at each request", async () => {
    const url = await serve(({ url }) => (url === "/bad" ? "http-500" : undefined));
    expect((await fetch(`${url}/bad`)).status).toBe(500);
    expect((await fetch(`${url}/good`)).status).toBe(200);
  });
});
