/** The relay as `npm start` runs it, with its embedded providers, on a free port and in a fresh data directory. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { emptyStore } from "../../relay/tests/empty-store.ts";
import { RELAY_FLAGS } from "../../scripts/start/relay-flags.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface RunningRelay {
  url: string;
  /** Ends it as a person would, with Ctrl-C, and keeps its data for `startAgain`. Harmless when it has ended. */
  halt(): Promise<void>;
  /** After `halt`: at the same address, with the same data. */
  startAgain(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

export async function startRelay(environment: Record<string, string> = {}): Promise<RunningRelay> {
  const data = await mkdtemp(path.join(tmpdir(), "hisho-e2e-"));
  await emptyStore(data);
  const settings = { PORT: "0", HOST: "127.0.0.1", DATA_DIR: data, ...environment };
  let { child, url } = await run(settings);
  const halt = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGINT");
    await exited;
  };
  return {
    url,
    halt,
    async startAgain() {
      ({ child, url } = await run({ ...settings, PORT: new URL(url).port }));
    },
    async stop() {
      await halt();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function run(settings: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [...RELAY_FLAGS, "relay/src/main.ts"], {
    cwd: ROOT,
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (bytes: Buffer) => {
      printed += bytes.toString();
      const address = /Hisho is ready: (http:\S+)/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once("exit", (code) => reject(new Error(`the relay ended with ${code} before it was ready\n${printed}`)));
  });
  return { child, url };
}
