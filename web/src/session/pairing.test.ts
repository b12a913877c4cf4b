import { describe, expect, it } from "vitest";
import { createPairing, deviceName, takePairingCode } from "./pairing.ts";

const TOKEN = "a-token-of-the-device";

function pairingWith(answer: () => Promise<Response>) {
  const asked: { url: string; body: unknown }[] = [];
  const tokens: string[] = [];
  const pairing = createPairing({
    url: "https://relay.local:8443",
    deviceName: "iPad, Safari",
    keepToken: (token) => tokens.push(token),
    fetch: async (url, init) => {
      const body: unknown =
        init?.body === undefined ? new Headers(init?.headers).get("Authorization") : JSON.parse(String(init.body));
      asked.push({ url: String(url), body });
      return answer();
    },
  });
  return { pairing, asked, tokens };
}
const json = (status: number, body: unknown) => async () => new Response(JSON.stringify(body), { status });

describe("begin", () => {
  it("exchanges a code, however it is written, for a token", async () => {
    const { pairing, asked, tokens } = pairingWith(json(201, { token: TOKEN, device_id: "d" }));
    for (const text of ["abcd-2345", "#pair=ABCD2345", "https://relay.local:8443/#pair=ABCD2345 "]) {
      await pairing.begin(text);
    }
    const request = { url: "https://relay.local:8443/api/v1/pair", body: { code: "ABCD2345", name: "iPad, Safari" } };
    expect(asked).toEqual([request, request, request]);
    expect(tokens).toEqual([TOKEN, TOKEN, TOKEN]);
    expect(pairing.store.getState()).toEqual({ at: "rest" });
  });

  it("asks once while it waits, and says so", async () => {
    let answer = (_response: Response): void => undefined;
    const { pairing, asked, tokens } = pairingWith(() => new Promise((resolve) => (answer = resolve)));
    const begun = pairing.begin("ABCD2345");
    await pairing.begin("ABCD2345");
    expect(pairing.store.getState()).toEqual({ at: "asking" });
    answer(new Response(JSON.stringify({ token: TOKEN }), { status: 201 }));
    await begun;
    expect(asked).toHaveLength(1);
    expect(tokens).toEqual([TOKEN]);
  });

  it("takes what is long enough for a token as it is, once the relay knows it", async () => {
    const { pairing, asked, tokens } = pairingWith(json(503, { status: "unavailable", auth: "ok" }));
    await pairing.begin(`  ${TOKEN} `);
    expect(tokens).toEqual([TOKEN]);
    expect(asked).toEqual([{ url: "https://relay.local:8443/health", body: `Bearer ${TOKEN}` }]);
    expect(pairing.store.getState()).toEqual({ at: "rest" });
  });

  it.each([
    [json(200, { auth: "wrong" }), "token"],
    [json(200, {}), "away"],
    [async () => new Response("<html>", { status: 502 }), "away"],
    [() => Promise.reject(new TypeError("no network")), "away"],
  ] as const)("keeps no token that the relay does not know (%#)", async (answer, why) => {
    const { pairing, tokens } = pairingWith(answer);
    await pairing.begin(TOKEN);
    expect(pairing.store.getState()).toEqual({ at: "refused", why });
    expect(tokens).toEqual([]);
  });

  it.each([
    "",
    "ABCD",
    "#pair=ABCD",
    "https://relay.local:8443/#pair=ABCD23456",
    "https://elsewhere.example/menu",
    "please ask at the desk",
    "受付でお名前をおっしゃってください。",
  ])("refuses %j without asking", async (text) => {
    const { pairing, asked, tokens } = pairingWith(json(201, { token: TOKEN }));
    await pairing.begin(text);
    expect(pairing.store.getState()).toEqual({ at: "refused", why: "malformed" });
    expect([asked, tokens]).toEqual([[], []]);
  });

  it.each([
    [json(410, { reason: "used" }), "used"],
    [json(429, { reason: "locked" }), "locked"],
    [json(403, { reason: "something new" }), "away"],
    [json(201, { token: "short" }), "away"],
    [async () => new Response("<html>", { status: 502 }), "away"],
    [() => Promise.reject(new TypeError("no network")), "away"],
  ] as const)("keeps no token when it is refused (%#)", async (answer, why) => {
    const { pairing, tokens } = pairingWith(answer);
    await pairing.begin("ABCD2345");
    expect(pairing.store.getState()).toEqual({ at: "refused", why });
    expect(tokens).toEqual([]);
  });
});

describe("takePairingCode", () => {
  it("takes the code out of the address and leaves the rest", () => {
    const put: unknown[] = [];
    const history = { replaceState: (...args: unknown[]) => void put.push(args) };
    expect(takePairingCode({ hash: "#pair=ABCD2345", pathname: "/", search: "?a=1" }, history)).toBe("#pair=ABCD2345");
    expect(put).toEqual([[null, "", "/?a=1"]]);
    expect(takePairingCode({ hash: "#/settings", pathname: "/", search: "" }, history)).toBeUndefined();
    expect(put).toHaveLength(1);
  });
});

it.each([
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
    5,
    "iPad, Safari",
  ],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", 0, "Mac, Chrome"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/141.0 Mobile Safari/604.1", 5, "iPhone, Chrome"],
  ["Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36 EdgA/141.0", 5, "Android, Edge"],
  ["Mozilla/5.0 (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0", 0, "Windows, Firefox"],
  ["something else", 0, ""],
])("calls %j with %i touch points %j", (userAgent, maxTouchPoints, name) => {
  expect(deviceName({ userAgent, maxTouchPoints })).toBe(name);
});
