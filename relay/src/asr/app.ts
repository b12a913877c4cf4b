/** The routes of the service: docs/asr.md. */
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE, stream as streamTo } from "hono/streaming";
import { type AdmissionRules, type Caller, identify, originAllowed } from "../http/admission.ts";
import { problem } from "../problem.ts";
import type { Roles } from "../roles.ts";
import { type Body, readBody, soundOf } from "./body.ts";
import { earsFor } from "./ears.ts";
import { errorEvent, type TranscribeEvent } from "./events.ts";
import type { Hearing } from "./hearing.ts";
import type { LiveTools } from "./live.ts";
import { transcribeLive } from "./live-body.ts";
import { BUSY, INTERNAL, problemOf, type Trouble, troubleOf } from "./problems.ts";
import { transcribeRecording } from "./recording.ts";
import { type Asked, readAsked } from "./request.ts";
import type { AsrSettings } from "./settings.ts";
import type { Slots } from "./slots.ts";

export interface AsrParts extends Omit<LiveTools, "ears"> {
  rules: AdmissionRules;
  hearing: Hearing;
  settings: AsrSettings;
  slots: Slots;
  /** Of one recording. */
  maxBytes: number;
}

type App = { Bindings: HttpBindings };

/** Room for multipart boundaries and fields beside the sound. */
const ENVELOPE_BYTES = 64 * 1024;
const FRESH = { "Cache-Control": "no-store" };

/** Nobody reads it. */
const gone499 = (): Response => problem(499, "Client closed request", "The client has left.");

const callerOf = ({ env }: Context<App>): Caller => ({
  headers: env.incoming.headers,
  remoteAddress: env.incoming.socket.remoteAddress,
});

/** A request that has a slot and providers until `release`. */
interface Admitted {
  body: Body;
  asked: Asked;
  ears: ReturnType<typeof earsFor>;
  roles: Roles;
  release: () => void;
}

export function createAsrApp(parts: AsrParts): Hono<App> {
  const { rules, hearing, settings, slots, clock, log, maxBytes } = parts;
  const app = new Hono<App>();

  app.get("/health", async (context) => {
    const { authentication } = await identify(callerOf(context), rules);
    const health = hearing.describe(authentication === "ok");
    return context.json(health, health.status === "ok" || health.status === "degraded" ? 200 : 503, FRESH);
  });

  app.use("*", async (context, next) => {
    const caller = callerOf(context);
    const { authentication } = await identify(caller, rules);
    if (authentication !== "ok") return problem(401, "Unauthorized", `The token is ${authentication}.`);
    if (!originAllowed(caller, rules)) {
      return problem(403, "Forbidden", "This origin is not allowed. Name it in ALLOWED_ORIGINS.");
    }
    return next();
  });

  app.get("/models", async (context) => context.json(await hearing.models(context.req.raw.signal), 200, FRESH));

  const limited = bodyLimit({
    maxSize: maxBytes + ENVELOPE_BYTES,
    onError: () => problem(413, "Too large", `file: expected at most ${maxBytes} bytes`, { field: "file" }),
  });
  app.post("/:route{transcribe|transcribe-sync}", (context, next) =>
    /^multipart\//i.test(context.req.header("Content-Type") ?? "") ? limited(context, next) : next(),
  );

  async function admit(context: Context<App>): Promise<Admitted | Response> {
    const release = slots.take();
    if (release === undefined) return problemOf(BUSY);
    const roles = hearing.take();
    const done = (): void => {
      release();
      roles.release();
    };
    try {
      const body = await readBody(context, { maxBytes, clock }, context.req.raw.signal);
      const asked = readAsked(body.fields, settings);
      return { body, asked, roles, ears: earsFor(roles, asked, clock, log), release: done };
    } catch (error) {
      done();
      return problemOf(told(error, "auto", roles));
    }
  }

  const told = (error: unknown, language: string, roles: Roles): Trouble => {
    const trouble = troubleOf(error, language, roles);
    if (trouble === undefined) log.error("request failed", { error });
    return trouble ?? INTERNAL;
  };

  const eventsOf = ({ body, asked, ears }: Admitted, signal: AbortSignal): AsyncGenerator<TranscribeEvent> => {
    const sound = soundOf(body, asked.sampleRateHz);
    return body.live
      ? transcribeLive(sound, asked, { ...parts, ears }, signal)
      : transcribeRecording(sound, ears, asked, signal);
  };

  app.post("/transcribe-sync", async (context) => {
    const admitted = await admit(context);
    if (admitted instanceof Response) return admitted;
    const { body, asked, ears, roles, release } = admitted;
    const { signal } = context.req.raw;
    try {
      for await (const event of transcribeRecording(soundOf(body, asked.sampleRateHz), ears, asked, signal)) {
        if (event.type !== "final") continue;
        const { type: _, ...transcription } = event;
        return context.json(transcription, 200, FRESH);
      }
      return problemOf(INTERNAL);
    } catch (error) {
      if (signal.aborted) return gone499();
      return problemOf(told(error, asked.language, roles));
    } finally {
      release();
    }
  });

  app.post("/transcribe", async (context) => {
    const admitted = await admit(context);
    if (admitted instanceof Response) return admitted;
    const { asked, roles, release } = admitted;
    const gone = new AbortController();
    const signal = AbortSignal.any([context.req.raw.signal, gone.signal]);
    const events = eventsOf(admitted, signal);
    let first: IteratorResult<TranscribeEvent> | undefined;
    try {
      // What is wrong with a recording shows before its first words: a status says so. A live body is answered at once.
      if (!admitted.body.live) first = await events.next();
    } catch (error) {
      release();
      if (signal.aborted) return gone499();
      return problemOf(told(error, asked.language, roles));
    }
    const run = async (send: (event: TranscribeEvent) => Promise<unknown>): Promise<void> => {
      try {
        if (first?.done === false) await send(first.value);
        for await (const event of events) await send(event);
      } catch (error) {
        if (!signal.aborted) await send(errorEvent(told(error, asked.language, roles)));
      } finally {
        release();
      }
    };
    // What still comes of a live body when its words are final is not wanted.
    if (admitted.body.live) context.header("Connection", "close");
    context.header("Cache-Control", "no-store");
    const leave = (): void => gone.abort(new Error("the client has left"));
    if (context.req.header("Accept")?.includes("text/event-stream")) {
      return streamSSE(context, async (stream) => {
        stream.onAbort(leave);
        await run(({ type, ...data }) => stream.writeSSE({ event: type, data: JSON.stringify(data) }));
      });
    }
    context.header("Content-Type", "application/x-ndjson");
    return streamTo(context, async (stream) => {
      stream.onAbort(leave);
      await run((event) => stream.write(`${JSON.stringify(event)}\n`));
    });
  });

  app.notFound(() => problem(404, "Not found", "There are /transcribe, /transcribe-sync, /models and /health."));
  app.onError((error) => {
    log.error("request failed", { error });
    return problemOf(INTERNAL);
  });
  return app;
}
