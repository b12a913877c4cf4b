/**
 * `npm run check:lan`: `npm start -- --lan` on one host, and another that pairs by what the first one's terminal shows
 * and talks by HTTPS. Both are network namespaces, which takes Linux and root.
 */

import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aptInstall, canUseApt, ensureChromium } from "../chromium.mjs";
import { ensurePackages } from "../start/install.mjs";
import { prepareModels, preparePage } from "../start/prepare.mjs";
import { say } from "../start/say.mjs";
import { readAnnounced } from "./announced.ts";
import { connectTwoHosts, type Host, namespaceProblem } from "./network.ts";

const HELP = "npm run check:lan [-- --no-browser]   another host pairs and talks by HTTPS, in network namespaces";

/** Longer than all of it takes on a slow machine. */
const PATIENCE_MS = 300_000;

/** Everything printed by `child` until `found` finds what it looks for there. @throws when it ends before */
async function readUntil<Found>(
  child: ChildProcess,
  found: (printed: string) => Found | undefined,
  stopped: AbortSignal,
): Promise<Found> {
  let printed = "";
  return new Promise((resolve, reject) => {
    stopped.addEventListener("abort", () => reject(stopped.reason));
    child.stdout?.on("data", (bytes: Buffer) => {
      printed += bytes.toString();
      const result = found(printed);
      if (result !== undefined) resolve(result);
    });
    child.once("exit", (code) => reject(new Error(`it ended with ${code}:\n${printed}`)));
  });
}

/** Tells the whole group of processes to end, as a terminal's Ctrl-C does. */
async function end(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  process.kill(-child.pid, "SIGINT");
  await exited;
}

function settings(dataDirectory: string): NodeJS.ProcessEnv {
  const empty = ["RELAY_TOKEN", "PUBLIC_URL", "ALLOWED_ORIGINS", "DATABASE_URL", "REDIS_URL", "LAN_ADDRESS"];
  return {
    ...process.env,
    ...Object.fromEntries(empty.map((key) => [key, ""])),
    ...{ PORT: "8080", HOST: "127.0.0.1", LAN_PORT: "8443", LAN_SETUP_PORT: "8088", LAN: "off", PAIRING: "off" },
    DATA_DIR: dataDirectory,
    LOG_LEVEL: "warn",
  };
}

/** What `npm run pair` on the relay's host shows. */
async function secondCode(relay: Host, env: NodeJS.ProcessEnv, stopped: AbortSignal): Promise<string> {
  const child = relay.start(["npm", "run", "-s", "pair"], { env, stdio: ["ignore", "pipe", "inherit"] });
  return (await readUntil(child, readAnnounced, stopped)).code;
}

/** Chromium's list of authorities is written by a tool of NSS. */
function hasBrowser(): boolean {
  ensureChromium();
  const hasTool = (): boolean => spawnSync("certutil", ["--version"]).error === undefined;
  if (hasTool() || (canUseApt() && aptInstall(["libnss3-tools"]) && hasTool())) return true;
  say("Skipped: the browser, which needs certutil to trust an authority (Debian's libnss3-tools).");
  return false;
}

/** @param stopped when the person ends it: then nothing of it stays behind */
async function check(withBrowser: boolean, stopped: AbortSignal): Promise<number> {
  const problem = namespaceProblem();
  if (problem !== undefined) {
    say(`Skipped: ${problem}`);
    return 0;
  }
  await ensurePackages();
  await prepareModels();
  await preparePage();
  const isBrowsing = withBrowser && hasBrowser();
  const dataDirectory = await mkdtemp(join(tmpdir(), "hisho-lan-"));
  const network = connectTwoHosts();
  const env = settings(dataDirectory);
  const start = ["npm", "start", "--", "--lan", "--no-build", "--no-models"];
  const relay = network.relay.start(start, { env, stdio: ["ignore", "pipe", "inherit"] });
  let tablet: ChildProcess | undefined;
  try {
    const announced = await readUntil(relay, readAnnounced, stopped);
    say(`npm start -- --lan at ${network.relay.address} shows ${announced.page}/#pair=${announced.code}`);
    const codes = isBrowsing ? [await secondCode(network.relay, env, stopped)] : [];
    const command = [process.execPath, "--import", "tsx", "web/e2e/lan/tablet.ts", JSON.stringify(announced)];
    say(`The other host, ${network.tablet.address}:`);
    tablet = network.tablet.start([...command, ...codes], { stdio: ["ignore", "inherit", "inherit"] });
    const [code] = await once(tablet, "exit", { signal: AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)]) });
    return code === 0 ? 0 : 1;
  } finally {
    await Promise.all([end(tablet), end(relay)]);
    network.remove();
    await rm(dataDirectory, { recursive: true });
  }
}

const args = process.argv.slice(2);
if (args.some((argument) => argument !== "--no-browser")) {
  say(HELP);
  process.exitCode = args.includes("--help") ? 0 : 2;
} else {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort(new Error(signal)));
  try {
    process.exitCode = await check(args.length === 0, stopping.signal);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
