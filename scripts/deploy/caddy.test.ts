/** docker/caddy/Caddyfile in a real Caddy, on free ports, before a server that takes the relay's place. */
import { spawn, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { freePort } from "../../relay/tests/free-port.ts";
import { ROOT } from "../start/paths.mjs";
import { CADDYFILE } from "./network-files.ts";

vi.setConfig({ testTimeout: 60_000 });

const LAN = { LAN_ADDRESS: "127.0.0.1", LAN_SITES: "https://127.0.0.1, https://localhost" };

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** The Caddyfile as Caddy understands it, with this machine's places in the container's. */
function adapt(places: Readonly<Record<string, string>>, ports: { http_port: number; https_port: number }): string {
  const args = ["adapt", "--adapter", "caddyfile", "--config", CADDYFILE];
  const { stdout } = spawnSync("caddy", args, { cwd: ROOT, encoding: "utf8", env: { ...process.env, ...LAN } });
  const config = JSON.parse(Object.entries(places).reduce((text, [from, to]) => text.replaceAll(from, to), stdout));
  Object.assign(config.apps.http, ports);
  return JSON.stringify(config);
}

async function startCaddy() {
  const home = mkdtempSync(join(tmpdir(), "hisho-caddy-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, "page"));
  writeFileSync(join(home, "page/index.html"), "<title>set up</title>");
  const asked: IncomingHttpHeaders[] = [];
  const relay = createServer(({ headers }, response) => {
    asked.push(headers);
    response.end("from the relay");
  });
  const relayPort = await listen(relay);
  onTestFinished(() => void relay.close());

  const [http, https] = [await freePort(), await freePort()];
  const places = {
    '":80"': `"127.0.0.1:${http}"`,
    '":443"': `"127.0.0.1:${https}"`,
    '"name":"relay"': '"name":"127.0.0.1"',
    '"port":"8080"': `"port":"${relayPort}"`,
    "/data/caddy": join(home, "caddy"),
    "/site/page": join(home, "page"),
  };
  const config = join(home, "config.json");
  writeFileSync(config, adapt(places, { http_port: http, https_port: https }));
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
  const caddy = spawn("caddy", ["run", "--config", config], { env, stdio: ["ignore", "ignore", "pipe"] });
  onTestFinished(async () => {
    caddy.kill();
    await once(caddy, "close");
  });
  for await (const line of createInterface(caddy.stderr)) if (line.includes("serving initial configuration")) break;
  caddy.stderr.resume();
  return { site: `http://127.0.0.1:${http}`, https, asked };
}

const get = (port: number, path: string, ca: string, host: string) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    request({ port, path, ca, host, headers: { host: `${host}:${port}` } }, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode, body });
    })
      .once("error", reject)
      .end();
  });

describe.skipIf(spawnSync("caddy", ["version"]).error !== undefined)("the Caddyfile", () => {
  it("serves the page and the certificate by HTTP, and the relay by HTTPS to whoever trusts that certificate", async () => {
    const { site, https, asked } = await startCaddy();
    expect((await fetch(`${site}/health`)).status).toBe(200);
    expect(await (await fetch(site)).text()).toContain("set up");
    for (const path of ["/root.key", "/api/v1/voices", "/ready"]) {
      expect([path, (await fetch(`${site}${path}`)).status]).toEqual([path, 404]);
    }
    expect(asked).toEqual([]);

    const certificate = await fetch(`${site}/root.crt`);
    expect(certificate.headers.get("content-type")).toBe("application/x-x509-ca-cert");
    const ca = await certificate.text();
    expect(new X509Certificate(ca).ca).toBe(true);
    for (const host of ["127.0.0.1", "localhost"]) {
      expect(await get(https, "/ready", ca, host)).toEqual({ status: 200, body: "from the relay" });
    }
    expect(asked[0]).toMatchObject({ host: `127.0.0.1:${https}`, "x-forwarded-for": "127.0.0.1" });
    await expect(get(https, "/", "", "127.0.0.1")).rejects.toThrow("certificate");
  });
});
