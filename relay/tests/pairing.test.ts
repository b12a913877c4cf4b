/** Codes, devices and who is let in: a whole relay over real HTTP and sockets, its devices in a real store. */
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseDevices, parsePairingCode } from "@hisho/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createLog } from "../src/log.ts";
import { Pairing } from "../src/pairing/pairing.ts";
import type { PairingStore } from "../src/pairing/port.ts";
import { keepRelayToken } from "../src/pairing/relay-token.ts";
import { pairingOf } from "../src/store/pairing.ts";
import { IN_MEMORY, PgliteThread } from "../src/store/pglite-thread.ts";
import { statement } from "../src/store/sql.ts";
import { type RelayOptions, type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { ManualClock } from "./manual-clock.ts";

const TOKEN = "the-relays-own-token";
const MINUTE_MS = 60_000;
const logged: string[] = [];
const log = createLog("debug", (line) => logged.push(line));

let sql: PgliteThread;
let store: PairingStore;
beforeAll(async () => {
  sql = await PgliteThread.open(IN_MEMORY);
  store = pairingOf(sql);
}, MINUTE_MS);
afterAll(() => sql.close());
afterEach(async () => {
  logged.length = 0;
  await sql.run(statement("DELETE FROM devices"), statement("DELETE FROM pairing_codes"));
});

async function openPairing(clock = new ManualClock()): Promise<Pairing> {
  const pairing = await Pairing.open({ store, clock, log, randomBytes });
  onTestFinished(() => pairing.close());
  return pairing;
}

async function open(options: RelayOptions = {}) {
  const clock = new ManualClock();
  const pairing = await openPairing(clock);
  const relay = await startRelay({ token: TOKEN, pairing, ...options });
  onTestFinished(() => relay.close());
  return { relay, pairing, clock };
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

async function exchange(relay: RunningRelay, code: string, headers: Record<string, string> = {}, name = "tablet") {
  const response = await fetch(`${relay.httpUrl}/api/v1/pair`, {
    method: "POST",
    headers,
    body: JSON.stringify({ code, name }),
  });
  const body = (await response.json()) as { token: string; device_id: string; reason: string };
  return { status: response.status, retryAfter: response.headers.get("Retry-After"), ...body };
}

const statusOf = async (relay: RunningRelay, headers: Record<string, string>) =>
  (await fetch(`${relay.httpUrl}/api/v1/voices`, { headers })).status;

describe("a code", () => {
  it("becomes a token that opens the API and the socket, once", async () => {
    const { relay, pairing } = await open();
    const { code } = await pairing.newCode();
    const paired = await exchange(relay, `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`);
    expect(paired.status).toBe(201);
    expect(await statusOf(relay, bearer(paired.token))).toBe(200);
    const entry = `token.${Buffer.from(paired.token).toString("base64url")}`;
    const client = new TestClient(relay.url, "paired", { protocols: ["hisho.v1", entry] });
    expect((await client.start()).session_id).toBe("paired");
    await client.close();
    expect(await exchange(relay, code)).toMatchObject({ status: 410, reason: "used" });
  });

  it("is spent by one of two who show it at once", async () => {
    const { relay, pairing } = await open();
    const { code } = await pairing.newCode();
    const both = await Promise.all([exchange(relay, code), exchange(relay, code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 410]);
    expect(pairing.list()).toHaveLength(1);
  });

  it("is refused when it is wrong, no code, or over", async () => {
    const { relay, pairing, clock } = await open();
    const { code } = await pairing.newCode();
    expect(await exchange(relay, "00000000")).toMatchObject({ status: 403, reason: "wrong" });
    expect(await exchange(relay, "no code")).toMatchObject({ status: 400, reason: "malformed" });
    await clock.pass(10 * MINUTE_MS);
    expect(await exchange(relay, code)).toMatchObject({ status: 410, reason: "expired" });
    expect(pairing.list()).toEqual([]);
  });

  it("outlives a restart of the relay", async () => {
    const { code } = await (await openPairing()).newCode();
    const { relay } = await open();
    expect((await exchange(relay, code)).status).toBe(201);
  });

  it("cannot be guessed: the sixth try has to wait, a right one too, and the minute over it is taken", async () => {
    const { relay, pairing, clock } = await open();
    const { code } = await pairing.newCode();
    for (let n = 0; n < 5; n += 1) expect((await exchange(relay, "00000000")).status).toBe(403);
    expect(await exchange(relay, code)).toMatchObject({ status: 429, reason: "locked", retryAfter: "60" });
    await clock.pass(MINUTE_MS);
    expect((await exchange(relay, code)).status).toBe(201);
  });

  it("guessed behind a proxy locks out the one who guesses, by the proxy's own word alone", async () => {
    const { relay, pairing } = await open({ trustedProxies: [{ address: "127.0.0.0", prefixBits: 8 }] });
    const { code } = await pairing.newCode();
    for (let n = 0; n < 5; n += 1) {
      await exchange(relay, "00000000", { "X-Forwarded-For": `198.51.100.${n}, 192.0.2.1` });
    }
    expect((await exchange(relay, code, { "X-Forwarded-For": "203.0.113.9, 192.0.2.1" })).status).toBe(429);
    expect((await exchange(relay, code, { "X-Forwarded-For": "192.0.2.2" })).status).toBe(201);
  });

  it("is asked for by whoever has a token, with the place to go", async () => {
    const setup = { url: "http://192.168.1.5:8088", fingerprint: "AB" };
    const { relay } = await open({ pairingPlace: () => ({ url: "https://192.168.1.5:8443", setup }) });
    const url = `${relay.httpUrl}/api/v1/pair/codes`;
    expect((await fetch(url, { method: "POST" })).status).toBe(401);
    const answer = parsePairingCode(await (await fetch(url, { method: "POST", headers: bearer(TOKEN) })).json());
    expect(answer).toMatchObject({ url: "https://192.168.1.5:8443", setup });
    expect((await exchange(relay, answer?.code ?? "")).status).toBe(201);
  });

  it("is never written to a log, nor is a token", async () => {
    const { relay, pairing } = await open();
    const { code } = await pairing.newCode();
    const { token } = await exchange(relay, code);
    await exchange(relay, code);
    expect(logged.length).toBeGreaterThan(1);
    expect(logged.join("\n")).not.toMatch(new RegExp(`${code}|${token}`));
  });

  it("is no way in for other pages", async () => {
    const { relay, pairing } = await open();
    const { code } = await pairing.newCode();
    expect((await exchange(relay, code, { Origin: "https://evil.example" })).status).toBe(403);
    expect((await exchange(relay, code)).status).toBe(201);
  });
});

describe("a device", () => {
  async function pairOne() {
    const opened = await open();
    const { code } = await opened.pairing.newCode();
    return { ...opened, device: await exchange(opened.relay, code, {}, "  Kitchen\u0007\ttablet ") };
  }
  const list = async (relay: RunningRelay, token: string) =>
    parseDevices(await (await fetch(`${relay.httpUrl}/api/v1/devices`, { headers: bearer(token) })).json())?.devices;
  const revoke = (relay: RunningRelay, id: string) =>
    fetch(`${relay.httpUrl}/api/v1/devices/${id}`, { method: "DELETE", headers: bearer(TOKEN) });

  it("is listed with the name it gave, and knows itself", async () => {
    const { relay, device } = await pairOne();
    expect(await list(relay, device.token)).toEqual([
      expect.objectContaining({ id: device.device_id, name: "Kitchen tablet", this_device: true }),
    ]);
    expect(await list(relay, TOKEN)).toEqual([expect.objectContaining({ this_device: false })]);
  });

  it("is cut off with 1008 when it is revoked, and refused from then on", async () => {
    const { relay, device } = await pairOne();
    const client = new TestClient(relay.url, "cut", { headers: bearer(device.token) });
    const owner = new TestClient(relay.url, "owner", { headers: bearer(TOKEN) });
    await Promise.all([client.start(), owner.start()]);
    expect((await revoke(relay, device.device_id)).status).toBe(204);
    await client.until(() => client.closed !== null);
    expect(client.closed).toEqual({ code: 1008 });
    expect(owner.closed).toBeNull();
    expect(await statusOf(relay, bearer(device.token))).toBe(401);
    expect(await list(relay, TOKEN)).toEqual([]);
    expect((await revoke(relay, device.device_id)).status).toBe(404);
    await owner.close();
  });

  it("paired at another relay of the same store is known here, and cut off here when it is revoked there", async () => {
    const { relay, clock } = await open();
    const other = await openPairing();
    const { code } = await other.newCode();
    const paired = await other.pair(code, "", "192.0.2.1");
    if (paired.outcome !== "paired") throw new Error(paired.outcome);
    await clock.pass(1000);
    const client = new TestClient(relay.url, "roaming", { headers: bearer(paired.token) });
    await client.start();
    await other.revoke(paired.device.id);
    await clock.pass(10_000);
    await client.until(() => client.closed !== null);
    expect(client.closed).toEqual({ code: 1008 });
  });

  it("was last seen when it last came, to the minute, after a restart too", async () => {
    const { relay, clock, device } = await pairOne();
    await clock.pass(5 * MINUTE_MS);
    await statusOf(relay, bearer(device.token));
    await expect.poll(async () => (await store.devices())[0]?.lastSeenAt).toEqual(clock.date());
  });

  it("keeps its token to itself", async () => {
    const { device } = await pairOne();
    expect(JSON.stringify(await store.devices())).not.toContain(device.token);
  });
});

describe("who needs no token", () => {
  const host = (relay: RunningRelay, name: string) => ({ Host: `${name}:${new URL(relay.httpUrl).port}` });

  it("whoever talks from this very machine, where the relay itself faces the network", async () => {
    const { relay } = await open({ openToThisMachine: true });
    expect(await statusOf(relay, {})).toBe(200);
    const client = new TestClient(relay.url, "here");
    await client.start();
    await client.close();
  });

  it.each([
    ["X-Forwarded-For", "192.0.2.1"],
    ["X-Forwarded-Host", "hisho.example"],
    ["Forwarded", "for=192.0.2.1"],
    ["Via", "1.1 proxy"],
    ["X-Real-IP", "192.0.2.1"],
  ])("not what a proxy passes on (%s)", async (name, value) => {
    const { relay } = await open({ openToThisMachine: true });
    expect(await statusOf(relay, { [name]: value })).toBe(401);
  });

  it("not a page whose name was pointed at this machine, nor another page here", async () => {
    const { relay } = await open({ openToThisMachine: true });
    const rebound = new TestClient(relay.url, "rebound", { headers: host(relay, "evil.example") });
    await rebound.until(() => rebound.closed !== null);
    expect(rebound.closed).toEqual({ code: 1006 });
    expect(await statusOf(relay, { Origin: "http://localhost:9" })).toBe(403);
  });

  it("nobody, where a proxy faces the network", async () => {
    const { relay } = await open();
    expect(await statusOf(relay, {})).toBe(401);
  });
});

it("a relay that pairs nobody says so", async () => {
  const relay = await startRelay();
  onTestFinished(() => relay.close());
  expect(await exchange(relay, "ABCD2345")).toMatchObject({ status: 404, reason: "off" });
  const listed = await fetch(`${relay.httpUrl}/api/v1/devices`);
  expect([listed.status, parseDevices(await listed.json())]).toEqual([200, { pairing: "off", devices: [] }]);
});

describe("the relay's own token", () => {
  async function directory(): Promise<string> {
    const made = await mkdtemp(path.join(tmpdir(), "hisho-token-"));
    onTestFinished(() => rm(made, { recursive: true, force: true }));
    return made;
  }

  it("is made once, for its owner's eyes alone", async () => {
    const data = path.join(await directory(), "data");
    const token = await keepRelayToken(data, randomBytes);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await keepRelayToken(data, randomBytes)).toBe(token);
    const file = path.join(data, "relay-token");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toBe(`${token}\n`);
  });

  it("that cannot be one is not taken", async () => {
    const data = await directory();
    await writeFile(path.join(data, "relay-token"), "short");
    await expect(keepRelayToken(data, randomBytes)).rejects.toThrow(/relay-token holds no token.*delete it/);
  });

  it("that cannot be kept is no token", async () => {
    const data = path.join(await directory(), "file");
    await writeFile(data, "");
    await expect(keepRelayToken(data, randomBytes)).rejects.toThrow(/DATA_DIR: pairing keeps its token/);
  });
});
