/** The relay under measurement, in a process of its own: scripted providers, real sockets, codecs, store and retrieval. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createScriptedProviders } from "@hisho/providers/testing/scripted-providers.ts";
import { Alarms } from "@hisho/relay/alarms.ts";
import { systemClock } from "@hisho/relay/clock.ts";
import { createKnowledge } from "@hisho/relay/knowledge/knowledge.ts";
import { createLog } from "@hisho/relay/log.ts";
import { Metrics } from "@hisho/relay/metrics.ts";
import { createRelay } from "@hisho/relay/relay.ts";
import { Roles } from "@hisho/relay/roles.ts";
import { openStore } from "@hisho/relay/store/pglite.ts";
import { SCRIPTS, type Scenario } from "./scenario.ts";

const scenario = SCRIPTS[(process.argv[2] ?? "tax") as Scenario];
const directory = await mkdtemp(path.join(tmpdir(), "hisho-bench-"));
const store = await openStore(directory);
const providers = createScriptedProviders(scenario);
const log = createLog("warn", (line) => process.stderr.write(`${line}\n`));
const alarms = new Alarms(store, systemClock, log);
const knowledge = createKnowledge({ store, embedding: providers.embedding, vectorStore: providers.vectorStore });
const relay = createRelay({
  rules: { token: undefined, allowedOrigins: [], trustedProxies: [] },
  roles: new Roles(providers),
  store,
  knowledge,
  alarms,
  clock: systemClock,
  log,
  version: "bench",
  finalFlushSilenceMs: 350,
  maxSessions: 1000,
  maxUploadBytes: 1024 * 1024,
  pageDirectory: undefined,
  partialsAtOnce: 1,
  preparing: () => false,
  metrics: new Metrics({ process: false }),
});
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

process.on("message", (message) => {
  if (message === "usage") {
    const { user, system } = process.cpuUsage();
    process.send?.({
      cpuMs: (user + system) / 1000,
      rssMb: process.memoryUsage.rss() / 1e6,
      loopP99Ms: delay.percentile(99) / 1e6,
    });
    delay.reset();
  } else if (message === "stop") {
    void relay
      .close()
      .then(() => store.close())
      .then(() => rm(directory, { recursive: true, force: true }))
      .then(() => process.exit(0));
  }
});

relay.server.listen(0, "127.0.0.1", () => {
  const address = relay.server.address();
  if (typeof address === "object" && address !== null) process.send?.({ port: address.port });
});
