/** The authority and the server's certificate in `DATA_DIR/lan/`, each in one file with its key, for their owner alone. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { EnvironmentError } from "../env.ts";
import { writePrivate } from "../kept-secret.ts";
import { fits, issueServerCertificate, type KeyedCertificate, lastsFor, makeAuthority } from "./authority.ts";

const AUTHORITY = "authority.pem";
const SERVER = "server.pem";
const RENEWED_BEFORE_DAYS = 30;
/** A server's certificate should not outlive its authority. */
const AUTHORITY_RENEWED_BEFORE_DAYS = 366;
const BLOCK = /-----BEGIN (CERTIFICATE|PRIVATE KEY)-----[^-]+-----END \1-----/g;

/** What devices install. */
export interface Authority extends KeyedCertificate {
  /** DER (X.690), as devices take it. */
  der: Buffer;
  /** SHA-256 of that, `AB:CD:…`. */
  fingerprint: string;
}

/**
 * The authority of that directory, made when it is not there or ends soon.
 * @param machine what people call the machine
 * @throws EnvironmentError when it cannot be kept, or the file holds something else
 */
export async function keepAuthority(directory: string, machine: string, now: Date): Promise<Authority> {
  const file = path.join(directory, AUTHORITY);
  const kept = await orSentence(file, async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return readKept(file);
  });
  if (kept === "broken") {
    throw new EnvironmentError([
      {
        field: "DATA_DIR",
        expected:
          `${file} holds no certificate authority. Put it back from a backup; or delete it: another is made, ` +
          "which every device has to install again.",
      },
    ]);
  }
  const keyed = kept !== undefined && lastsFor(kept, now, AUTHORITY_RENEWED_BEFORE_DAYS) ? kept : undefined;
  const authority = keyed ?? (await makeAuthority(machine, now));
  if (keyed === undefined) await orSentence(file, () => writePrivate(file, authority.key + authority.certificate));
  const { raw, fingerprint256 } = new X509Certificate(authority.certificate);
  return { ...authority, der: raw, fingerprint: fingerprint256 };
}

/**
 * The server's certificate of that directory; a new one when it is not for these names, ends soon, or is not there.
 * @throws EnvironmentError when it cannot be kept
 */
export async function keepServerCertificate(
  directory: string,
  authority: KeyedCertificate,
  names: readonly string[],
  now: Date,
): Promise<KeyedCertificate> {
  const file = path.join(directory, SERVER);
  return orSentence(file, async () => {
    const kept = await readKept(file);
    if (kept !== undefined && kept !== "broken" && fits(kept, authority, names, now, RENEWED_BEFORE_DAYS)) return kept;
    const server = await issueServerCertificate(authority, names, now);
    await writePrivate(file, server.key + server.certificate);
    return server;
  });
}

async function orSentence<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError([
      { field: "DATA_DIR", expected: `LAN=on keeps a certificate in ${file}, which does not work: ${reason}` },
    ]);
  }
}

async function readKept(file: string): Promise<KeyedCertificate | "broken" | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  await chmod(file, 0o600);
  const blocks = new Map([...text.matchAll(BLOCK)].map(([block, tag]) => [tag, `${block}\n`]));
  const certificate = blocks.get("CERTIFICATE");
  const key = blocks.get("PRIVATE KEY");
  return certificate !== undefined && key !== undefined && belongTogether(certificate, key)
    ? { certificate, key }
    : "broken";
}

function belongTogether(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false; // One of them is no such thing.
  }
}
