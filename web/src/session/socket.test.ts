import { afterEach, describe, expect, it } from "vitest";
import { WebSocket as NodeWebSocket } from "ws";
import { retryDelayMs } from "./backoff.ts";
import { refusalOf } from "./refusal.ts";
import { SessionSocket, type SocketEvent } from "./socket.ts";
import { FakeClock } from "./testing/fake-clock.ts";
import { FakeRelay } from "./testing/fake-relay.ts";

const cleanUp: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

class QuietSocket extends NodeWebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols);
    // A browser does not throw an `error` event that nobody listens for.
    this.on("error", () => undefined);
  }
}

async function socketTo(change: { token?: string; pageOrigin?: string; url?: string; fetch?: typeof fetch } = {}) {
  const relay = await FakeRelay.open();
  cleanUp.push(() => relay.close());
  const clock = new FakeClock();
  const seen: SocketEvent[] = [];
  const wakes = new Set<() => void>();
  const state = { token: change.token ?? "" };
  let notify: () => void = () => undefined;
  const socket: SessionSocket = new SessionSocket({
    WebSocket: QuietSocket as unknown as typeof WebSocket,
    fetch: change.fetch ?? globalThis.fetch,
    clock,
    random: () => 1,
    baseUrl: change.url ?? relay.url,
    sessionId: "session-1",
    token: () => state.token,
    pageOrigin: change.pageOrigin ?? relay.url,
    onWake: (listener) => {
      wakes.add(listener);
      return () => wakes.delete(listener);
    },
    onEvent: (event) => {
      seen.push(event);
      if (event.type === "open") {
        socket.send({ type: "control", action: "start", language: "en-US", time_zone: "UTC", mode: "text" });
      }
      notify();
    },
  });
  cleanUp.push(() => socket.close());
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => (notify = resolve));
  };
  const is = (state: string, why?: string) => () =>
    socket.connection.state === state &&
    (why === undefined || ("why" in socket.connection && socket.connection.why === why));
  return { relay, clock, socket, seen, until, is, state, wake: () => wakes.forEach((listener) => void listener()) };
}

