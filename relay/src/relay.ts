/** Puts the relay together from its parts; ./main.ts gives it the real ones, tests and benchmarks theirs. */
import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { Tool } from "@hisho/providers/llm/tools.ts";
import type { Alarms } from "./alarms.ts";
import type { Clock } from "./clock.ts";
import { Doctor } from "./doctor.ts";
import { Handoff } from "./handoff/handoff.ts";
import type { AdmissionRules } from "./http/admission.ts";
import { createApp } from "./http/app.ts";
import { type Attach, createRelayServer } from "./http/server.ts";
import type { KeeperHealth } from "./http/status.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import type { Reader } from "./knowledge/read/reader.ts";
import type { Log } from "./log.ts";
import { recallFrom } from "./memory/recall.ts";
import { Summaries } from "./memory/summaries.ts";
import type { Metrics } from "./metrics.ts";
import type { ModelLibrary } from "./models/library.ts";
import type { LogTail } from "./operations/log-tail.ts";
import { RecentFigures } from "./operations/recent-figures.ts";
import type { PairingPlace } from "./pairing/announce.ts";
import type { Pairing } from "./pairing/pairing.ts";
import type { ProviderReload } from "./provider-reload.ts";
import type { ProviderSwitch } from "./provider-switch.ts";
import type { Push } from "./push/push.ts";
import { KeptReadings } from "./readings/readings.ts";
import type { Recordings } from "./recordings/recordings.ts";
import type { Calendars } from "./secretary/calendars.ts";
import type { EventWriting } from "./secretary/port.ts";
import type { Proposals } from "./secretary/proposals.ts";
import type { SecretaryDesk } from "./secretary/secretary.ts";
import { Receipts } from "./session/receipts.ts";
import type { SessionLog } from "./session/session-log.ts";
import { Sessions } from "./session/sessions.ts";
import { PartialScheduler } from "./speech/partials.ts";
import { withLateWrites } from "./store/late-writes.ts";
import type { Store } from "./store/port.ts";
import type { TurnSpool } from "./store/turn-spool.ts";
import { Sweeper } from "./sync/sweeper.ts";
import { Titles } from "./sync/titles.ts";

export interface RelayParts {
  rules: AdmissionRules;
  providers: ProviderSwitch;
  /** Takes over a changed configuration of the providers; undefined where it cannot change. */
  reload?: ProviderReload;
  /** Fetches models; undefined where none can be fetched. */
  models?: ModelLibrary;
  /** Gives devices tokens of their own; absent where nobody pairs. */
  pairing?: Pairing;
  /** Where a new device goes with its code; absent where the relay does not know. */
  pairingPlace?: () => PairingPlace | undefined;
  store: Store;
  /** Undefined where no voices are kept, nor were. */
  recordings?: Recordings;
  /** Where turns wait for the store beyond the relay's end; in memory alone when absent. */
  spool?: TurnSpool;
  /** What several relays share of their sessions; absent where this relay stands alone. Closed by its caller. */
  sessionLog?: SessionLog | undefined;
  knowledge: Knowledge;
  /** Reads the files that are given to the knowledge. */
  reader: Reader;
  alarms: Alarms;
  /** Tells devices of what rings unheard; absent where none can subscribe. */
  push?: Push;
  /** The agenda's page: absent where it has none. */
  desk?: SecretaryDesk;
  calendars?: Calendars;
  writing?: EventWriting;
  /** What waits for a person's yes; absent where nothing is written to. */
  proposals?: Proposals;
  /** What language models may have done for them; none when absent. */
  tools?: readonly Tool[];
  clock: Clock;
  log: Log;
  /** What the log said last, for the operator's page; absent where nobody keeps it. */
  logTail?: LogTail;
  /** The log holds what is said. */
  logTranscripts?: boolean;
  version: string;
  finalFlushSilenceMs: number;
  maxSessions: number;
  maxUploadBytes: number;
  /** Passages of documents that an answer is given. */
  passagesATurn: number;
  pageDirectory: string | undefined;
  /** Partial transcripts that are made at a time. */
  partialsAtOnce: number;
  /** Providers are still being loaded. */
  preparing: () => boolean;
  metrics: Metrics;
}

export interface Relay {
  server: Server;
  /** Serves the same on another server, which is its caller's to close. */
  attach: Attach;
  sessions: Sessions;
  /** Takes no new work, ends every session, and lets the store have what is left; after it the store may be closed. Never rejects. */
  close(): Promise<void>;
}

/** What a request under way gets to end before its connection is cut. */
const REQUESTS_END_MS = 5_000;
/** What the store gets, twice, for what is being written at the end. */
const STORE_ENDS_MS = 8_000;

const newTraceId = (): string => randomBytes(8).toString("hex");

