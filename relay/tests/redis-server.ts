/** A Redis server for tests: the machine's own program on a free port, with its files in a temporary folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { createClient } from "@redis/client";
import { freePort } from "./free-port.ts";

const PROGRAM = "redis-server";

/** Whether there is a Redis to test with; `npm test` installs Debian's where it can. */
export const HAS_REDIS = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, PROGRAM)));

export interface RedisServer {
  url: string;
  /** Starts it again after `kill`, on the same port and without what it had. */
  start(): Promise<void>;
  kill(): Promise<void>;
  command(...words: string[]): Promise<unknown>;
  /** Stops it where it is, so that it neither answers nor hangs up; `thaw` lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), "hisho-redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const options = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", ""];
      const started = spawn(PROGRAM, options, { stdio: ["ignore", "pipe", "ignore"] });
      child = started;
      for await (const line of createInterface({ input: started.stdout })) {
        if (line.includes("Ready to accept connections")) {
          started.stdout.resume();
          return;
        }
      }
      throw new Error("Redis did not start");
    },
    async kill() {
      const running = child;
      child = undefined;
      if (running === undefined) return;
      const ended = once(running, "exit");
      running.kill("SIGKILL");
      await ended;
    },
    async command(...words) {
      const client = await createClient({ url: server.url }).connect();
      try {
        return await client.sendCommand(words);
      } finally {
        client.destroy();
      }
    },
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    async remove() {
      await server.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}
