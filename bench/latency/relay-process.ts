/** The relay under measurement, in a process of its own, with the providers of a configuration. Its parent asks for ages. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { createProviders, everyProvider } from "@hisho/providers/registry.ts";
import { startRelay } from "../start-relay.ts";
import { RecordedPartialAges } from "../voice/partials.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export type FromRelay =
  | { type: "ready"; port: number; providers: readonly string[] }
  /** Of every partial so far, in order, ms. */
  | { type: "ages"; agesMs: readonly number[] };
export type ToRelay = "ages" | "stop";

const tell = (message: FromRelay): void => void process.send?.(message);

try {
  const config = await readProvidersConfig(process.argv[2] ?? "", process.env);
  const metrics = new RecordedPartialAges({ process: false });
  const relay = await startRelay({
    createProviders: (tools) =>
      createProviders(config, { weightsDirectory: path.join(ROOT, "models/weights"), ...tools }),
    metrics,
  });
  process.on("message", (message: ToRelay) => {
    if (message === "ages") tell({ type: "ages", agesMs: metrics.ages.map(({ ageMs }) => ageMs) });
    else void relay.stop().then(() => process.exit(0));
  });
  // Who measured is gone: nobody will say stop.
  process.on("disconnect", () => void relay.stop().then(() => process.exit(1)));
  const providers = everyProvider(relay.providers).map(({ name, isMock, model, endpoint }) =>
    [name, model, endpoint, isMock ? "(a mock)" : undefined].filter((part) => part !== undefined).join(" "),
  );
  tell({ type: "ready", port: relay.port, providers });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
