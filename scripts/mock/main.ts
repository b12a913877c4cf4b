/**
 * `npm start -- --mock`: stand-in servers on this machine, and the relay with providers/mock.yaml beside them.
 * `npm run doctor -- --mock`: the doctor in the relay's place.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { ROOT } from "../start/paths.mjs";
import { RELAY_FLAGS } from "../start/relay-flags.mjs";
import { run } from "../start/run.mjs";
import { createEngines } from "./engines.ts";
import { startMockServers } from "./servers.ts";

/** Another program may be named in place of the relay; it gets the servers' addresses in its environment. */
const [program = "relay/src/main.ts", ...args] = process.argv.slice(2);

async function main(): Promise<number> {
  const engines = createEngines(join(ROOT, "models/weights"));
  const all = Object.values(engines);
  try {
    await Promise.allSettled(all.map((engine) => engine.prepare(new AbortController().signal)));
    for (const [role, engine] of Object.entries(engines)) {
      const health = engine.health();
      if (health.status !== "ok") process.stderr.write(`Behind the stand-ins, ${role}: ${health.reason}\n`);
    }
    const servers = await startMockServers(engines, randomBytes(24).toString("hex"));
    try {
      const env = {
        ...process.env,
        // What is said to stand-ins stays apart from what is kept.
        DATA_DIR: join(process.env.DATA_DIR || "data", "mock"),
        PROVIDERS_CONFIG_PATH: "providers/mock.yaml",
        ...servers.env,
      };
      const { code } = await run(process.execPath, [...RELAY_FLAGS, program, ...args], { env, keepInterrupt: true });
      return code;
    } finally {
      await servers.close();
    }
  } finally {
    await Promise.allSettled(all.map((engine) => engine.close()));
  }
}

process.exitCode = await main();