describe("connecting", () => {
  it("offers the subprotocol and the token, never in the URL", async () => {
    const { relay, socket, until, is } = await socketTo({ token: "秘密 ~?" });
    socket.open();
    await until(is("open"));
    expect(relay.requests[0]?.url).toBe("/ws/session/session-1");
    const offered = relay.requests[0]?.headers["sec-websocket-protocol"]?.split(/, ?/);
    expect(offered?.[0]).toBe("hisho.v1");
    expect(Buffer.from(offered![1]!.replace("token.", ""), "base64url").toString("utf8")).toBe("秘密 ~?");
  });

  it("asks why it was refused: a token", async () => {
    const { relay, clock, socket, until, is, state } = await socketTo();
    relay.refuse = 401;
    relay.readyAnswer = { status: 200, body: { auth: "missing", protocols: [1] } };
    socket.open();
    await until(is("refused", "token"));
    clock.advance(60_000);
    expect(relay.requests).toHaveLength(1);
    relay.refuse = null;
    state.token = "right";
    socket.open();
    await until(is("open"));
  });

  it("takes a token that comes while it is connecting", async () => {
    const { relay, socket, until, is, state } = await socketTo();
    socket.open();
    state.token = "right";
    socket.openAnew();
    await until(is("open"));
    expect(relay.requests.at(-1)?.headers["sec-websocket-protocol"]).toContain("token.");
  });

  it("takes a token that comes while it asks why it was refused", async () => {
    let asked = (): void => undefined;
    const asking = new Promise<void>((resolve) => (asked = resolve));
    const { relay, socket, until, is, state } = await socketTo({
      fetch: (_url, init) => {
        asked();
        return new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
      },
    });
    relay.refuse = 401;
    socket.open();
    await asking;
    relay.refuse = null;
    state.token = "right";
    socket.openAnew();
    await until(is("open"));
    expect(relay.requests.at(-1)?.headers["sec-websocket-protocol"]).toContain("token.");
  });

  it("asks why it was refused: an old page, a full relay, an address the relay does not know", async () => {
    const old = await socketTo();
    old.relay.refuse = 426;
    old.relay.readyAnswer = { status: 200, body: { auth: "ok", protocols: ["hisho.v2"] } };
    old.socket.open();
    await old.until(old.is("refused", "outdated"));

    const full = await socketTo();
    full.relay.refuse = 503;
    full.relay.readyAnswer = { status: 503, body: { auth: "ok", protocols: [1] } };
    full.socket.open();
    await full.until(full.is("refused", "full"));
    full.relay.refuse = null;
    full.clock.advance(300);
    await full.until(full.is("open"));

    const proxied = await socketTo();
    proxied.relay.refuse = 403;
    proxied.socket.open();
    await proxied.until(proxied.is("refused", "origin"));
    proxied.relay.refuse = null;
    proxied.clock.advance(300);
    await proxied.until(proxied.is("open"));
  });

  it("takes two refusals that nothing explains for a foreign origin on a page from elsewhere", async () => {
    const foreign = await socketTo({ pageOrigin: "https://elsewhere.example" });
    foreign.relay.refuse = 400;
    foreign.socket.open();
    await foreign.until(foreign.is("reconnecting"));
    foreign.clock.advance(300);
    await foreign.until(foreign.is("refused", "origin"));
  });

  it("keeps trying while nobody answers, and at once when the network comes back", async () => {
    const { relay, socket, until, is, wake } = await socketTo({ url: "http://127.0.0.1:1" });
    socket.open();
    await until(is("reconnecting"));
    const before = socket.connection;
    wake();
    await until(() => socket.connection !== before);
    expect(socket.connection).toEqual({ state: "reconnecting", attempt: 2 });
    expect(relay.requests).toHaveLength(0);
  });
});

describe("a peer that is dead", () => {
  it("is noticed when nothing answers a ping, and the next socket is opened at once", async () => {
    const { relay, clock, socket, until, is, seen } = await socketTo();
    socket.open();
    await until(is("open"));
    relay.socket?.pause();
    clock.advance(15_000);
    clock.advance(9_999);
    expect(socket.connection.state).toBe("open");
    clock.advance(1);
    expect(socket.connection.state).toBe("reconnecting");
    expect(seen.filter((event) => event.type === "closed")).toMatchObject([{ code: 1006, fault: false }]);
    clock.advance(0);
    await until(is("open"));
    expect(relay.requests).toHaveLength(2);
  });

  it("is asked at once when the network changes", async () => {
    const { relay, clock, socket, until, is, wake } = await socketTo();
    socket.open();
    await until(is("open"));
    relay.socket?.pause();
    wake();
    clock.advance(3_000);
    expect(socket.connection.state).toBe("reconnecting");
  });

  it("is not a peer that answers", async () => {
    const { clock, socket, until, is, seen } = await socketTo();
    socket.open();
    await until(is("open"));
    clock.advance(15_000);
    await until(() => seen.some((event) => event.type === "event" && event.event.type === "pong"));
    clock.advance(10_000);
    expect(socket.connection.state).toBe("open");
  });
});

it("waits 0, then 300 ms to 7 s, spread over the upper half", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => retryDelayMs(attempt, 1))).toEqual([
    0, 300, 600, 1200, 2400, 4800, 7000, 7000,
  ]);
  expect(retryDelayMs(6, 0)).toBe(3500);
});

it("reads nothing into an answer that is malformed", () => {
  for (const body of [null, 3, "x", [], { auth: 1, protocols: "no" }]) {
    expect(refusalOf(200, body, null)).toEqual({ why: "unknown" });
  }
  expect(refusalOf(503, null, "2")).toEqual({ why: "full", retryAfterMs: 2000 });
  expect(refusalOf(503, {}, "soon")).toEqual({ why: "full", retryAfterMs: null });
});