export function createRelay(parts: RelayParts): Relay {
  const { providers, recordings, knowledge, alarms, clock, log, metrics, pairing } = parts;
  const kept = withLateWrites(parts.store, clock, log, parts.spool);
  const summaries = new Summaries({ store: kept, providers, clock, log, busy: () => sessions.busy });
  const titles = new Titles({ store: kept.sync, providers, clock, log, busy: () => sessions.busy });
  const store: typeof kept = {
    ...kept,
    async saveTurn(turn, isLate) {
      const number = await kept.saveTurn(turn, isLate);
      summaries.noted(turn.sessionId);
      titles.noted(turn.sessionId);
      return number;
    },
  };
  const rules = { ...parts.rules, ...(pairing === undefined ? {} : { devices: pairing }) };
  const figures = new RecentFigures(clock);
  metrics.watch(figures);
  const receipts = new Receipts(figures);
  const readings = new KeptReadings(store.readings, clock, log);
  void readings.fresh();
  const sessions = new Sessions(
    {
      providers,
      store,
      recordings: recordings?.on === true ? recordings : null,
      clock,
      log,
      logTranscripts: parts.logTranscripts === true,
      metrics,
      receipts,
      newTraceId,
      version: parts.version,
      finalFlushSilenceMs: parts.finalFlushSilenceMs,
      partials: new PartialScheduler(clock, parts.partialsAtOnce),
      library: {
        retrieve: (question, language, signal, within) =>
          knowledge.search(question, { topK: parts.passagesATurn, language, within }, signal),
        revision: () => knowledge.revision,
      },
      tools: parts.tools ?? [],
      readings,
      proposals: parts.proposals,
      recall: recallFrom({ memories: store.memory, readings: readings.book }, store),
      awaits: (sessionId) => alarms.awaits(sessionId),
      sessionLog: parts.sessionLog,
    },
    parts.maxSessions,
    () => void alarms.arm(),
  );
  summaries.begin();
  alarms.connect(
    (sessionId, announcement) => sessions.announce(sessionId, announcement),
    (item) => parts.push?.tell(item),
  );
  const sweeper = new Sweeper(store.sync, recordings, clock, log);
  const doctor = new Doctor({ providers, clock, log, busy: () => sessions.busy });
  const forgetHere = (sessionId: string): void => {
    receipts.forget(sessionId);
    titles.forget(sessionId);
    sessions.get(sessionId)?.forget();
  };
  parts.sessionLog?.onForgotten(forgetHere);
  const app = createApp({
    ...parts,
    forget: (sessionId) => {
      forgetHere(sessionId);
      parts.sessionLog
        ?.forget(sessionId)
        .catch((error: unknown) => log.warn("other relays were not told of a deleted conversation", { error }));
    },
    sweep: () => sweeper.sweep(),
    rules,
    pairing,
    pairingPlace: parts.pairingPlace ?? (() => undefined),
    store,
    readings,
    handoff: new Handoff({ store, clock, randomBytes }),
    sessions,
    receipts,
    figures,
    doctor,
    keepers: (): KeeperHealth[] => [
      { name: "store", health: store.health() },
      { name: "documents", health: knowledge.health() },
      ...(parts.sessionLog === undefined ? [] : [{ name: "sessions" as const, health: parts.sessionLog.health() }]),
      ...(parts.reload === undefined ? [] : [{ name: "configuration" as const, health: parts.reload.health() }]),
      ...(recordings?.on === true ? [{ name: "recordings" as const, health: recordings.health() }] : []),
    ],
    shuttingDown: () => sessions.shuttingDown,
  });
  const { server, attach } = createRelayServer({
    app,
    sessions,
    rules,
    clock,
    log,
    newTraceId,
    onRevoked: (listener) => pairing?.onRevoked(listener) ?? (() => {}),
  });
  return {
    server,
    attach,
    sessions,
    async close() {
      // No new work: neither requests, nor what rings, nor what is written behind the conversations.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.all([
        alarms.close(),
        sessions.shutDown(),
        doctor.close(),
        summaries.close(),
        titles.close(),
        sweeper.close(),
        parts.models?.close(),
        parts.push?.close(),
      ]);
      // What the sessions gave back is on disk before anything else is waited for: whoever ends the relay may be impatient.
      await Promise.all([store.settle(STORE_ENDS_MS), within(REQUESTS_END_MS, closed, clock)]);
      server.closeAllConnections();
      // What the sessions gave back, and what the last requests began.
      await Promise.all([alarms.close(), pairing?.close(), readings.settled()]);
      await within(STORE_ENDS_MS, recordings?.settled(), clock);
      const waiting = await store.settle(STORE_ENDS_MS);
      if (waiting > 0 && parts.spool === undefined)
        log.error("turns are lost: the store did not take them", { waiting });
      else if (waiting > 0) log.warn("turns wait on disk: the next start writes them to the store", { waiting });
    },
  };
}

/** Waits for `work`, but no longer than `limitMs`. */
async function within(limitMs: number, work: Promise<void> | undefined, clock: Clock): Promise<void> {
  let cancel = (): void => {};
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(limitMs, resolve);
  });
  await Promise.race([work, late]);
  cancel();
}
