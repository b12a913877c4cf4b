/** A relay in this process, with real sockets, codecs, store and retrieval, on a free port and in a fresh data directory. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Desk } from "@hisho/providers/llm/port.ts";
import type { Providers } from "@hisho/providers/registry.ts";
import { Alarms } from "@hisho/relay/alarms.ts";
import { systemClock } from "@hisho/relay/clock.ts";
import { LOG_LEVELS } from "@hisho/relay/env.ts";
import { createKnowledge } from "@hisho/relay/knowledge/knowledge.ts";
import { createReader } from "@hisho/relay/knowledge/read/reader.ts";
import { createLog } from "@hisho/relay/log.ts";
import type { Metrics } from "@hisho/relay/metrics.ts";
import { ProviderSwitch } from "@hisho/relay/provider-switch.ts";
import { createRelay } from "@hisho/relay/relay.ts";
import { Roles } from "@hisho/relay/roles.ts";
import { withCalendars } from "@hisho/relay/secretary/secretary.ts";
import { openStore } from "@hisho/relay/store/pglite.ts";

/** From the last speech sample to the final transcript, ms: the relay's own default. */
export const FINAL_FLUSH_SILENCE_MS = 350;

export interface RelayOptions {
  createProviders(tools: { desk: Desk; dataDirectory: string }): Providers;
  metrics: Metrics;
  /** The built page, where it is to be served. */
  pageDirectory?: string;
  /** Default 1 MiB. */
  maxUploadBytes?: number;
}

export interface BenchRelay {
  port: number;
  providers: Providers;
  stop(): Promise<void>;
}

const NO_CALENDARS = { between: async () => ({ events: [], unread: [], cut: [] }) };

/** @throws Error when a provider does not load */
export async function startRelay({
  createProviders,
  metrics,
  pageDirectory,
  maxUploadBytes = 1024 * 1024,
}: RelayOptions): Promise<BenchRelay> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), "hisho-bench-"));
  const store = await openStore(dataDirectory);
  const level = LOG_LEVELS.find((name) => name === process.env.LOG_LEVEL) ?? "warn";
  const log = createLog(level, (line) => process.stderr.write(`${line}\n`));
  const alarms = new Alarms(store, systemClock, log);
  const providers = createProviders({ desk: withCalendars(alarms.desk, NO_CALENDARS), dataDirectory });
  const { stt, llm, tts, embedding, vectorStore } = providers;
  const all = [...stt, ...llm, ...tts, embedding, vectorStore];
  const knowledge = createKnowledge({ store, embedding, vectorStore, clock: systemClock });
  const reader = createReader();
  const relay = createRelay({
    rules: { token: undefined, allowedOrigins: [], trustedProxies: [] },
    providers: new ProviderSwitch(new Roles(providers, systemClock, log, { meter: metrics })),
    store,
    knowledge,
    reader,
    alarms,
    clock: systemClock,
    log,
    version: "bench",
    finalFlushSilenceMs: FINAL_FLUSH_SILENCE_MS,
    maxSessions: 1000,
    maxUploadBytes,
    passagesATurn: 5,
    pageDirectory,
    partialsAtOnce: 1,
    preparing: () => false,
    metrics,
  });
  const { signal } = new AbortController();
  await Promise.all(all.map((provider) => provider.prepare(signal)));
  await knowledge.prepare();
  relay.server.listen(0, "127.0.0.1");
  await once(relay.server, "listening");
  const address = relay.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the relay listens on no port");
  return {
    port: address.port,
    providers,
    async stop() {
      await relay.close();
      await Promise.all([knowledge.close(), reader.close()]);
      await Promise.all(all.map((provider) => provider.close()));
      await store.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
