import type { Citation, TurnEndReason } from "@hisho/protocol";
import type { ConversationSummary, StoredTurn, TurnAudio } from "./port.ts";
import { type Row, type Sql, statement, storable, storableJson } from "./sql.ts";
import { forgetRegisters } from "./sync.ts";
import { CHANGE, laterThan, NOT_DELETED, stampNow, tick, write } from "./sync-clock.ts";

export const TURN_COLUMNS =
  "session_id, turn_id, client_id, user_text, assistant_text, language, citations, end_reason, heard_ms, created_at, " +
  "user_audio_ref, assistant_audio_ref, findable, spoken, visit";
const TITLE_CHARACTERS = 80;

export const turnOf = (row: Row): StoredTurn => ({
  sessionId: row.session_id as string,
  turn: row.turn_id as number,
  clientId: row.client_id as string | null,
  userText: row.user_text as string,
  assistantText: row.assistant_text as string,
  language: row.language as string,
  citations: row.citations as Citation[],
  endReason: row.end_reason as TurnEndReason,
  heardMs: row.heard_ms as number,
  createdAt: row.created_at as Date,
  ...(row.findable === false ? { findable: false } : {}),
  ...(row.visit === true ? { visit: true } : {}),
  ...(row.spoken === null ? {} : { spoken: row.spoken as boolean }),
  ...(row.user_audio_ref === null ? {} : { userAudioRef: row.user_audio_ref as string }),
  ...(row.assistant_audio_ref === null ? {} : { assistantAudioRef: row.assistant_audio_ref as string }),
});

const summaryOf = (row: Row): ConversationSummary => ({
  sessionId: row.session_id as string,
  title: row.title as string,
  pinned: row.pinned as boolean,
  turns: row.turns as number,
  createdAt: row.created_at as Date,
  updatedAt: row.updated_at as Date,
});

/** Of the session's turns, the one that is being saved again. `$2` its number, `$3` its client's id, `$10` its time. */
const SAME_TURN = `SELECT turn_id FROM conversations
  WHERE session_id = $1 AND created_at = $10 AND (turn_id = $2 OR client_id = $3) ORDER BY turn_id = $2 DESC LIMIT 1`;
/** Its number is another turn's, or a later number is an earlier turn's. */
const MISPLACED = `SELECT FROM conversations
  WHERE session_id = $1 AND (turn_id = $2 OR turn_id > $2 AND created_at < $10)`;
const NEXT_NUMBER = "SELECT max(turn_id) + 1 FROM conversations WHERE session_id = $1";

const WORDS = `client_id = coalesce(excluded.client_id, conversations.client_id), user_text = excluded.user_text,
  assistant_text = excluded.assistant_text, language = excluded.language, citations = excluded.citations,
  end_reason = excluded.end_reason, heard_ms = excluded.heard_ms,
  spoken = coalesce(excluded.spoken, conversations.spoken)`;
const VOICES = `user_audio_ref = coalesce(excluded.user_audio_ref, conversations.user_audio_ref),
  assistant_audio_ref = coalesce(excluded.assistant_audio_ref, conversations.assistant_audio_ref)`;

/** Two relays that number turns of one session, or delete it, do it one after the other. */
export const oneAtATime = (sessionId: string) =>
  statement("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", sessionId);

export async function saveTurn(sql: Sql, turn: StoredTurn, isLate = false): Promise<number> {
  const [, , rows] = await sql.run(
    oneAtATime(turn.sessionId),
    tick(),
    statement(
      `INSERT INTO conversations (${TURN_COLUMNS}, change)
       SELECT $1, coalesce((${SAME_TURN}), CASE WHEN EXISTS (${MISPLACED}) THEN (${NEXT_NUMBER}) ELSE $2::integer END),
         $3, $4, $5, $6, $7::jsonb, $8, $9::double precision, $10, $11, $12, $13, $14::boolean, $15, ${CHANGE}
       ON CONFLICT (session_id, turn_id) DO UPDATE SET change = excluded.change,
         ${isLate ? VOICES : `${WORDS}, ${VOICES}`}
       RETURNING turn_id`,
      turn.sessionId,
      turn.turn,
      turn.clientId === null ? null : storable(turn.clientId),
      storable(turn.userText),
      storable(turn.assistantText),
      turn.language,
      storableJson(turn.citations),
      turn.endReason,
      turn.heardMs,
      turn.createdAt,
      turn.userAudioRef ?? null,
      turn.assistantAudioRef ?? null,
      turn.findable ?? true,
      turn.spoken ?? null,
      turn.visit ?? false,
    ),
  );
  return rows?.[0]?.turn_id as number;
}

export async function saveTurnAudio(
  sql: Sql,
  { sessionId, turn, createdAt }: Pick<StoredTurn, "sessionId" | "turn" | "createdAt">,
  audio: TurnAudio,
): Promise<boolean> {
  const [, rows] = await sql.run(
    tick(),
    statement(
      `UPDATE conversations SET user_audio_ref = coalesce($4, user_audio_ref),
         assistant_audio_ref = coalesce($5, assistant_audio_ref), change = ${CHANGE}
       WHERE session_id = $1 AND turn_id = (SELECT turn_id FROM conversations
         WHERE session_id = $1 AND created_at = $3 ORDER BY turn_id = $2 DESC LIMIT 1) RETURNING turn_id`,
      sessionId,
      turn,
      createdAt,
      audio.userAudioRef ?? null,
      audio.assistantAudioRef ?? null,
    ),
  );
  return rows?.length === 1;
}

