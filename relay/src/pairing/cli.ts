/** `npm run pair` and `npm run devices`: asks the running relay of this machine, with the token that lies in its data. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseDevices, parsePairingCode } from "@hisho/protocol";
import { EnvironmentError, isLoopback, readEnvironment } from "../env.ts";
import { announcePairing } from "./announce.ts";
import { relayTokenPath } from "./relay-token.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const ANSWER_WITHIN_MS = 10_000;
const HELP = `npm run pair                    a one-time code and its QR code, for another device
npm run devices                 the paired devices
npm run devices -- revoke ID    takes a device's token back and closes its connections
They ask the relay that runs on this machine (PORT, DATA_DIR, RELAY_TOKEN as for npm start).`;

/** What stops the command. The message is a sentence for the person who typed it. */
class CommandError extends Error {}

async function ask(method: string, route: string): Promise<unknown> {
  const environment = readEnvironment(process.env);
  const host = isLoopback(environment.host) ? environment.host : "127.0.0.1";
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${environment.port}`;
  const file = relayTokenPath(path.resolve(ROOT, environment.dataDirectory));
  const token = environment.token ?? (existsSync(file) ? (await readFile(file, "utf8")).trim() : "");
  const response = await fetch(`${url}/api/v1${route}`, {
    method,
    headers: token === "" ? {} : { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch(() => {
    throw new CommandError(`No relay answers at ${url}. Start it, or set PORT to its port.`);
  });
  if (response.status === 204) return null;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const detail = typeof body === "object" && body !== null && "detail" in body ? String(body.detail) : "";
  throw new CommandError(detail || `The relay at ${url} answered ${response.status}.`);
}

async function pair(): Promise<string> {
  const answer = parsePairingCode(await ask("POST", "/pair/codes"));
  if (answer === undefined) throw new CommandError("The relay's answer holds no code: is it of another version?");
  const { code, expires_at, url, setup } = answer;
  const place = url === null ? undefined : { url, setup };
  return announcePairing({ code, expiresAt: new Date(expires_at), place });
}

async function list(): Promise<string> {
  const answer = parseDevices(await ask("GET", "/devices"));
  if (answer === undefined) throw new CommandError("The relay's answer holds no devices: is it of another version?");
  if (answer.pairing === "off") throw new CommandError("This relay pairs no devices: PAIRING=on turns it on.");
  const { devices } = answer;
  if (devices.length === 0) return "No device is paired. npm run pair shows a code.\n";
  const lines = devices.map(
    ({ id, name, created_at, last_seen_at }) =>
      `${id}  paired ${created_at.slice(0, 10)}  last seen ${last_seen_at.slice(0, 16)}Z  ${name}`,
  );
  return `${lines.join("\n")}\n`;
}

async function run(args: readonly string[]): Promise<string> {
  const [command, verb, id] = args;
  if (command === "pair" && args.length === 1) return pair();
  if (command === "devices" && args.length === 1) return list();
  if (command === "devices" && verb === "revoke" && id !== undefined && args.length === 3) {
    await ask("DELETE", `/devices/${encodeURIComponent(id)}`);
    return "Its token is refused from now on, and its connections are closed.\n";
  }
  if (args.includes("--help")) return `${HELP}\n`;
  throw new CommandError(HELP);
}

try {
  if (existsSync(path.join(ROOT, ".env"))) process.loadEnvFile(path.join(ROOT, ".env"));
  process.stdout.write(await run(process.argv.slice(2)));
} catch (error) {
  const expected = error instanceof CommandError || error instanceof EnvironmentError;
  process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
