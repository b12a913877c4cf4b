/** Two relays on one PostgreSQL and one Redis behind one proxy; either can be killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createLog } from "../../src/log.ts";
import { openStoreAt } from "../../src/store/open.ts";
import type { Store } from "../../src/store/port.ts";
import { startPostgres } from "../postgres-server.ts";
import { type RedisServer, startRedis } from "../redis-server.ts";
import { type OneAddress, startProxy } from "./proxy.ts";

const PROGRAM = fileURLToPath(new URL("./relay-process.ts", import.meta.url));

interface RunningRelay {
  port: number;
  child: ChildProcess;
}

export interface Rig {
  url: string;
  proxy: OneAddress;
  redis: RedisServer;
  /** The relays' store, read from outside. */
  store: Store;
  /** Sends a signal to the relay that has the newest connection. Another one is started in its place. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** Both relays are there. */
  whole(): Promise<void>;
  close(): Promise<void>;
}

export async function startRig(): Promise<Rig> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const databaseUrl = await postgres.database();
  const relays: RunningRelay[] = [];
  const startOne = async (): Promise<void> => {
    const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, databaseUrl, redis.url], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      child.stdout.resume();
      relays.push({ port: Number(line), child });
      return;
    }
    throw new Error("a relay did not start");
  };
  // One after the other: each would make the tables.
  await startOne();
  await startOne();
  const store = await openStoreAt(
    { dataDirectory: "unused", databaseUrl },
    createLog("error", () => {}),
  );
  const proxy = await startProxy(() => relays.map(({ port }) => port));
  let starting: Promise<void> = Promise.resolve();
  return {
    url: proxy.url,
    proxy,
    redis,
    store,
    async end(signal) {
      const index = relays.findIndex(({ port }) => port === proxy.newest);
      const [relay] = relays.splice(index, 1);
      if (index < 0 || relay === undefined) throw new Error("no relay has the client");
      const ended = once(relay.child, "exit");
      relay.child.kill(signal);
      await ended;
      starting = starting.then(startOne);
    },
    whole: () => starting,
    async close() {
      await starting;
      await proxy.close();
      await store.close();
      for (const { child } of relays) {
        child.kill("SIGKILL");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      }
      await Promise.all([redis.remove(), postgres.remove()]);
    },
  };
}
