/** Every route of the relay; the socket is upgraded in ./server.ts. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono } from "hono";
import type { Clock } from "../clock.ts";
import { conversationRoutes } from "../conversations.ts";
import type { Doctor } from "../doctor.ts";
import type { Handoff } from "../handoff/handoff.ts";
import { handoffRoutes, redeemRoute } from "../handoff/routes.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Reader } from "../knowledge/read/reader.ts";
import { knowledgeRoutes } from "../knowledge/routes.ts";
import type { Log } from "../log.ts";
import { memoryRoutes } from "../memory/routes.ts";
import type { Metrics } from "../metrics.ts";
import type { ModelLibrary } from "../models/library.ts";
import { modelRoutes } from "../models/routes.ts";
import type { LogTail } from "../operations/log-tail.ts";
import type { PairingPlace } from "../pairing/announce.ts";
import type { Pairing } from "../pairing/pairing.ts";
import { deviceRoutes, pairRoute } from "../pairing/routes.ts";
import { problem } from "../problem.ts";
import type { ProviderReload } from "../provider-reload.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import type { Push } from "../push/push.ts";
import { pushRoutes } from "../push/routes.ts";
import type { Readings } from "../readings/readings.ts";
import { readingRoutes } from "../readings/routes.ts";
import type { Recordings } from "../recordings/recordings.ts";
import { recordingRoutes } from "../recordings/routes.ts";
import type { Calendars } from "../secretary/calendars.ts";
import type { EventWriting } from "../secretary/port.ts";
import { secretaryRoutes } from "../secretary/routes.ts";
import type { SecretaryDesk } from "../secretary/secretary.ts";
import type { Receipts } from "../session/receipts.ts";
import type { Sessions } from "../session/sessions.ts";
import type { Store } from "../store/port.ts";
import { syncRoutes } from "../sync/routes.ts";
import { type AdmissionRules, addressOf, type Caller, identify, mayWatch, originAllowed } from "./admission.ts";
import { chatRoutes } from "./chat.ts";
import { configRoutes } from "./config.ts";
import { doctorRoutes } from "./doctor.ts";
import { type OperationsParts, operationsRoutes } from "./operations.ts";
import { pageRoutes } from "./pages.ts";
import { receiptRoutes } from "./receipts.ts";
import { speechRoutes } from "./speech.ts";
import { describeStatus, type StatusSources, statusCode } from "./status.ts";

export interface AppParts extends StatusSources {
  rules: AdmissionRules;
  sessions: Sessions;
  receipts: Receipts;
  figures: OperationsParts["figures"];
  logTail?: LogTail;
  logTranscripts?: boolean;
  /** The person has deleted a conversation. */
  forget: (sessionId: string) => void;
  /** A device has told what was deleted: what can no longer be taken back goes. */
  sweep: () => Promise<void>;
  providers: ProviderSwitch;
  reload?: ProviderReload;
  doctor: Doctor;
  /** Undefined where none can be fetched. */
  models?: ModelLibrary;
  /** Undefined where devices are not paired. */
  pairing: Pairing | undefined;
  /** Where a new device goes with its code; undefined where the relay does not know. */
  pairingPlace: () => PairingPlace | undefined;
  handoff: Handoff;
  knowledge: Knowledge;
  reader: Reader;
  store: Store;
  readings: Readings;
  /** Undefined where no voices are kept, nor were. */
  recordings?: Recordings;
  /** The agenda's page: absent where it has none. */
  desk?: SecretaryDesk;
  calendars?: Calendars;
  writing?: EventWriting;
  /** Absent where no device can subscribe. */
  push?: Push;
  clock: Clock;
  metrics: Metrics;
  log: Log;
  maxUploadBytes: number;
  /** The built page; undefined where another server serves it. */
  pageDirectory: string | undefined;
}

type App = { Bindings: HttpBindings };

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "connect-src 'self' blob: data:",
  "worker-src 'self' blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The routes of /api that ask for no token: a code or a ticket stands for it. */
const OPEN_PATHS: readonly string[] = ["/api/v1/pair", "/api/v1/handoffs/redeem"];

function callerOf(context: Context<App>): Caller {
  const { headers, socket } = context.env.incoming;
  return { headers, remoteAddress: socket.remoteAddress };
}

/** Hashed by the build: the content of an address never changes. */
const IMMUTABLE = /^\/assets\//;

