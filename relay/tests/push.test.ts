/** Web Push: the relay's store and alarms, and a push service on a real port that opens what it gets as a browser would. */
import { createPublicKey, randomBytes, verify } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DeskItem } from "@hisho/providers/llm/port.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { Alarms } from "../src/alarms.ts";
import { createLog } from "../src/log.ts";
import { keepPushKeys, type PushKeys } from "../src/push/keys.ts";
import { Push } from "../src/push/push.ts";
import { pushRoutes } from "../src/push/routes.ts";
import { type Post, postGuarded, sealed } from "../src/push/send.ts";
import { IN_MEMORY, PgliteThread } from "../src/store/pglite-thread.ts";
import type { Store } from "../src/store/port.ts";
import { sqlStore } from "../src/store/sql-store.ts";
import { ManualClock } from "./manual-clock.ts";
import { pushBrowser } from "./push-browser.ts";

const ENDPOINT = "https://push.example/capability";
const SUBJECT = "https://relay.example";
const lines: string[] = [];
const log = createLog("info", (line) => lines.push(line));

let directory: string;
let sql: PgliteThread;
let store: Store;
let keys: PushKeys;
let clock: ManualClock;
const open: Push[] = [];
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "hisho-push-"));
  keys = await keepPushKeys(directory, randomBytes);
  sql = await PgliteThread.open(IN_MEMORY);
  store = sqlStore(sql, () => clock.date());
}, 120_000);
afterAll(async () => {
  await sql.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  clock = new ManualClock();
  lines.length = 0;
  for (const { id } of await store.push.all()) await store.push.remove(id);
  for (const { id } of await store.desk.all(new Date(0))) await store.desk.remove("", id);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((push) => push.close()));
});

interface Answer {
  status: number;
  retryAfter?: string;
}
interface Got {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A push service on this machine, in the place of the one that an endpoint names. */
async function service(answers: readonly Answer[]) {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { status, retryAfter } = answers[Math.min(got.length, answers.length - 1)] ?? { status: 201 };
    got.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts) });
    response.writeHead(status, retryAfter === undefined ? {} : { "Retry-After": retryAfter }).end("what it has to say");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const anywhere = postGuarded({ isAllowed: () => true });
  return {
    got,
    post: ((request, signal) =>
      anywhere({ ...request, target: new URL(request.target.pathname, here) }, signal)) as Post,
  };
}

function pushTo(post: Post): Push {
  const push = new Push({ store: store.push, keys: async () => keys, subject: () => SUBJECT, post, clock, log });
  open.push(push);
  return push;
}

const routes = (push: Push, device?: string) =>
  pushRoutes({ push, clock, deviceOf: async () => device, names: () => new Map([["phone", "My phone"]]) });
