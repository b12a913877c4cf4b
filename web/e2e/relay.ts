/** The relay as `npm start` runs it, with its embedded providers, on a free port and in a fresh data directory. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface RunningRelay {
  url: string;
  /** Ends it as a person would, with Ctrl-C. Harmless when it has ended. */
  stop(): Promise<void>;
}

export async function startRelay(environment: Record<string, string> = {}): Promise<RunningRelay> {
  const data = await mkdtemp(path.join(tmpdir(), "hisho-e2e-"));
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "relay/src/main.ts"], {
    cwd: ROOT,
    env: { ...process.env, PORT: "0", HOST: "127.0.0.1", DATA_DIR: data, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (bytes: Buffer) => {
      printed += bytes.toString();
      const address = /Hisho is ready: (http:\S+)/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once("exit", (code) => reject(new Error(`the relay ended with ${code} before it was ready\n${printed}`)));
  });
  return {
    url,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, "exit");
        child.kill("SIGINT");
        await exited;
      }
      await rm(data, { recursive: true, force: true });
    },
  };
}
