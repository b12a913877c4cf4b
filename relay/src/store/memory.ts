import { randomUUID } from "node:crypto";
import type { Memory } from "@hisho/providers/llm/port.ts";
import type { MemoryStore } from "../memory/port.ts";
import { OWNER } from "./port.ts";
import { type Row, type Sql, statement, storable } from "./sql.ts";

const COLUMNS = "id, body, language, created_at, updated_at";

/** Read at a time: at most 1 MB. */
const MOST_AT_ONCE = 1_000;

const memoryFrom = (row: Row): Memory => ({
  id: row.id as string,
  text: row.body as string,
  language: row.language as string,
  createdAt: row.created_at as Date,
  updatedAt: row.updated_at as Date,
});

/** What is remembered, in the store. */
export function memoryOf(sql: Sql, now: () => Date): MemoryStore {
  return {
    async remember(text, { sessionId, turn, language }) {
      const body = storable(text);
      const [, rows] = await sql.run(
        // What this turn gave before its speaker went on is the beginning of what it gives now.
        statement(
          `DELETE FROM memories WHERE owner_scope = $1 AND session_id = $2 AND turn_id = $3
             AND body <> $4 AND starts_with($4, body)`,
          OWNER,
          sessionId ?? null,
          turn ?? null,
          body,
        ),
        statement(
          `INSERT INTO memories (id, owner_scope, body, language, session_id, turn_id, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
           ON CONFLICT (owner_scope, md5(body)) DO UPDATE SET updated_at = excluded.updated_at RETURNING ${COLUMNS}`,
          randomUUID(),
          OWNER,
          body,
          language,
          sessionId ?? null,
          turn ?? null,
          now(),
        ),
      );
      return memoryFrom(rows?.[0] ?? {});
    },

    async memories({ offset, limit } = { offset: 0, limit: MOST_AT_ONCE }) {
      const [rows] = await sql.run(
        statement(
          `SELECT ${COLUMNS} FROM memories WHERE owner_scope = $1 ORDER BY updated_at DESC, id OFFSET $2 LIMIT $3`,
          OWNER,
          offset,
          Math.min(limit, MOST_AT_ONCE),
        ),
      );
      return (rows ?? []).map(memoryFrom);
    },

    async forget(ids) {
      const found = await sql.run(
        ...ids.map((id) =>
          statement("DELETE FROM memories WHERE owner_scope = $1 AND id = $2 RETURNING id", OWNER, storable(id)),
        ),
      );
      return found.reduce((count, rows) => count + rows.length, 0);
    },

    async reword(id, text) {
      const body = storable(text);
      const [, rows] = await sql.run(
        // Words that are kept already stay one.
        statement(
          `DELETE FROM memories WHERE owner_scope = $1 AND body = $2 AND id <> $3
             AND EXISTS (SELECT FROM memories WHERE owner_scope = $1 AND id = $3)`,
          OWNER,
          body,
          storable(id),
        ),
        statement(
          `UPDATE memories SET body = $3, updated_at = $4 WHERE owner_scope = $1 AND id = $2 RETURNING ${COLUMNS}`,
          OWNER,
          storable(id),
          body,
          now(),
        ),
      );
      return rows?.[0] === undefined ? undefined : memoryFrom(rows[0]);
    },
  };
}
