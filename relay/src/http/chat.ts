/** Conversation by plain HTTP: typed text, and a spoken memo that was recorded while the relay was away. */
import {
  language as languageTag,
  MAX_TEXT_CHARACTERS,
  SESSION_ID_PATTERN,
  type UnnumberedEvent,
} from "@hisho/protocol";
import { ProviderError } from "@hisho/providers/errors.ts";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import * as v from "valibot";
import { problem } from "../problem.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import { hinted } from "../readings/hinted.ts";
import type { Readings } from "../readings/readings.ts";
import type { Voice } from "../recordings/voice-track.ts";
import type { Roles } from "../roles.ts";
import type { Session } from "../session/session.ts";
import type { Sessions } from "../session/sessions.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";
import { SoundError, wholeSound } from "../speech/sound-reader.ts";

const textChat = v.object({
  session_id: v.pipe(v.string(), v.regex(SESSION_ID_PATTERN)),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TEXT_CHARACTERS)),
  id: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
});
const MOST_TEXT_BYTES = 64 * 1024;
const MOST_MEMO_BYTES = 4 * 1024 * 1024;
/** The fields beside the memo, and what multipart puts around them. */
const ENVELOPE_BYTES = 64 * 1024;
const MOST_MEMO_S = 300;
const OGG = "OggS";

/** How one question ended. */
interface Reply {
  turn: number;
  transcript: string;
  text: string;
  citations: unknown[];
  fallback: unknown;
  stand_in?: string;
}

const unavailable = (): Response => problem(503, "Full, or shutting down", "Try again later.");
const textTooLarge = (): Response => problem(413, "Too large", "body: expected at most 64 KiB", { field: "body" });
const memoTooLarge = (): Response => problem(413, "Too large", "audio: expected at most 4 MiB", { field: "audio" });

export function chatRoutes(sessions: Sessions, providers: ProviderSwitch, readings: Readings): Hono {
  const app = new Hono();
  app.use("/text-chat", bodyLimit({ maxSize: MOST_TEXT_BYTES, onError: textTooLarge }));
  app.use("/voice-chat", bodyLimit({ maxSize: MOST_MEMO_BYTES + ENVELOPE_BYTES, onError: memoTooLarge }));

  app.post("/text-chat", async (context) => {
    const body = v.safeParse(textChat, await context.req.json().catch(() => null));
    if (!body.success) {
      const issue = body.issues[0];
      const field = v.getDotPath(issue) ?? "body";
      return problem(
        400,
        "Bad request",
        `${field}: expected session_id (1 to 64 of A-Z a-z 0-9 _ -) and text (1 to ${MAX_TEXT_CHARACTERS} characters)`,
        { field },
      );
    }
    const { session_id, text, id = crypto.randomUUID() } = body.output;
    if (!sessions.admits(session_id)) return unavailable();
    const session = sessions.open(session_id);
    if (!context.req.header("accept")?.includes("text/event-stream")) {
      const reply = await ask(session, id, text);
      if (reply === undefined) return unavailable();
      const { transcript: _, ...answer } = reply;
      return context.json(answer);
    }
    return streamSSE(context, async (stream) => {
      const written: Promise<void>[] = [];
      await session.ask(id, text, (event) => {
        const { type, ...data } = event;
        written.push(stream.writeSSE({ event: type, data: JSON.stringify(data) }));
      });
      await Promise.all(written);
    });
  });

  app.post("/voice-chat", async (context) => {
    const form = await context.req.parseBody().catch(() => ({}) as Record<string, unknown>);
    const { session_id: sessionId, id, audio, language = "auto" } = form;
    if (typeof sessionId !== "string" || !SESSION_ID_PATTERN.test(sessionId)) {
      return problem(400, "Bad request", "session_id: expected 1 to 64 of A-Z a-z 0-9 _ -", { field: "session_id" });
    }
    if (typeof id !== "string" || id === "" || id.length > 64) {
      return problem(400, "Bad request", "id: expected 1 to 64 characters", { field: "id" });
    }
    if (!(audio instanceof File))
      return problem(400, "Bad request", "audio: expected an Ogg Opus file", { field: "audio" });
    if (audio.size > MOST_MEMO_BYTES) return memoTooLarge();
    if (!v.is(languageTag, language)) {
      return problem(400, "Bad request", "language: expected ja-JP, en-US, ko-KR or auto", { field: "language" });
    }
    if (!sessions.admits(sessionId)) return unavailable();
    const memo = new Uint8Array(await audio.arrayBuffer());
    const pcm = await decodeOgg(memo);
    if (pcm === undefined)
      return problem(400, "Bad request", "audio: expected Ogg Opus (RFC 7845)", { field: "audio" });
    const roles = providers.take();
    let text: string;
    try {
      ({ text } = await hinted(roles, readings).transcribe({ pcm, language, final: true }, context.req.raw.signal));
    } catch (error) {
      return notHeard(error, language, roles);
    } finally {
      roles.release();
    }
    if (text === "") return context.json({ turn: 0, transcript: "", text: "", citations: [], fallback: null });
    const reply = await ask(sessions.open(sessionId), id, text, { bytes: memo.length, ogg: () => [memo] });
    return reply === undefined ? unavailable() : context.json(reply);
  });

  return app;
}

/** The memo is not lost: it may be sent again under the same id. */
function notHeard(error: unknown, language: string, roles: Roles): Response {
  const isLanguage = error instanceof ProviderError && error.reason === "language";
  const detail = isLanguage ? roles.whyNot("stt", language) : "The memo could not be recognised now. Try again later.";
  return problem(503, "Not recognised", detail);
}

/** @returns the answer as soon as its text is whole; undefined when the session ended before it was asked */
async function ask(session: Session, id: string, text: string, voice?: Voice): Promise<Reply | undefined> {
  const reply: Reply = { turn: 0, transcript: text, text: "", citations: [], fallback: null };
  return new Promise((resolve, reject) => {
    const observe = (event: UnnumberedEvent): void => {
      if (event.type !== "assistant_text_final") return;
      const { turn, text: answer, citations, fallback, stand_in } = event;
      resolve(Object.assign(reply, { turn, text: answer, citations, fallback, ...(stand_in && { stand_in }) }));
    };
    session.ask(id, text, observe, voice).then((isAsked) => resolve(isAsked ? reply : undefined), reject);
  });
}

/** @returns mono at 16 kHz, at most five minutes of it; undefined when it is no Ogg Opus */
async function decodeOgg(bytes: Uint8Array): Promise<Float32Array | undefined> {
  if (Buffer.from(bytes.subarray(0, OGG.length)).toString("latin1") !== OGG) return undefined;
  try {
    const pcm = await wholeSound(bytes, PCM_RATE_HZ * MOST_MEMO_S);
    return pcm.length === 0 ? undefined : pcm;
  } catch (error) {
    if (error instanceof SoundError) return undefined;
    throw error;
  }
}
