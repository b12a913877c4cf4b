import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkServerIdentity, connect, createServer } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EnvironmentError } from "../env.ts";
import { issueServerCertificate, type KeyedCertificate, makeAuthority } from "./authority.ts";
import { keepAuthority, keepServerCertificate } from "./kept-certificates.ts";
import { isLocal } from "./local.ts";

const NOW = new Date("2026-03-01T00:00:00Z");
const NAMES = ["192.168.1.20", "spark.local", "localhost"];
const daysLater = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
let directory: string;
beforeEach(async () => {
  directory = path.join(await mkdtemp(path.join(tmpdir(), "hisho-lan-")), "lan");
});
afterEach(() => rm(path.dirname(directory), { recursive: true }));

/** What a client that trusts the authority says of the server when it looks for that host; "ok" when nothing. */
async function handshake(authority: KeyedCertificate, { certificate, key }: KeyedCertificate, host: string) {
  const server = createServer({ cert: certificate, key }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = connect({
    host: "127.0.0.1",
    port,
    ca: authority.certificate,
    checkServerIdentity: (_name, peer) => checkServerIdentity(host, peer),
  });
  try {
    return await once(client, "secureConnect").then(
      () => "ok",
      (error: Error) => error.message,
    );
  } finally {
    client.destroy();
    server.close();
  }
}

describe("what is kept", () => {
  it("is made once, with keys for their owner alone", async () => {
    const authority = await keepAuthority(directory, "spark", NOW);
    const server = await keepServerCertificate(directory, authority, NAMES, NOW);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await readdir(directory)).sort()).toEqual(["authority.pem", "server.pem"]);
    for (const name of await readdir(directory)) {
      expect((await stat(path.join(directory, name))).mode & 0o777).toBe(0o600);
    }
    expect(await keepAuthority(directory, "spark", daysLater(300))).toEqual(authority);
    expect(await keepServerCertificate(directory, authority, NAMES, daysLater(300))).toEqual(server);
    expect(authority.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it("is renewed before it ends and for other names, by the same authority", async () => {
    const authority = await keepAuthority(directory, "spark", NOW);
    const first = await keepServerCertificate(directory, authority, NAMES, NOW);
    const moved = await keepServerCertificate(directory, authority, ["192.168.7.7", ...NAMES.slice(1)], NOW);
    expect(new X509Certificate(moved.certificate).checkIP("192.168.7.7")).toBe("192.168.7.7");
    const renewed = await keepServerCertificate(
      directory,
      authority,
      ["192.168.7.7", ...NAMES.slice(1)],
      daysLater(340),
    );
    expect(new Set([first.key, moved.key, renewed.key]).size).toBe(3);
    expect(await keepAuthority(directory, "spark", daysLater(340))).toEqual(authority);
  });

  it("follows a new authority, which comes in time before the old one ends", async () => {
    const before = await keepAuthority(directory, "spark", NOW);
    const old = await keepServerCertificate(directory, before, NAMES, daysLater(3200));
    const after = await keepAuthority(directory, "spark", daysLater(3300));
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(await keepServerCertificate(directory, after, NAMES, daysLater(3300))).not.toEqual(old);
  });

  it("does not replace an authority that it cannot read: devices trust it", async () => {
    await keepAuthority(directory, "spark", NOW);
    const file = path.join(directory, "authority.pem");
    const text = await readFile(file, "utf8");
    const other = await makeAuthority("spark", NOW);
    for (const broken of ["", text.slice(0, 200), other.key + text.slice(text.indexOf("-----BEGIN CERT"))]) {
      await writeFile(file, broken);
      await expect(keepAuthority(directory, "spark", NOW)).rejects.toThrow(EnvironmentError);
    }
    await writeFile(file, text);
    await expect(keepAuthority(directory, "spark", NOW)).resolves.toBeDefined();
  });

  it("says which file could not be kept", async () => {
    await writeFile(directory, "a file in the folder's place");
    await expect(keepAuthority(directory, "spark", NOW)).rejects.toThrow(/DATA_DIR: .*authority\.pem/);
  });
});

describe("the certificates", () => {
  const pair = async (names: readonly string[]) => {
    const authority = await makeAuthority("spark", new Date());
    return [authority, await issueServerCertificate(authority, names, new Date())] as const;
  };

  it("stand before a client that trusts the authority, for their names and no others", async () => {
    const [authority, server] = await pair(NAMES);
    for (const name of NAMES) expect(await handshake(authority, server, name)).toBe("ok");
    for (const name of ["192.168.1.21", "other.local"]) {
      expect(await handshake(authority, server, name)).toContain("does not match");
    }
    const stranger = await makeAuthority("spark", new Date());
    expect(await handshake(stranger, server, "localhost")).not.toBe("ok");
  });

  it.each(["bank.example", "8.8.8.8", "2001:db8::1"])("do not vouch for %s, whoever has the key", async (name) => {
    expect(isLocal(name)).toBe(false);
    expect(await handshake(...(await pair([name])), name)).toContain("permitted subtree violation");
  });

  it.each(["10.1.2.3", "172.31.0.1", "100.100.1.1", "fd00::7", "spark.local", "a.home.arpa", "localhost"])(
    "vouch for %s",
    async (name) => {
      expect(isLocal(name)).toBe(true);
      expect(await handshake(...(await pair([name])), name)).toBe("ok");
    },
  );
});
