/** `LAN=on` on loopback: the page that installs the authority, HTTPS and sockets by it, and addresses that change. */
import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type IncomingMessage, get as plainGet } from "node:http";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { EnvironmentError, type LanSettings } from "../src/env.ts";
import { type Lan, openLan } from "../src/lan/lan.ts";
import { Pairing } from "../src/pairing/pairing.ts";
import { pairingOf } from "../src/store/pairing.ts";
import { IN_MEMORY, PgliteThread } from "../src/store/pglite-thread.ts";
import { startRelay, TestClient } from "./harness.ts";
import { keptLog } from "./kept-log.ts";
import { ManualClock } from "./manual-clock.ts";

const { log, lines } = keptLog();
const FREE_PORTS: LanSettings = { httpsPort: 0, setupPort: 0, address: undefined };
let sql: PgliteThread;
beforeAll(async () => {
  sql = await PgliteThread.open(IN_MEMORY);
}, 60_000);
afterAll(() => sql.close());

let dataDirectory: string;
let networks: string[];
beforeEach(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), "hisho-lan-"));
  networks = ["192.168.1.20", "203.0.113.7"];
  onTestFinished(() => rm(dataDirectory, { recursive: true }));
});

const look = async () => ({
  interfaces: {
    eth0: networks.map(
      (address) => ({ address, family: "IPv4", internal: false, netmask: "", mac: "", cidr: null }) as const,
    ),
  },
  defaultInterface: "eth0",
  hostName: "spark",
});

/** With the real time, which certificates are held against, and timers that are rung by hand. */
class RealDates extends ManualClock {
  override date(): Date {
    return new Date();
  }
}

async function openAt(settings = FREE_PORTS) {
  const clock = new RealDates();
  const lan = await openLan({ settings, publicUrl: "https://hisho.example", dataDirectory, clock, log, look });
  onTestFinished(() => lan.close());
  return { lan, clock };
}

const portOf = (origin: string | undefined): string => new URL(origin ?? "").port;
const authorityOf = async (): Promise<string> =>
  (await readFile(path.join(dataDirectory, "lan/authority.pem"), "utf8")).split(/(?=-----BEGIN CERT)/)[1] ?? "";

async function plain(lan: Lan, address: string): Promise<{ response: IncomingMessage; body: Buffer }> {
  const url = `http://127.0.0.1:${portOf(lan.place().setup?.url)}${address}`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => plainGet(url, resolve).on("error", reject));
  return { response, body: Buffer.concat(await response.toArray()) };
}

/** By the authority alone, like a device that has installed it. */
async function secure(lan: Lan, method: string, route: string, headers: Record<string, string> = {}, sent = "") {
  const ca = await authorityOf();
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request(
      { host: "localhost", servername: "localhost", port: portOf(lan.place().url), path: route, method, headers, ca },
      resolve,
    )
      .on("error", reject)
      .end(sent),
  );
  const text = Buffer.concat(await response.toArray()).toString();
  const body = (text === "" ? null : JSON.parse(text)) as { token: string; reason: string };
  return { status: response.statusCode, body };
}

async function openRelay(lan: Lan) {
  const pairing = await Pairing.open({
    store: pairingOf(sql),
    clock: new ManualClock(),
    log,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
  const relay = await startRelay({ pairing, hosts: lan.hosts });
  onTestFinished(async () => {
    await pairing.close();
    await relay.close();
  });
  await lan.listen(relay.attach);
  return { pairing };
}

it("pairs and talks by TLS, and answers to its own names only", async () => {
  const { lan } = await openAt();
  const { pairing } = await openRelay(lan);
  expect(lan.hosts()).toEqual(["192.168.1.20", "spark.local", "localhost", "hisho.example"]);
  expect(await secure(lan, "GET", "/api/v1/voices")).toMatchObject({ status: 401 });
  const { code } = await pairing.newCode();
  const paired = await secure(lan, "POST", "/api/v1/pair", {}, JSON.stringify({ code }));
  expect(paired.status).toBe(201);
  const bearer = { Authorization: `Bearer ${paired.body.token}` };
  expect(await secure(lan, "GET", "/api/v1/voices", bearer)).toMatchObject({ status: 200 });
  expect(await secure(lan, "GET", "/api/v1/voices", { ...bearer, Host: "192.168.1.20:8443" })).toMatchObject({
    status: 200,
  });
  expect(await secure(lan, "GET", "/api/v1/voices", { ...bearer, Host: "rebound.example" })).toMatchObject({
    status: 403,
  });

  const client = new TestClient(`wss://localhost:${portOf(lan.place().url)}`, "by-tls", {
    headers: bearer,
    ca: await authorityOf(),
  });
  await client.start();
  client.send({ type: "text", id: crypto.randomUUID(), text: "hello" });
  await client.until(() => client.of("assistant_text_final").length === 1);
  await client.close();
});

it("gives over plain HTTP the page and the authority, and nothing else", async () => {
  const { lan } = await openAt();
  await openRelay(lan);
  const page = await plain(lan, "/?from=qr");
  expect(page.response.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.body.toString()).toContain(`href="https://192.168.1.20:${portOf(lan.place().url)}/"`);
  const certificate = await plain(lan, "/root.crt");
  expect(certificate.response.headers["content-type"]).toBe("application/x-x509-ca-cert");
  expect(new X509Certificate(certificate.body).fingerprint256).toBe(lan.place().setup?.fingerprint);
  expect(new X509Certificate(certificate.body).ca).toBe(true);
  for (const address of ["/health", "/api/v1/pair", "/index.html", "/lan/authority.pem", "/../lan/server.pem"]) {
    expect((await plain(lan, address)).response.statusCode, address).toBe(404);
  }
});

it("follows an address that changes, with the authority that devices have", async () => {
  const { lan, clock } = await openAt();
  await openRelay(lan);
  const before = lan.place();
  networks = ["192.168.1.99"];
  await clock.pass(60_000);
  await expect.poll(() => lan.place().url).toBe(`https://192.168.1.99:${portOf(before.url)}`);
  expect(lan.place().setup?.fingerprint).toBe(before.setup?.fingerprint);
  expect((await secure(lan, "GET", "/health")).status).toBe(200);
});

it("asks for LAN_ADDRESS where it finds no address, and gives it to people where it is set", async () => {
  networks = ["203.0.113.7"];
  lines.length = 0;
  expect((await openAt()).lan.hosts()).toEqual(["spark.local", "localhost", "hisho.example"]);
  expect(lines.filter(({ level }) => level === "warn")).toMatchObject([
    { message: expect.stringContaining("LAN_ADDRESS") },
  ]);
  lines.length = 0;
  expect((await openAt({ ...FREE_PORTS, address: "hisho.local" })).lan.hosts()[0]).toBe("hisho.local");
  expect(lines.filter(({ level }) => level === "warn")).toEqual([]);
});

it("says which port is taken", async () => {
  const other = createServer().listen(0, "0.0.0.0");
  await new Promise((resolve) => other.once("listening", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  for (const [settings, field] of [
    [{ ...FREE_PORTS, httpsPort: port }, "LAN_PORT"],
    [{ ...FREE_PORTS, setupPort: port }, "LAN_SETUP_PORT"],
  ] as const) {
    const { lan } = await openAt(settings);
    const refused = await lan.listen(() => {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EnvironmentError);
    expect((refused as EnvironmentError).problems).toMatchObject([{ field }]);
  }
});
