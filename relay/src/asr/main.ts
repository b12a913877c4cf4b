/** Starts the `asr` service: settings, recognisers, port. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "@hisho/providers/config/config-error.ts";
import { type ProvidersConfig, readProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { noDesk } from "@hisho/providers/llm/no-desk.ts";
import { createProviders, everyProvider } from "@hisho/providers/registry.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { systemClock } from "../clock.ts";
import { EnvironmentError } from "../env.ts";
import { createLog } from "../log.ts";
import { loadProviders, NoGpuError } from "../provider-loading.ts";
import { ProviderReload } from "../provider-reload.ts";
import { ProviderSwitch } from "../provider-switch.ts";
import { Roles } from "../roles.ts";
import { secretsOfConfig, secretsOfEnvironment } from "../secrets.ts";
import { PartialScheduler } from "../speech/partials.ts";
import { Hearing } from "./hearing.ts";
import { type Unmet, withSettings } from "./recogniser.ts";
import { createAsrService } from "./service.ts";
import { readAsrEnvironment } from "./settings.ts";
import { Slots } from "./slots.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** The embedded recogniser has one worker. */
const PARTIALS_AT_ONCE = 1;
const REQUESTS_AT_ONCE = 32;

async function main(): Promise<void> {
  const { relay, settings, given } = readAsrEnvironment(process.env);
  const secrets = new Set(secretsOfEnvironment(process.env));
  const log = createLog(relay.logLevel, (line) => process.stderr.write(`${line}\n`), { secrets });
  const clock = systemClock;
  const unmet = new WeakMap<ProvidersConfig, readonly Unmet[]>();
  const read = async (): Promise<ProvidersConfig> => {
    const config = await readProvidersConfig(path.resolve(ROOT, relay.providersConfigPath), process.env);
    for (const secret of secretsOfConfig(config)) secrets.add(secret);
    const hearing = withSettings(config.stt, settings, given);
    // Nothing but recognisers is made of it.
    const hearingOnly = { ...config, stt: hearing.entries, llm: [], tts: [] };
    unmet.set(hearingOnly, hearing.unmet);
    return hearingOnly;
  };
  const config = await read();
  const context = {
    weightsDirectory: path.join(ROOT, "models/weights"),
    dataDirectory: path.resolve(ROOT, relay.dataDirectory),
    desk: noDesk,
  };
  const nobody = { ...createScriptedProviders(), stt: [], llm: [], tts: [] };
  const first = createProviders(config, context, nobody);
  const providers = new ProviderSwitch(new Roles(first, clock, log));
  const reload = new ProviderReload({
    config,
    read,
    create: (changed, before) => createProviders(changed, context, before),
    providers,
    clock,
    log,
  });
  let preparing = true;
  const hearing = new Hearing({
    providers,
    configured: () => ({
      unmet: unmet.get(reload.config) ?? [],
      computeTypes: reload.config.stt.map((entry) => ("compute_type" in entry ? entry.compute_type : undefined)),
    }),
    settings,
    preparing: () => preparing,
    clock,
  });
  const service = createAsrService({
    rules: relay,
    hearing,
    settings,
    slots: new Slots(REQUESTS_AT_ONCE),
    maxBytes: relay.maxUploadBytes,
    partials: new PartialScheduler(clock, PARTIALS_AT_ONCE, settings.PARTIAL_FLUSH_MS),
    vadFrameMs: settings.VAD_FRAME_MS,
    clock,
    log,
  });

  const stopping = new AbortController();
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort(new Error(signal));
    log.info("stopping", { signal });
    await service.close();
    await Promise.allSettled(everyProvider(providers.current.providers).map((provider) => provider.close()));
    process.exit(0);
  };
  process.on("SIGINT", (signal) => void stop(signal));
  process.on("SIGTERM", (signal) => void stop(signal));
  const tellUnmet = async (): Promise<void> => {
    for (const each of await hearing.look(stopping.signal)) log.warn("a setting is not honoured", { ...each });
  };
  process.on("SIGHUP", () => {
    reload
      .reload(stopping.signal)
      .then(tellUnmet)
      .catch((error: unknown) => log.error("providers not changed", { error }));
  });
  process.on("unhandledRejection", (error) => log.error("unhandled rejection", { error }));

  await new Promise<void>((resolve, reject) => {
    service.server.once("error", reject);
    service.server.listen(relay.port, relay.host, resolve);
  });
  await loadProviders(first, new Set(), stopping.signal, clock, log);
  await tellUnmet();
  preparing = false;
  const address = service.server.address();
  const port = typeof address === "object" && address !== null ? address.port : relay.port;
  const { status, warnings = [] } = hearing.describe(true);
  const reasons = warnings.map(({ provider, message }) => `  ${provider}: ${message}\n`).join("");
  process.stdout.write(`asr on http://${relay.host}:${port}: ${status}\n${reasons}`);
}

try {
  await main();
} catch (error) {
  const expected = error instanceof EnvironmentError || error instanceof ConfigError || error instanceof NoGpuError;
  const isListening = error instanceof Error && "syscall" in error && error.syscall === "listen";
  const hint = isListening ? "\nAnother program may use this port. Stop it, or start with another PORT." : "";
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: String(error) };
  process.stderr.write(`${expected || isListening ? message : stack}${hint}\n`);
  process.exit(1);
}