const ask = (push: Push, method: string, where: string, body?: unknown, device?: string) =>
  routes(push, device).request(`/push${where}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const subscribe = (push: Push, body: unknown, device?: string) => ask(push, "POST", "/subscriptions", body, device);

async function reminder(text = "会議に行く", inMs = 1000): Promise<DeskItem> {
  const dueAt = new Date(clock.date().getTime() + inMs);
  return store.desk.add("s1", { kind: "reminder", text, language: "ja-JP", dueAt });
}

/** What real promises are waited for: the store and the service answer on threads and sockets of their own. */
const until = (reached: () => boolean | Promise<boolean>): Promise<void> =>
  expect
    .poll(reached)
    .toBe(true)
    .then(() => undefined);

it("opens the example of RFC 8291 as a browser would (appendix A)", () => {
  const browser = pushBrowser("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", "BTBZMqHH6r4Tts7J_aSIgg");
  expect(browser.keys.p256dh).toBe(
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
  );
  const body =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
  expect(browser.open(Buffer.from(body, "base64url"))).toBe("When I grow up, I want to be a watermelon");
});

describe("a due reminder", () => {
  /** As createRelay connects them (src/relay.ts). */
  async function ring(push: Push, isHeard: boolean): Promise<void> {
    const alarms = new Alarms(store, clock, log);
    alarms.connect(
      (_, { claim, settled }) => {
        if (isHeard) void claim().then(() => settled(true));
        return isHeard;
      },
      (item) => push.tell(item),
    );
    const { id } = await reminder();
    await alarms.arm();
    await clock.pass(1000);
    await alarms.arm();
    if (isHeard)
      await until(async () => (await store.desk.all(new Date(0))).some((item) => item.id === id && item.rungAt));
    await clock.pass(5000);
    await alarms.close();
  }

  it("is pushed when nobody hears it: sealed for the browser, signed by the relay", async () => {
    const { got, post } = await service([{ status: 201 }]);
    const push = pushTo(post);
    const browser = pushBrowser();
    expect((await subscribe(push, { endpoint: ENDPOINT, keys: browser.keys, language: "ja-JP" })).status).toBe(201);
    await ring(push, false);
    await until(() => got.length === 1);
    const [{ path: at, headers, body }] = got as [Got];
    expect(at).toBe("/capability");
    expect(JSON.parse(browser.open(body))).toEqual({
      title: "リマインダー",
      body: "お知らせです。会議に行く。",
      item: expect.stringMatching(/^[\w-]{1,64}$/),
      due_at: "2026-01-01T00:00:01.000Z",
      rings_at: "2026-01-01T00:00:01.000Z",
      done: "済みました",
      later: "10分後",
    });
    expect(body.toString("latin1")).not.toContain(Buffer.from("会議").toString("latin1"));
    expect(headers).toMatchObject({ ttl: "43195", urgency: "high", "content-encoding": "aes128gcm" });
    const [, token = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? "") ?? [];
    expect(key).toBe(keys.publicKey);
    const [head = "", claims = "", signature = ""] = token.split(".");
    const point = Buffer.from(key, "base64url");
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString("base64url"));
    const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x: x!, y: y! }, format: "jwk" });
    const signed = Buffer.from(`${head}.${claims}`);
    const how = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
    expect(verify("sha256", signed, how, Buffer.from(signature, "base64url"))).toBe(true);
    const said = JSON.parse(Buffer.from(claims, "base64url").toString()) as { aud: string; exp: number; sub: string };
    expect(said).toMatchObject({ aud: "https://push.example", sub: SUBJECT });
    expect(said.exp).toBeLessThanOrEqual(Date.now() / 1000 + 24 * 3600);
  });

  it("is not pushed when a page says it", async () => {
    const { got, post } = await service([{ status: 201 }]);
    const push = pushTo(post);
    await subscribe(push, { endpoint: ENDPOINT, keys: pushBrowser().keys, language: "en-US" });
    await ring(push, true);
    await until(() => !push.busy);
    expect(got).toHaveLength(0);
  });
});

describe("pushes", () => {
  async function told(answers: readonly Answer[], item?: DeskItem) {
    const { got, post } = await service(answers);
    const push = pushTo(post);
    const browser = pushBrowser();
    await subscribe(push, { endpoint: ENDPOINT, keys: browser.keys, language: "en-US" });
    const thing = item ?? (await reminder());
    push.tell(thing);
    await until(() => got.length === 1);
    return { got, push, browser, thing };
  }

  it("go out once for a due time, whatever relay is asked, and again when it was put off", async () => {
    const { got, thing } = await told([{ status: 201 }]);
    const other = await service([{ status: 201 }]);
    const second = pushTo(other.post);
    second.tell(thing);
    await until(() => !second.busy);
    expect(other.got).toHaveLength(0);
    const later = await store.desk.change("", thing.id, { dueAt: new Date(clock.date().getTime() + 600_000) });
    pushTo(other.post).tell(later as DeskItem);
    await until(() => other.got.length === 1);
    expect(got).toHaveLength(1);
  });

  it.each([404, 410])("end a subscription that is over (%i)", async (status) => {
    const { push } = await told([{ status }]);
    await until(async () => (await push.store.all()).length === 0);
  });

  it.each([429, 503])("are tried again when the service asks for it (%i), not before", async (status) => {
    const { got, browser } = await told([{ status, retryAfter: "120" }, { status: 201 }]);
    // The pause begins when the answer has come.
    await until(() => clock.waiting > 0);
    await clock.pass(119_999);
    expect(clock.waiting).toBe(1);
    expect(got).toHaveLength(1);
    await clock.pass(1);
    await until(() => got.length === 2);
    expect(browser.open(got[1]!.body)).toContain("会議に行く");
  });

  it("are not tried again when the person has heard it meanwhile", async () => {
    const { got, push, thing } = await told([{ status: 500 }]);
    await until(() => clock.waiting > 0);
    await store.desk.change("", thing.id, { done: true });
    await clock.pass(15_000);
    await until(() => !push.busy);
    expect(got).toHaveLength(1);
  });

  it("are given up, and said in the log without words or the secret address", async () => {
    const { got } = await told([{ status: 500 }]);
    for (let tries = 2; tries <= 5; tries += 1) {
      await until(() => clock.waiting > 0);
      await clock.pass(900_000);
      await until(() => got.length === tries);
    }
    await until(() => lines.some((line) => line.includes("a push did not arrive")));
    const refused = await told([{ status: 403 }]);
    await until(() => lines.some((line) => line.includes("a push was not taken")));
    expect(await refused.push.store.all()).toHaveLength(1);
    expect(lines.join("\n")).not.toMatch(/会議|capability/);
  });

  it("are kept out of the private network, whatever a name says by then", async () => {
    const push = pushTo(postGuarded({ lookup: async () => [{ address: "10.0.0.7", family: 4 }] }));
    await subscribe(push, { endpoint: ENDPOINT, keys: pushBrowser().keys, language: "en-US" });
    push.tell(await reminder());
    await until(() => lines.some((line) => line.includes("a push was not sent") && line.includes("not on the public")));
  });

  it("are only sealed for https", async () => {
    const { p256dh, auth } = pushBrowser().keys;
    const plain = sealed({ endpoint: "http://push.example/", p256dh, auth }, {}, keys, {
      subject: SUBJECT,
      keptForS: 1,
    });
    await expect(plain).rejects.toMatchObject({ reason: "address" });
  });

  it("say for what time it was, of a timer too, which has no day to open", async () => {
    const dueAt = new Date(clock.date().getTime() + 1000);
    const timer = await store.desk.add("s1", { kind: "timer", text: "tea", language: "en-US", dueAt });
    const { got, browser } = await told([{ status: 201 }], timer);
    expect(JSON.parse(browser.open(got[0]!.body))).toMatchObject({ due_at: null, rings_at: dueAt.toISOString() });
  });

  it("fit into what every service takes, however long the words", async () => {
    const { got, browser } = await told([{ status: 201 }], await reminder("長".repeat(5_000)));
    expect(got[0]!.body.length).toBeLessThanOrEqual(4096);
    expect(browser.open(got[0]!.body)).toContain("長".repeat(300));
  });

  it("say nothing of yesterday", async () => {
    const { got, post } = await service([{ status: 201 }]);
    const push = pushTo(post);
    await subscribe(push, { endpoint: ENDPOINT, keys: pushBrowser().keys, language: "en-US" });
    const item = await reminder();
    await clock.pass(13 * 3_600_000);
    push.tell(item);
    await until(() => !push.busy);
    expect(got).toHaveLength(0);
    expect(await store.push.claim(item.id)).toBe(true);
  });
});

describe("subscriptions", () => {
  const { keys: good } = pushBrowser();
  const quiet = () => pushTo(async () => ({ status: 201 }));

  it.each<[string, unknown]>([
    ["endpoint", { endpoint: "http://push.example/a", keys: good, language: "ja-JP" }],
    ["endpoint", { endpoint: "https://127.0.0.1/a", keys: good, language: "ja-JP" }],
    ["endpoint", { endpoint: "https://[::1]/a", keys: good, language: "ja-JP" }],
    ["endpoint", { endpoint: "https://a:b@push.example/", keys: good, language: "ja-JP" }],
    ["endpoint", { endpoint: "https://", keys: good, language: "ja-JP" }],
    ["keys.p256dh", { endpoint: ENDPOINT, keys: { ...good, p256dh: "B".repeat(87) }, language: "ja-JP" }],
    ["keys.auth", { endpoint: ENDPOINT, keys: { ...good, auth: "short" }, language: "ja-JP" }],
    ["language", { endpoint: ENDPOINT, keys: good, language: "fr-FR" }],
  ])("refuses a bad %s", async (field, body) => {
    const response = await subscribe(quiet(), body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field });
    expect(await store.push.all()).toEqual([]);
  });

  it("keeps the newest few dozen", async () => {
    const push = quiet();
    for (let number = 0; number < 34; number++) {
      await clock.pass(1);
      await subscribe(push, { endpoint: `${ENDPOINT}${number}`, keys: good, language: "ja-JP" });
    }
    const kept = await store.push.all();
    expect(kept).toHaveLength(32);
    expect(kept[0]?.endpoint).toBe(`${ENDPOINT}2`);
  });

  it("are listed without their secrets, renewed and taken back by their id", async () => {
    const push = quiet();
    const { id } = (await (await subscribe(push, { endpoint: ENDPOINT, keys: good, language: "ja-JP" })).json()) as {
      id: string;
    };
    const listed = await (await ask(push, "GET", "/subscriptions")).json();
    expect(listed).toEqual({
      subscriptions: [{ id, service: "push.example", device: null, created_at: clock.date().toISOString() }],
    });
    const renewed = await ask(push, "PUT", `/subscriptions/${id}`, { language: "ko-KR" });
    expect([renewed.status, await renewed.json()]).toEqual([200, { key: keys.publicKey }]);
    expect(await (await ask(push, "GET", "/key")).json()).toEqual({ key: keys.publicKey });
    expect(await store.push.all()).toMatchObject([{ language: "ko-KR" }]);
    expect((await ask(push, "DELETE", `/subscriptions/${id}`)).status).toBe(204);
    expect((await ask(push, "DELETE", `/subscriptions/${id}`)).status).toBe(404);
    expect((await ask(push, "PUT", `/subscriptions/${id}`, { language: "ko-KR" })).status).toBe(404);
    expect((await ask(push, "PUT", `/subscriptions/${id}`, { language: "" })).status).toBe(400);
  });

  async function pair(id: string): Promise<void> {
    const now = clock.date();
    await store.pairing.addCode(id, new Date(now.getTime() + 60_000));
    const device = { id, name: "My phone", tokenHash: `hash of ${id}`, createdAt: now, lastSeenAt: now };
    expect(await store.pairing.redeem(id, device)).toBe("paired");
  }

  it("go with the device that was paired after it had subscribed, and not with another that renews them", async () => {
    const push = quiet();
    const answer = await subscribe(push, { endpoint: ENDPOINT, keys: good, language: "ja-JP" });
    const { id } = (await answer.json()) as { id: string };
    for (const device of ["tablet", "other"]) {
      await pair(device);
      expect((await ask(push, "PUT", `/subscriptions/${id}`, { language: "ja-JP" }, device)).status).toBe(200);
    }
    expect((await ask(push, "PUT", `/subscriptions/${id}`, { language: "ja-JP" })).status).toBe(200);
    await store.pairing.removeDevice("other");
    expect(await store.push.all()).toMatchObject([{ id, deviceId: "tablet" }]);
    await store.pairing.removeDevice("tablet");
    expect(await store.push.all()).toEqual([]);
  });

  it("go with the paired device whose they were", async () => {
    await pair("phone");
    const push = quiet();
    await subscribe(push, { endpoint: ENDPOINT, keys: good, language: "ja-JP" }, "phone");
    expect(await (await ask(push, "GET", "/subscriptions")).json()).toMatchObject({
      subscriptions: [{ device: "My phone" }],
    });
    await store.pairing.removeDevice("phone");
    expect(await store.push.all()).toEqual([]);
  });
});

it("keeps its keys for its owner alone, and the same ones", async () => {
  expect(await keepPushKeys(directory, randomBytes)).toEqual(keys);
  expect((await stat(path.join(directory, "push-keys.json"))).mode & 0o777).toBe(0o600);
  const other = await mkdtemp(path.join(tmpdir(), "hisho-push-"));
  await writeFile(path.join(other, "push-keys.json"), "{}");
  await expect(keepPushKeys(other, randomBytes)).rejects.toThrow("push-keys.json");
  await rm(other, { recursive: true });
});