export async function lastTurn(sql: Sql, sessionId: string): Promise<number> {
  const [rows] = await sql.run(
    statement("SELECT coalesce(max(turn_id), 0)::integer AS turn FROM conversations WHERE session_id = $1", sessionId),
  );
  return (rows?.[0]?.turn as number | undefined) ?? 0;
}

export async function recentTurns(sql: Sql, sessionId: string, limit: number): Promise<StoredTurn[]> {
  const [rows] = await sql.run(
    statement(
      `SELECT ${TURN_COLUMNS} FROM conversations c WHERE session_id = $1 AND ${NOT_DELETED} ORDER BY turn_id DESC LIMIT $2`,
      sessionId,
      limit,
    ),
  );
  return (rows ?? []).map(turnOf).reverse();
}

export async function pastTurns(
  sql: Sql,
  { from, to, limit }: { from?: Date; to?: Date; limit: number },
): Promise<StoredTurn[]> {
  const [rows] = await sql.run(
    statement(
      `SELECT ${TURN_COLUMNS} FROM conversations c WHERE findable AND ${NOT_DELETED}
         AND ($1::timestamptz IS NULL OR created_at >= $1) AND ($2::timestamptz IS NULL OR created_at < $2)
       ORDER BY created_at DESC, turn_id DESC LIMIT $3`,
      from ?? null,
      to ?? null,
      limit,
    ),
  );
  return (rows ?? []).map(turnOf);
}

export async function turnByClientId(sql: Sql, sessionId: string, clientId: string): Promise<StoredTurn | null> {
  const [rows] = await sql.run(
    statement(
      `SELECT ${TURN_COLUMNS} FROM conversations WHERE session_id = $1 AND client_id = $2`,
      sessionId,
      storable(clientId),
    ),
  );
  return rows?.[0] === undefined ? null : turnOf(rows[0]);
}

export async function conversations(sql: Sql, since: Date | undefined): Promise<ConversationSummary[]> {
  const [rows] = await sql.run(
    statement(
      `SELECT c.session_id, count(*)::integer AS turns, min(c.created_at) AS created_at,
         max(c.created_at) AS updated_at, bool_or(p.value IS NOT NULL) AS pinned,
         coalesce(nullif(max(t.value), ''), nullif(max(m.value), ''), left((array_agg(c.user_text ORDER BY c.turn_id) FILTER (WHERE c.user_text <> ''))[1],
           ${TITLE_CHARACTERS}), '') AS title
       FROM conversations c
         LEFT JOIN history_registers t ON t.session_id = c.session_id AND t.turn = '' AND t.name = 'title'
         LEFT JOIN history_registers m ON m.session_id = c.session_id AND m.turn = '' AND m.name = 'made_title'
         LEFT JOIN history_registers p ON p.session_id = c.session_id AND p.turn = '' AND p.name = 'pinned'
       WHERE ${NOT_DELETED}
       GROUP BY c.session_id
       HAVING $1::timestamptz IS NULL OR max(c.created_at) >= $1
       ORDER BY pinned DESC, updated_at DESC, c.session_id`,
      since ?? null,
    ),
  );
  return (rows ?? []).map(summaryOf);
}

export async function conversation(sql: Sql, sessionId: string): Promise<StoredTurn[]> {
  const [rows] = await sql.run(
    statement(
      `SELECT ${TURN_COLUMNS} FROM conversations c WHERE session_id = $1 AND ${NOT_DELETED} ORDER BY turn_id`,
      sessionId,
    ),
  );
  return (rows ?? []).map(turnOf);
}

export async function patchConversation(
  sql: Sql,
  sessionId: string,
  { title, pinned }: { title?: string; pinned?: boolean },
  now: Date,
): Promise<boolean> {
  const [found] = await sql.run(
    statement(`SELECT FROM conversations c WHERE session_id = $1 AND ${NOT_DELETED} LIMIT 1`, sessionId),
  );
  if (found?.length !== 1) return false;
  await sql.run(
    ...(title === undefined ? [] : [tick(), write(sessionId, "title", storable(title), now)]),
    ...(pinned === undefined ? [] : [tick(), write(sessionId, "pinned", pinned ? now.toISOString() : null, now)]),
  );
  return true;
}

export async function deleteConversation(sql: Sql, sessionId: string, now: Date): Promise<boolean> {
  const [, , , gone = []] = await sql.run(
    oneAtATime(sessionId),
    tick(),
    // What was said by a clock that is ahead of this one is deleted too, and nothing is where nothing was said.
    statement(
      `INSERT INTO history_registers (session_id, turn, name, value, stamp, change)
       SELECT $1, '', 'deleted', to_char(greatest($2::timestamptz, max(created_at)) AT TIME ZONE 'UTC',
         'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), $3, ${CHANGE} FROM conversations WHERE session_id = $1 HAVING count(*) > 0
       ON CONFLICT (session_id, turn, name) DO UPDATE SET value = excluded.value, change = excluded.change,
         stamp = ${laterThan("history_registers.stamp")}`,
      sessionId,
      new Date(now.getTime() + 1),
      stampNow(now),
    ),
    statement("DELETE FROM conversations WHERE session_id = $1 RETURNING turn_id", sessionId),
    ...forgetRegisters(sessionId),
    statement("UPDATE memories SET session_id = NULL, turn_id = NULL WHERE session_id = $1", sessionId),
  );
  return gone.length > 0;
}
