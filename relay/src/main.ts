/** Starts the relay: settings, store, providers, port; then the table of who hears, thinks and speaks. */
import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseManifest } from "@hisho/models/prepare/manifest.ts";
import { ConfigError } from "@hisho/providers/config/config-error.ts";
import { readProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { ProviderError } from "@hisho/providers/errors.ts";
import { secretaryTools } from "@hisho/providers/llm/secretary/tools.ts";
import { createProviders, everyProvider } from "@hisho/providers/registry.ts";
import { createFormerEmbedding } from "@hisho/providers/retrieval/registry.ts";
import packageJson from "../package.json" with { type: "json" };
import { Alarms } from "./alarms.ts";
import { systemClock } from "./clock.ts";
import { EnvironmentError, readEnvironment } from "./env.ts";
import { createKnowledge } from "./knowledge/knowledge.ts";
import { createReader } from "./knowledge/read/reader.ts";
import { openLan } from "./lan/lan.ts";
import { createLog } from "./log.ts";
import { Metrics } from "./metrics.ts";
import { ModelLibrary } from "./models/library.ts";
import { LogTail } from "./operations/log-tail.ts";
import { announcePairing, type PairingPlace } from "./pairing/announce.ts";
import { Pairing } from "./pairing/pairing.ts";
import { keepRelayToken } from "./pairing/relay-token.ts";
import { loadProviders, NoGpuError } from "./provider-loading.ts";
import { ProviderReload } from "./provider-reload.ts";
import { ProviderSwitch } from "./provider-switch.ts";
import { keepPushKeys } from "./push/keys.ts";
import { Push } from "./push/push.ts";
import { postGuarded } from "./push/send.ts";
import { Recordings } from "./recordings/recordings.ts";
import { createRelay } from "./relay.ts";
import { Roles } from "./roles.ts";
import { sendToAccount } from "./secretary/account-requests.ts";
import { Calendars } from "./secretary/calendars.ts";
import { EventWriter } from "./secretary/event-writer.ts";
import { createExpander } from "./secretary/expander.ts";
import { Proposals } from "./secretary/proposals.ts";
import { readCalendar } from "./secretary/read-calendar.ts";
import { sealedCalendars } from "./secretary/sealed-calendars.ts";
import { withCalendars } from "./secretary/secretary.ts";
import { openVault } from "./secretary/vault.ts";
import { secretsOfConfig, secretsOfEnvironment } from "./secrets.ts";
import { RedisSessionLog } from "./session/redis-session-log.ts";
import { startTable } from "./start-table.ts";
import { openStoreAt } from "./store/open.ts";
import { StoreError } from "./store/port.ts";
import { TurnSpool } from "./store/turn-spool.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What another relay indexes in the same PostgreSQL is found here after this long at most. */
const FOLLOW_DOCUMENTS_MS = 2_000;
/** In a place where an address is asked for and this relay has none that others reach (RFC 2606, section 2). */
const NO_ADDRESS = "https://relay.invalid";
/** The embedded recogniser has one worker. */
const PARTIALS_AT_ONCE = 1;

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const secrets = new Set(secretsOfEnvironment(process.env));
  const logTail = new LogTail();
  const writeLine = (line: string): void => {
    logTail.add(line);
    process.stderr.write(`${line}\n`);
  };
  const log = createLog(environment.logLevel, writeLine, { secrets });
  if (environment.logTranscripts) log.warn("the log holds what is said, because LOG_TRANSCRIPTS is on");
  const dataDirectory = path.resolve(ROOT, environment.dataDirectory);
  const readConfig = async () => {
    const config = await readProvidersConfig(path.resolve(ROOT, environment.providersConfigPath), process.env);
    for (const secret of secretsOfConfig(config)) secrets.add(secret);
    return config;
  };
  const config = await readConfig();
  const store = await openStoreAt({ dataDirectory, databaseUrl: environment.databaseUrl }, log);
  const recordings = new Recordings({
    directory: path.join(dataDirectory, "audio"),
    on: environment.audioArchive,
    log,
  });
  void recordings.prepare(systemClock.date());
  const alarms = new Alarms(store, systemClock, log);
  const vault = await openVault(dataDirectory, randomBytes, log);
  const calendarStore = await sealedCalendars(store.calendars, vault, log);
  const calendarRules = { hosts: environment.calendarHosts };
  const calendars = new Calendars({
    store: calendarStore,
    read: (source, now, signal) => readCalendar(source, calendarRules, now, signal),
    expander: createExpander(),
    clock: systemClock,
    log,
  });
  const writing = new EventWriter({
    store: calendarStore,
    send: sendToAccount(calendarRules),
    clock: systemClock,
    log,
    onUnsure: (calendar) => calendars.refreshLater(calendar),
  });
  const proposals = new Proposals({ calendars: calendarStore, writing, clock: systemClock, log });
  const desk = { ...withCalendars(alarms.desk, calendars), proposals };
  const context = {
    weightsDirectory: path.join(ROOT, "models/weights"),
    dataDirectory,
    desk,
  };
  const first = createProviders(config, context);
  const metrics = new Metrics({ process: true });
  const providers = new ProviderSwitch(new Roles(first, systemClock, log, { meter: metrics }));
  const knowledge = createKnowledge({
    store,
    embedding: first.embedding,
    vectorStore: first.vectorStore,
    clock: systemClock,
    embeddingDeadlineMs: () => providers.current.providers.deadlinesMs.embedding,
    onFallback: () => providers.current.countFallback("embedding"),
    meter: metrics,
    formerEmbeddingOf: (origin) => createFormerEmbedding(origin, config.embedding, context),
    ...(environment.databaseUrl === undefined ? {} : { followMs: FOLLOW_DOCUMENTS_MS }),
  });
  const reader = createReader();
  const reload = new ProviderReload({
    config,
    read: readConfig,
    create: (changed, before) => createProviders(changed, context, before),
    providers,
    clock: systemClock,
    log,
  });
  const models = new ModelLibrary({
    manifest: parseManifest(JSON.parse(await readFile(path.join(ROOT, "models/manifest.json"), "utf8"))),
    directory: context.weightsDirectory,
    mirror: environment.modelHub,
    token: environment.modelHubToken,
    tokenToMirror: environment.modelHubTokenToMirror,
    inUse: () => everyProvider(providers.current.providers),
    log,
  });
  const pairing = environment.pairing
    ? await Pairing.open({ store: store.pairing, clock: systemClock, log, randomBytes })
    : undefined;
  const token =
    environment.token ?? (pairing === undefined ? undefined : await keepRelayToken(dataDirectory, randomBytes));
  const lan =
    environment.lan === undefined
      ? undefined
      : await openLan({ ...environment, settings: environment.lan, dataDirectory, clock: systemClock, log });
  const pairingPlace = (): PairingPlace | undefined =>
    lan?.place() ?? (environment.publicUrl === undefined ? undefined : { url: environment.publicUrl, setup: null });
  const push = new Push({
    store: store.push,
    keys: () => keepPushKeys(dataDirectory, randomBytes),
    subject: () => [pairingPlace()?.url, environment.publicUrl].find((url) => url?.startsWith("https:")) ?? NO_ADDRESS,
    post: postGuarded(),
    clock: systemClock,
    log,
  });
  const { redisUrl } = environment;
  const sessionLog =
    redisUrl === undefined
      ? undefined
      : new RedisSessionLog({ url: redisUrl, relayId: randomUUID(), clock: systemClock, log });
  let preparing = true;
  const relay = createRelay({
    // Where the local network has a port of its own, the plain one is for whoever sits at this machine.
    rules: { ...environment, token, ...(lan === undefined ? {} : { hosts: lan.hosts, openToThisMachine: true }) },
    ...(pairing === undefined ? {} : { pairing, pairingPlace }),
    providers,
    reload,
    models,
    store,
    recordings,
    spool: new TurnSpool(path.join(dataDirectory, "unsaved"), log),
    sessionLog,
    knowledge,
    reader,
    alarms,
    desk,
    calendars,
    writing,
    proposals,
    push,
    tools: secretaryTools(desk),
    clock: systemClock,
    log,
    logTail,
    logTranscripts: environment.logTranscripts,
    version: packageJson.version,
    finalFlushSilenceMs: environment.finalFlushSilence,
    maxSessions: environment.maxSessions,
    maxUploadBytes: environment.maxUploadBytes,
    passagesATurn: environment.passagesATurn,
    pageDirectory: path.join(ROOT, "web/dist"),
    partialsAtOnce: PARTIALS_AT_ONCE,
    preparing: () => preparing,
    metrics,
  });

  const stopping = new AbortController();
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort(new Error(signal));
    log.info("stopping", { signal });
    await Promise.all([relay.close(), lan?.close()]);
    await Promise.all([knowledge.close(), reader.close(), calendars.close()]);
    await Promise.allSettled(everyProvider(providers.current.providers).map((provider) => provider.close()));
    sessionLog?.close();
    await store.close();
    process.exit(0);
  };
  process.on("SIGINT", (signal) => void stop(signal));
  process.on("SIGTERM", (signal) => void stop(signal));
  process.on("SIGHUP", () => {
    reload.reload(stopping.signal).catch(() => {}); // logged there, and told by /ready
  });
  process.on("unhandledRejection", (error) => log.error("unhandled rejection", { error }));

  await new Promise<void>((resolve, reject) => {
    relay.server.once("error", reject);
    relay.server.listen(environment.port, environment.host, resolve);
  });
  await lan?.listen(relay.attach);
  await loadProviders(first, new Set(), stopping.signal, systemClock, log);
  if (stopping.signal.aborted) return;
  await knowledge.load();
  if (stopping.signal.aborted) return;
  // Documents are found by their words until their vectors are there.
  knowledge.prepare().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error("documents not prepared", { error });
  });
  calendars.start();
  preparing = false;
  const address = relay.server.address();
  const port = typeof address === "object" && address !== null ? address.port : environment.port;
  process.stdout.write(
    startTable(`http://${environment.host}:${port}`, providers.current.health(), [
      { name: "store", health: store.health() },
      { name: "documents", health: knowledge.health() },
      ...(sessionLog === undefined ? [] : [{ name: "sessions" as const, health: sessionLog.health() }]),
    ]),
  );
  if (pairing !== undefined) process.stdout.write(await pairingLines(pairing, pairingPlace()));
}

/** A relay that no device knows yet shows a code by itself. */
async function pairingLines(pairing: Pairing, place: PairingPlace | undefined): Promise<string> {
  const paired = pairing.list().length;
  if (paired === 0) return announcePairing({ ...(await pairing.newCode()), place });
  return `Paired devices: ${paired}. npm run pair shows a code for another, npm run devices lists them.\n`;
}

try {
  await main();
} catch (error) {
  const expected =
    error instanceof EnvironmentError ||
    error instanceof ConfigError ||
    error instanceof ProviderError ||
    error instanceof NoGpuError ||
    error instanceof StoreError ||
    isListenError(error);
  process.stderr.write(`${expected ? (error as Error).message : (error as Error).stack}\n`);
  process.exit(1);
}

function isListenError(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error) || error.syscall !== "listen")
    return false;
  if (error.code === "EADDRINUSE")
    error.message += "\nAnother program uses this port. Stop it, or start with another PORT.";
  return true;
}
