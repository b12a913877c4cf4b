import { describe, expect, it } from "vitest";
import { createPairing, deviceName, takePairingCode } from "./pairing.ts";
import { FakeClock } from "./testing/fake-clock.ts";

const TOKEN = "a-token-of-the-device";

function pairingWith(answer: () => Promise<Response>, kept = new Map<string, string>()) {
  const asked: { url: string; body: unknown }[] = [];
  const tokens: string[] = [];
  const clock = new FakeClock();
  let wake = (): void => undefined;
  const pairing = createPairing({
    url: "https://relay.local:8443",
    deviceName: "iPad, Safari",
    keepToken: (token) => tokens.push(token),
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    clock,
    random: () => 1,
    onWake: (listener) => {
      wake = listener;
    },
    fetch: async (url, init) => {
      const body: unknown =
        init?.body === undefined ? new Headers(init?.headers).get("Authorization") : JSON.parse(String(init.body));
      asked.push({ url: String(url), body });
      return answer();
    },
  });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    pairing,
    asked,
    tokens,
    kept,
    /** Moves the clock and lets what was asked be answered. */
    async pass(ms: number) {
      clock.advance(ms);
      await settled();
    },
    async wake() {
      wake();
      await settled();
    },
  };
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

  it("keeps no token that the relay does not know", async () => {
    const { pairing, tokens, kept } = pairingWith(json(200, { auth: "wrong" }));
    await pairing.begin(TOKEN);
    expect(pairing.store.getState()).toEqual({ at: "refused", why: "token" });
    expect([tokens, [...kept.values()]]).toEqual([[], [""]]);
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
  ] as const)("keeps no token when it is refused (%#)", async (answer, why) => {
    const { pairing, tokens } = pairingWith(answer);
    await pairing.begin("ABCD2345");
    expect(pairing.store.getState()).toEqual({ at: "refused", why });
    expect(tokens).toEqual([]);
  });
});

const AWAY = () => Promise.reject(new TypeError("no network"));

describe("while the relay is away", () => {
  it.each([
    ["ABCD2345", AWAY],
    ["ABCD2345", json(403, { reason: "something new" })],
    ["ABCD2345", json(201, { token: "short" })],
    ["ABCD2345", async () => new Response("<html>", { status: 502 })],
    [TOKEN, AWAY],
    [TOKEN, json(200, {})],
    [TOKEN, async () => new Response("<html>", { status: 502 })],
  ])("keeps %s and shows it again until it is answered (%#)", async (text, away) => {
    let answer: () => Promise<Response> = away;
    const { pairing, asked, tokens, kept, pass } = pairingWith(() => answer());
    await pairing.begin(` ${text} `);
    expect(pairing.store.getState()).toEqual({ at: "waiting", text });
    expect([...kept.values()]).toEqual([text]);
    await pass(300);
    expect(asked).toHaveLength(2);
    expect(pairing.store.getState()).toEqual({ at: "waiting", text });
    answer = json(200, { auth: "ok", token: TOKEN });
    await pass(599);
    expect(asked).toHaveLength(2);
    await pass(1);
    expect(pairing.store.getState()).toEqual({ at: "rest" });
    expect([tokens, [...kept.values()]]).toEqual([[TOKEN], [""]]);
    await pass(60_000);
    expect(asked).toHaveLength(3);
  });

  it("goes on with what an earlier page kept, and shows it at once when the network is back", async () => {
    const first = pairingWith(AWAY);
    await first.pairing.begin("ABCD2345");
    let answer: () => Promise<Response> = AWAY;
    const { pairing, asked, tokens, pass, wake } = pairingWith(() => answer(), first.kept);
    expect(pairing.store.getState()).toEqual({ at: "waiting", text: "ABCD2345" });
    await pass(0);
    expect(asked).toHaveLength(1);
    answer = json(201, { token: TOKEN });
    await wake();
    expect([tokens, pairing.store.getState()]).toEqual([[TOKEN], { at: "rest" }]);
    await wake();
    await pass(60_000);
    expect(asked).toHaveLength(2);
  });

  it("says why the relay that is back refuses it, and shows it no more", async () => {
    let answer: () => Promise<Response> = AWAY;
    const { pairing, asked, kept, pass } = pairingWith(() => answer());
    await pairing.begin("ABCD2345");
    answer = json(410, { reason: "expired" });
    await pass(60_000);
    expect(pairing.store.getState()).toEqual({ at: "refused", why: "expired" });
    expect([asked.length, [...kept.values()]]).toEqual([2, [""]]);
  });

  it("takes what is begun next in its place, whatever is answered to the one before", async () => {
    const answers: ((response: Response) => void)[] = [];
    const { pairing, asked, tokens, pass } = pairingWith(() => new Promise((resolve) => answers.push(resolve)));
    const before = pairing.begin("ABCD2345");
    const begun = pairing.begin(TOKEN);
    answers[0]?.(Response.json({ token: "another-token-of-it" }, { status: 201 }));
    answers[1]?.(Response.json({ auth: "ok" }));
    await Promise.all([before, begun]);
    await pass(60_000);
    expect([asked.length, tokens]).toEqual([2, [TOKEN]]);
    await pairing.begin("please ask at the desk");
    expect(pairing.store.getState()).toEqual({ at: "refused", why: "malformed" });
  });

  it("begins with nothing where what was kept is damaged", async () => {
    const { pairing, asked, pass } = pairingWith(AWAY, new Map([["hisho.pairing", "<script>"]]));
    await pass(60_000);
    expect([pairing.store.getState(), asked]).toEqual([{ at: "rest" }, []]);
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
