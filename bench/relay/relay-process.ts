/** The relay under measurement, in a process of its own, with scripted providers. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { Metrics } from "@hisho/relay/metrics.ts";
import { startRelay } from "../start-relay.ts";
import { SCRIPTS, type Scenario } from "./scenario.ts";

const scenario = SCRIPTS[(process.argv[2] ?? "tax") as Scenario];
const relay = await startRelay({
  createProviders: () => createScriptedProviders(scenario),
  metrics: new Metrics({ process: false }),
});
const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

process.on("message", (message) => {
  if (message === "usage") {
    const { user, system } = process.cpuUsage();
    process.send?.({
      cpuMs: (user + system) / 1000,
      rssMb: process.memoryUsage.rss() / 1e6,
      // The timer that measures it is part of each figure.
      loopP99Ms: delay.percentile(99) / 1e6 - RESOLUTION_MS,
    });
    delay.reset();
  } else if (message === "stop") {
    void relay.stop().then(() => process.exit(0));
  }
});
// Who measured is gone: nobody will say stop.
process.on("disconnect", () => void relay.stop().then(() => process.exit(1)));

process.send?.({ port: relay.port });
