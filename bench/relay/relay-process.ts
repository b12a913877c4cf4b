/** The relay under measurement, in a process of its own, with scripted providers. */
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { Metrics } from "@hisho/relay/metrics.ts";
import { startRelay } from "../start-relay.ts";
import { SCRIPTS, type Scenario } from "./scenario.ts";
import { serveMeasurer } from "./under-measure.ts";

const scenario = SCRIPTS[(process.argv[2] ?? "tax") as Scenario];
const relay = await startRelay({
  createProviders: () => createScriptedProviders(scenario),
  metrics: new Metrics({ process: false }),
});
serveMeasurer(relay.port, () => relay.stop());
