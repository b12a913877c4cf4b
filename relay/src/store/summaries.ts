import type { StoredSummary, SummaryStore } from "./port.ts";
import { type Row, type Sql, statement, storable } from "./sql.ts";
import { NOT_DELETED } from "./sync-clock.ts";
import { oneAtATime, TURN_COLUMNS, turnOf } from "./turns.ts";

const COLUMNS = "session_id, from_turn, through_turn, body, language, model, created_at, updated_at";

const summaryFrom = (row: Row): StoredSummary => ({
  sessionId: row.session_id as string,
  fromTurn: row.from_turn as number,
  throughTurn: row.through_turn as number,
  text: row.body as string,
  language: row.language as string,
  model: row.model as string,
  createdAt: row.created_at as Date,
  updatedAt: row.updated_at as Date,
});

/** `$2` the turns as JSON, whose times have milliseconds. They are all there, unmarked, and the summary is still the one of `$3`. */
const WRITE = `WITH told AS (
    SELECT (each ->> 'turn')::integer AS turn_id, (each ->> 'at')::timestamptz AS created_at
    FROM jsonb_array_elements($2::jsonb) each
  ), fits AS (
    SELECT (SELECT count(*) FROM told) = (SELECT count(*) FROM told JOIN conversations c
        ON c.turn_id = told.turn_id AND date_trunc('milliseconds', c.created_at) = told.created_at
        WHERE c.session_id = $1 AND c.findable AND NOT c.summary_flag)
      AND (SELECT updated_at FROM conversation_summaries WHERE session_id = $1) IS NOT DISTINCT FROM $3::timestamptz AS ok
  ), marked AS (
    UPDATE conversations SET summary_flag = true
    WHERE session_id = $1 AND turn_id IN (SELECT turn_id FROM told) AND (SELECT ok FROM fits)
  )
  INSERT INTO conversation_summaries (${COLUMNS})
  SELECT $1, $4::integer, $5::integer, $6, $7, $8, $9::timestamptz, $10::timestamptz FROM fits WHERE ok
  ON CONFLICT (session_id) DO UPDATE SET from_turn = excluded.from_turn, through_turn = excluded.through_turn,
    body = excluded.body, language = excluded.language, model = excluded.model, updated_at = excluded.updated_at
  RETURNING session_id`;

/** Summaries of long conversations, in the store. */
export function summariesOf(sql: Sql): SummaryStore {
  return {
    async of(sessionId) {
      const [rows] = await sql.run(
        statement(`SELECT ${COLUMNS} FROM conversation_summaries WHERE session_id = $1`, sessionId),
      );
      return rows?.[0] === undefined ? null : summaryFrom(rows[0]);
    },

    async due(least) {
      const [rows] = await sql.run(
        statement(
          `SELECT session_id FROM conversations c WHERE NOT summary_flag AND findable AND ${NOT_DELETED}
           GROUP BY session_id HAVING count(*) >= $1 ORDER BY max(created_at) DESC LIMIT 1`,
          least,
        ),
      );
      return (rows?.[0]?.session_id as string | undefined) ?? null;
    },

    async unsummarised(sessionId, limit) {
      const [rows] = await sql.run(
        statement(
          `SELECT ${TURN_COLUMNS} FROM conversations c WHERE session_id = $1 AND NOT summary_flag AND findable AND ${NOT_DELETED}
           ORDER BY turn_id LIMIT $2`,
          sessionId,
          limit,
        ),
      );
      return (rows ?? []).map(turnOf);
    },

    async save({ sessionId, fromTurn, throughTurn, text, language, model, createdAt, updatedAt }, turns, before) {
      const told = JSON.stringify(turns.map(({ turn, createdAt: at }) => ({ turn, at })));
      const [, rows] = await sql.run(
        oneAtATime(sessionId),
        statement(
          WRITE,
          sessionId,
          told,
          before?.updatedAt ?? null,
          fromTurn,
          throughTurn,
          storable(text),
          language,
          model,
          createdAt,
          updatedAt,
        ),
      );
      return rows?.length === 1;
    },
  };
}