export function createApp(parts: AppParts): Hono<App> {
  const { rules, metrics, log } = parts;
  const app = new Hono<App>();

  app.use("*", async (context, next) => {
    await next();
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Embedder-Policy", "require-corp");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Permissions-Policy", "camera=(self), geolocation=(), microphone=(self), screen-wake-lock=(self)");
  });

  const status = async (context: Context<App>) => {
    const { authentication } = await identify(callerOf(context), rules);
    return describeStatus(parts, authentication, authentication === "ok");
  };
  app.get("/health", async (context) => context.json(await status(context), 200, { "Cache-Control": "no-store" }));
  app.get("/ready", async (context) => {
    const body = await status(context);
    return context.json(body, statusCode(body.status), { "Cache-Control": "no-store" });
  });

  app.get("/metrics", async (context) => {
    const caller = callerOf(context);
    if (!mayWatch(caller, rules) && (await identify(caller, rules)).authentication !== "ok")
      return problem(401, "Unauthorized", "Show the token, or name the address that asks in METRICS_FROM.");
    const { hallucinations } = parts.providers.current;
    const text = await metrics.text({
      sessions: parts.sessions.size,
      sockets: parts.sessions.connected,
      hallucinations,
      roles: parts.providers.current.health(),
    });
    return context.body(text, 200, { "Content-Type": metrics.registry.contentType });
  });

  const pairing = {
    pairing: parts.pairing,
    place: parts.pairingPlace,
    addressOf: (context: Context<App>) => addressOf(callerOf(context), rules),
    deviceOf: async (context: Context<App>) => (await identify(callerOf(context), rules)).deviceId,
  };
  app.use("/api/*", async (context, next) => {
    const caller = callerOf(context);
    if (!OPEN_PATHS.includes(context.req.path)) {
      const { authentication } = await identify(caller, rules);
      if (authentication !== "ok") return problem(401, "Unauthorized", `The token is ${authentication}.`);
    }
    if (!originAllowed(caller, rules)) {
      return problem(403, "Forbidden", "This origin is not allowed. Name it in ALLOWED_ORIGINS.");
    }
    return next();
  });
  app.route("/api/v1", pairRoute(pairing));
  app.route("/api/v1", deviceRoutes(pairing));
  app.route("/api/v1", redeemRoute(parts.handoff, pairing.addressOf));
  app.route(
    "/api/v1",
    handoffRoutes(parts.handoff, () => parts.pairingPlace()?.url),
  );
  app.route("/api/v1", pageRoutes(parts.sessions));
  app.route("/api/v1", chatRoutes(parts.sessions, parts.providers, parts.readings));
  app.route("/api/v1", speechRoutes(parts.providers, parts.readings, log));
  app.route("/api/v1", knowledgeRoutes(parts.knowledge, parts.reader, { maxUploadBytes: parts.maxUploadBytes }));
  app.route("/api/v1", conversationRoutes(parts.store, parts.forget, parts.recordings));
  app.route("/api/v1", syncRoutes({ ...parts, store: parts.store.sync, onTaken: () => void parts.sweep() }));
  app.route("/api/v1", memoryRoutes(parts.store.memory));
  app.route("/api/v1", readingRoutes(parts.readings.book));
  if (parts.recordings !== undefined) app.route("/api/v1", recordingRoutes(parts.store, parts.recordings));
  if (parts.desk !== undefined && parts.calendars !== undefined && parts.writing !== undefined) {
    app.route("/api/v1", secretaryRoutes(parts.desk, parts.calendars, parts.writing, parts.clock));
  }
  const { push } = parts;
  if (push !== undefined) {
    const names = () => new Map(parts.pairing?.list().map(({ id, name }) => [id, name]));
    app.route("/api/v1", pushRoutes({ push, clock: parts.clock, deviceOf: pairing.deviceOf, names }));
  }
  app.get("/api/v1/voices", (context) =>
    context.json({
      voices: parts.providers.current.providers.tts.flatMap((tts) =>
        tts.voices.map((voice) => ({ provider: tts.name, ...voice })),
      ),
    }),
  );
  app.route("/api/v1", configRoutes(parts));
  if (parts.models !== undefined) app.route("/api/v1", modelRoutes(parts.models));
  app.route("/api/v1", receiptRoutes(parts.receipts));
  app.route("/api/v1", operationsRoutes(parts));
  app.route("/api/v1", doctorRoutes(parts.doctor, parts));
  app.all("/api/*", () => problem(404, "Not found", "There is no such route."));

  if (parts.pageDirectory !== undefined) servePage(app, parts.pageDirectory);
  app.notFound(() => problem(404, "Not found", "There is nothing at this address."));
  app.onError((error) => {
    log.error("request failed", { error });
    return problem(500, "Internal error", "Something went wrong in the relay. Please try again.");
  });
  return app;
}

function servePage(app: Hono<App>, directory: string): void {
  app.get(
    "*",
    serveStatic({
      root: path.relative(process.cwd(), directory) || ".",
      // The build lays a .br and a .gz beside what shrinks (web/vite/precompress.ts).
      precompressed: true,
      onFound: (_file, context) => {
        const immutable = IMMUTABLE.test(context.req.path);
        context.header("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
      },
    }),
  );
  // Every other address a person may open is a place inside the page.
  app.get("*", async (context, next) => {
    if (!context.req.header("accept")?.includes("text/html")) return next();
    const page = await readFile(path.join(directory, "index.html"), "utf8").catch(() => undefined);
    return page === undefined ? next() : context.html(page, 200, { "Cache-Control": "no-cache" });
  });
}
