import { expect, it } from "vitest";
import { createPush, type ToldPush } from "./push.ts";

const KEY = `${"B".repeat(86)}E`;
const ENDPOINT = "https://push.example/abc";
/** SHA-256 of it, by `printf %s https://push.example/abc | sha256sum`. */
const ID = "f7a263f8786e9f9540c48a757245e31290708979548c369f207cbcff9e23bb86";

interface Relay {
  status?: number;
  key?: string;
  subscribed?: boolean;
  list?: unknown;
  /** The name that the relay was told at an earlier visit. */
  before?: string;
}

const OTHER = "0".repeat(64);

function browser({ status = 204, key = KEY, subscribed = true, list, before = "" }: Relay = {}) {
  let kept: ToldPush | null = before === "" ? null : { id: before, key: KEY, token: "t", language: "ko-KR" };
  const told: string[] = [];
  const subscription = {
    endpoint: ENDPOINT,
    options: { applicationServerKey: Uint8Array.from(atob(`${KEY}=`), (letter) => letter.charCodeAt(0)).buffer },
    toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: KEY, auth: "a".repeat(22) } }),
    unsubscribe: async () => told.push("unsubscribe") > 0,
  } as unknown as PushSubscription;
  let refused: DOMException | null = null;
  const push = createPush({
    token: () => "t",
    fetch: async (input, init) => {
      expect(new Headers(init?.headers).get("Authorization")).toBe("Bearer t");
      told.push(`${init?.method} ${String(input).replace("/api/v1/push/", "")} ${String(init?.body ?? "")}`.trim());
      if (status === 0) throw new TypeError("away");
      if (status >= 400 && (status !== 404 || before === "" || String(input).endsWith(ID)))
        return new Response(null, { status });
      return init?.method === "DELETE" ? new Response(null, { status: 204 }) : Response.json(list ?? { key });
    },
    told: {
      read: async () => kept,
      async write(known) {
        kept = known;
      },
    },
    manager: async () => ({
      getSubscription: async () => (subscribed ? subscription : null),
      subscribe: async (options) => {
        told.push(`subscribe ${String(options?.applicationServerKey === key)} ${String(options?.userVisibleOnly)}`);
        const error = refused;
        refused = null;
        if (error !== null) throw error;
        return subscription;
      },
    }),
  });
  const refuse = (name: string): void => {
    refused = new DOMException("", name);
  };
  return { push, told, refuse, known: () => kept };
}

const body = JSON.stringify({ endpoint: ENDPOINT, keys: { p256dh: KEY, auth: "a".repeat(22) }, language: "ko-KR" });

it("subscribes with the relay's key and tells it where to push", async () => {
  const { push, told } = browser();
  expect(await push.on("ko")).toBe(true);
  expect(told).toEqual(["GET key", "subscribe true true", `POST subscriptions ${body}`]);
});

it("subscribes anew where the relay has other keys, and says no where anybody refuses", async () => {
  const { push, told, refuse } = browser();
  refuse("InvalidStateError");
  expect(await push.on("ja")).toBe(true);
  expect(told).toContain("unsubscribe");
  refuse("NotAllowedError");
  expect(await push.on("ja")).toBe(false);
  expect(await browser({ status: 409 }).push.on("ja")).toBe(false);
  expect(await browser({ status: 0 }).push.on("ja")).toBe(false);
});

it("ends it here and at the relay, and here also where the relay is away", async () => {
  for (const status of [204, 0]) {
    const { push, told } = browser({ status });
    await push.off();
    expect(told).toEqual(["unsubscribe", `DELETE subscriptions/${ID}`]);
  }
});

it("tells the relay its language at each visit", async () => {
  const { push, told } = browser();
  await push.renew("en");
  expect(told).toEqual([`PUT subscriptions/${ID} {"language":"en-US"}`]);
  const none = browser({ subscribed: false });
  await none.push.renew("en");
  expect(none.told).toEqual([]);
});

it("ends here what the relay has taken back, and goes on where the relay is away", async () => {
  const { push, told } = browser({ status: 404 });
  await push.renew("en");
  expect(told).toEqual([expect.stringContaining("PUT"), "unsubscribe"]);
  for (const status of [0, 401, 503]) {
    const away = browser({ status });
    await away.push.renew("en");
    expect(away.told).toHaveLength(1);
  }
});

it("tells the relay of a subscription that the browser has put in the place of the one it knew", async () => {
  const { push, told, known } = browser({ status: 404, before: OTHER });
  await push.renew("ko");
  expect(told.slice(1)).toEqual([
    "GET key",
    "subscribe true true",
    `POST subscriptions ${body}`,
    `DELETE subscriptions/${OTHER}`,
  ]);
  expect(known()).toEqual({ id: ID, key: KEY, token: "t", language: "ko-KR" });
});

it("ends here what the relay was told and has taken back", async () => {
  const { push, told, known } = browser({ status: 404, before: ID });
  await push.renew("ko");
  expect(told).toEqual([expect.stringContaining("PUT"), "unsubscribe"]);
  expect(known()).toBe(null);
});

it("remembers what the relay knows, until it is told no more", async () => {
  const chosen = browser();
  await chosen.push.on("ko");
  expect(chosen.known()).toEqual({ id: ID, key: KEY, token: "t", language: "ko-KR" });
  await chosen.push.off();
  expect(chosen.known()).toBe(null);
  const renewed = browser();
  await renewed.push.renew("en");
  expect(renewed.known()).toEqual({ id: ID, key: KEY, token: "t", language: "en-US" });
  const refused = browser({ status: 409, before: OTHER });
  await refused.push.on("ko");
  expect(refused.known()?.id).toBe(OTHER);
});

it("moves to the new keys of a relay that lost its old ones", async () => {
  const { push, told } = browser({ key: `${"C".repeat(86)}E` });
  await push.renew("ko");
  expect(told.slice(1)).toEqual([
    "GET key",
    "subscribe true true",
    `POST subscriptions ${body}`,
    `DELETE subscriptions/${ID}`,
  ]);
});

it("lists and revokes what the relay keeps, and tells when it does not answer so", async () => {
  const one = { id: ID, service: "push.example", device: null, created_at: "2026-01-01T00:00:00Z" };
  expect(await browser({ list: { subscriptions: [one] } }).push.list()).toEqual([one]);
  expect(await browser({ list: { subscriptions: [{ ...one, id: "../x" }] } }).push.list()).toBe(null);
  expect(await browser({ status: 0 }).push.list()).toBe(null);
  expect(await browser().push.own()).toBe(ID);
  expect(await browser({ subscribed: false }).push.own()).toBe(null);
  expect(await browser().push.revoke(ID)).toBe(true);
  expect(await browser({ status: 404 }).push.revoke(ID)).toBe(true);
  expect(await browser({ status: 503 }).push.revoke(ID)).toBe(false);
});
