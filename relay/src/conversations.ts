/** `/conversations…` of docs/protocol.md, "HTTP beside it". */
import { SESSION_ID_PATTERN } from "@hisho/protocol";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { problem } from "./problem.ts";
import type { Recordings } from "./recordings/recordings.ts";
import type { ConversationSummary, Store, StoredSummary, StoredTurn } from "./store/port.ts";
import { storeProblem } from "./store-problem.ts";

const MAX_TITLE_CHARACTERS = 200;
const MAX_BODY_BYTES = 64 * 1024;
/** A date, or a date and time with its zone (RFC 3339): anything else would be read in the relay's own zone, or guessed. */
const TIMESTAMP = /^[12]\d{3}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2}))?$/;

const summaryJson = ({ sessionId, title, pinned, turns, createdAt, updatedAt }: ConversationSummary) => ({
  session_id: sessionId,
  title,
  pinned,
  turns,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

const turnJson = (turn: StoredTurn) => ({
  turn: turn.turn,
  id: turn.clientId,
  user_text: turn.userText,
  assistant_text: turn.assistantText,
  language: turn.language,
  citations: turn.citations,
  end_reason: turn.endReason,
  heard_ms: turn.heardMs,
  created_at: turn.createdAt.toISOString(),
  user_audio_ref: turn.userAudioRef ?? null,
  assistant_audio_ref: turn.assistantAudioRef ?? null,
});

const inShortJson = ({ fromTurn, throughTurn, text, language, model, updatedAt }: StoredSummary) => ({
  from_turn: fromTurn,
  through_turn: throughTurn,
  text,
  language,
  model,
  updated_at: updatedAt.toISOString(),
});

const badRequest = (field: string, expected: string): Response =>
  problem(400, "Bad request", `${field}: ${expected}`, { field });
const noSuchConversation = (): Response => problem(404, "Not found", "There is no such conversation.");

const recordingsStay = (error: unknown): Response =>
  problem(
    503,
    "Not wholly deleted",
    "The words of the conversation are deleted, its recordings are not: the relay could not delete them. Let it write to " +
      "DATA_DIR/audio, then delete the conversation again.",
    { reason: (error as NodeJS.ErrnoException).code ?? "unknown" },
  );

interface Patch {
  title?: string;
  pinned?: boolean;
}

/** The change that was asked for, or the problem with it. */
async function readPatch(context: Context): Promise<Patch | Response> {
  let body: unknown;
  try {
    body = await context.req.json();
  } catch {
    return badRequest("body", "expected JSON");
  }
  const { title, pinned } = (body ?? {}) as Record<string, unknown>;
  if (title !== undefined && (typeof title !== "string" || title.length > MAX_TITLE_CHARACTERS)) {
    return badRequest("title", `expected at most ${MAX_TITLE_CHARACTERS} characters`);
  }
  if (pinned !== undefined && typeof pinned !== "boolean") return badRequest("pinned", "expected true or false");
  if (title === undefined && pinned === undefined) return badRequest("body", "expected title or pinned");
  return { ...(title === undefined ? {} : { title }), ...(pinned === undefined ? {} : { pinned }) };
}

/**
 * @param forget told of a conversation that is deleted: nothing else knows of it any more
 * @param recordings absent where no voices are kept
 */
export function conversationRoutes(store: Store, forget: (sessionId: string) => void, recordings?: Recordings): Hono {
  const app = new Hono();
  app.onError(storeProblem);

  app.get("/conversations", async (context) => {
    const since = context.req.query("since");
    if (since !== undefined && !(TIMESTAMP.test(since) && Number.isFinite(Date.parse(since)))) {
      return badRequest("since", "expected an RFC 3339 time with its zone");
    }
    const found = await store.conversations(since === undefined ? undefined : new Date(since));
    return context.json({ conversations: found.map(summaryJson) });
  });

  app.get("/conversations/:session_id", async (context) => {
    const sessionId = context.req.param("session_id");
    const turns = SESSION_ID_PATTERN.test(sessionId) ? await store.conversation(sessionId) : [];
    if (turns.length === 0) return noSuchConversation();
    const summary = await store.summaries.of(sessionId);
    return context.json({
      session_id: sessionId,
      turns: turns.map(turnJson),
      summary: summary === null || summary.text === "" ? null : inShortJson(summary),
    });
  });

  app.patch(
    "/conversations/:session_id",
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => problem(413, "Too large", "A title is short.") }),
    async (context) => {
      const patch = await readPatch(context);
      if (patch instanceof Response) return patch;
      const sessionId = context.req.param("session_id");
      const isThere = SESSION_ID_PATTERN.test(sessionId) && (await store.patchConversation(sessionId, patch));
      return isThere ? context.body(null, 204) : noSuchConversation();
    },
  );

  app.delete("/conversations/:session_id", async (context) => {
    const sessionId = context.req.param("session_id");
    if (!SESSION_ID_PATTERN.test(sessionId)) return noSuchConversation();
    const wasThere = await store.deleteConversation(sessionId);
    forget(sessionId);
    let wasHeard: boolean | undefined;
    try {
      wasHeard = await recordings?.forget(sessionId);
    } catch (error) {
      return recordingsStay(error);
    }
    return wasThere || wasHeard === true ? context.body(null, 204) : noSuchConversation();
  });

  return app;
}
