/** Conversation by plain HTTP: typed text, and a spoken memo that was recorded while the relay was away. */
import { MAX_TEXT_CHARACTERS, SESSION_ID_PATTERN, type UnnumberedEvent } from "@hisho/protocol";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { OggOpusDecoder } from "ogg-opus-decoder";
import * as v from "valibot";
import { problem } from "../problem.ts";
import type { Roles } from "../roles.ts";
import type { Session } from "../session/session.ts";
import type { Sessions } from "../session/sessions.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";
import { createResampler } from "../speech/resample.ts";

const textChat = v.object({
  session_id: v.pipe(v.string(), v.regex(SESSION_ID_PATTERN)),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TEXT_CHARACTERS)),
  id: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
});
const MOST_MEMO_BYTES = 4 * 1024 * 1024;
const MOST_MEMO_S = 300;
const OPUS_RATE_HZ = 48_000;

/** How one question ended. */
interface Reply {
  turn: number;
  transcript: string;
  text: string;
  citations: unknown[];
  fallback: unknown;
}

export function chatRoutes(sessions: Sessions, roles: Roles): Hono {
  const app = new Hono();

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
    if (!sessions.admits(session_id)) return problem(503, "Full, or shutting down", "Try again later.");
    const session = sessions.open(session_id);
    if (!context.req.header("accept")?.includes("text/event-stream")) {
      const { transcript: _, ...reply } = await ask(session, id, text);
      return context.json(reply);
    }
    return streamSSE(context, async (stream) => {
      const written: Promise<void>[] = [];
      await ask(session, id, text, (event) => {
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
    if (audio.size > MOST_MEMO_BYTES)
      return problem(413, "Too large", "audio: expected at most 4 MiB", { field: "audio" });
    if (!sessions.admits(sessionId)) return problem(503, "Full, or shutting down", "Try again later.");
    const pcm = await decodeOgg(new Uint8Array(await audio.arrayBuffer()));
    if (pcm === undefined)
      return problem(400, "Bad request", "audio: expected Ogg Opus (RFC 7845)", { field: "audio" });
    const signal = context.req.raw.signal;
    const tag = typeof language === "string" && language !== "" ? language : "auto";
    const { text } = await roles.transcribe({ pcm, language: tag, final: true }, signal);
    if (text === "") return context.json({ turn: 0, transcript: "", text: "", citations: [], fallback: null });
    return context.json(await ask(sessions.open(sessionId), id, text));
  });

  return app;
}

async function ask(
  session: Session,
  id: string,
  text: string,
  observe?: (event: UnnumberedEvent) => void,
): Promise<Reply> {
  const reply: Reply = { turn: 0, transcript: text, text: "", citations: [], fallback: null };
  await session.ask(id, text, (event) => {
    if (event.type === "assistant_text_final") {
      const { turn, text: answer, citations, fallback } = event;
      Object.assign(reply, { turn, text: answer, citations, fallback });
    }
    observe?.(event);
  });
  return reply;
}

async function decodeOgg(bytes: Uint8Array): Promise<Float32Array | undefined> {
  const decoder = new OggOpusDecoder();
  try {
    await decoder.ready;
    const { channelData, samplesDecoded, errors } = await decoder.decodeFile(bytes);
    const mono = channelData[0];
    if (mono === undefined || samplesDecoded === 0 || errors.length > 0) return undefined;
    const src = await createResampler(OPUS_RATE_HZ, PCM_RATE_HZ);
    const pcm = src.simple(mono.subarray(0, OPUS_RATE_HZ * MOST_MEMO_S)).slice();
    src.destroy();
    return pcm;
  } catch {
    return undefined;
  } finally {
    decoder.free();
  }
}
