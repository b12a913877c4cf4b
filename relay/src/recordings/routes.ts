/** Listening to what was said: `/conversations/{session_id}/turns/{turn}/audio…` of docs/protocol.md. */
import { Readable } from "node:stream";
import { SESSION_ID_PATTERN, VOICES, type VoiceName } from "@hisho/protocol";
import { Hono } from "hono";
import { problem } from "../problem.ts";
import type { Store } from "../store/port.ts";
import { storeProblem } from "../store-problem.ts";
import { rangeOf } from "./range.ts";
import type { Recordings } from "./recordings.ts";

const TURN = /^[1-9][0-9]{0,8}$/;
const noRecording = (): Response => problem(404, "Not found", "There is no such recording.");
const isVoice = (name: string): name is VoiceName => VOICES.some((voice) => voice === name);

export function recordingRoutes(store: Pick<Store, "conversation">, recordings: Recordings): Hono {
  const app = new Hono();
  app.onError(storeProblem);

  /** Where the voices of a turn are, as the store has it; of a turn that is none, nowhere. */
  async function referencesOf(sessionId: string, turn: string): Promise<Record<VoiceName, string | undefined>> {
    const isTurn = SESSION_ID_PATTERN.test(sessionId) && TURN.test(turn);
    const turns = isTurn ? await store.conversation(sessionId) : [];
    const stored = turns.find((candidate) => candidate.turn === Number(turn));
    return { user: stored?.userAudioRef, assistant: stored?.assistantAudioRef };
  }

  app.get("/conversations/:session_id/turns/:turn/audio", async (context) => {
    const { session_id: sessionId, turn } = context.req.param();
    const references = await referencesOf(sessionId, turn);
    const voices: VoiceName[] = [];
    for (const voice of VOICES) {
      const reference = references[voice];
      if (reference !== undefined && (await recordings.has(reference))) voices.push(voice);
    }
    return context.json({ voices }, 200, { "Cache-Control": "no-store" });
  });

  app.get("/conversations/:session_id/turns/:turn/audio/:voice", async (context) => {
    const { session_id: sessionId, turn, voice } = context.req.param();
    const reference = isVoice(voice) ? (await referencesOf(sessionId, turn))[voice] : undefined;
    const found = reference === undefined ? null : await recordings.find(reference);
    if (found === null) return noRecording();
    const { file, bytes } = found;
    const range = rangeOf(context.req.header("range"), bytes);
    const headers = {
      "Content-Type": "audio/ogg; codecs=opus",
      "Accept-Ranges": "bytes",
      "Cache-Control": "no-store",
      "Content-Disposition": `inline; filename="${turn}.${voice}.opus"`,
    };
    if (range === null) {
      await file.close();
      return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${bytes}` } });
    }
    const { start, end } = range ?? { start: 0, end: bytes - 1 };
    const isHead = context.req.method === "HEAD";
    if (isHead) await file.close();
    const body = isHead ? null : (Readable.toWeb(file.createReadStream({ start, end })) as ReadableStream<Uint8Array>);
    return new Response(body, {
      status: range === undefined ? 200 : 206,
      headers: {
        ...headers,
        "Content-Length": String(end - start + 1),
        ...(range === undefined ? {} : { "Content-Range": `bytes ${start}-${end}/${bytes}` }),
      },
    });
  });

  return app;
}
