/** Listening to what was said: `/conversations/{session_id}/turns/{turn}/audio/{voice}` of docs/protocol.md. */
import { Readable } from "node:stream";
import { SESSION_ID_PATTERN } from "@hisho/protocol";
import { Hono } from "hono";
import { problem } from "../problem.ts";
import type { Store } from "../store/port.ts";
import { storeProblem } from "../store-problem.ts";
import { rangeOf } from "./range.ts";
import { type Recordings, VOICES, type VoiceName } from "./recordings.ts";

const TURN = /^[1-9][0-9]{0,8}$/;
const noRecording = (): Response => problem(404, "Not found", "There is no such recording.");
const isVoice = (name: string): name is VoiceName => VOICES.some((voice) => voice === name);

export function recordingRoutes(store: Pick<Store, "conversation">, recordings: Recordings): Hono {
  const app = new Hono();
  app.onError(storeProblem);

  app.get("/conversations/:session_id/turns/:turn/audio/:voice", async (context) => {
    const { session_id: sessionId, turn, voice } = context.req.param();
    if (!SESSION_ID_PATTERN.test(sessionId) || !TURN.test(turn) || !isVoice(voice)) return noRecording();
    const stored = (await store.conversation(sessionId)).find((candidate) => candidate.turn === Number(turn));
    const reference = voice === "user" ? stored?.userAudioRef : stored?.assistantAudioRef;
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
