import { randomUUID } from "node:crypto";
import type { Desk, DeskItem, DeskItemKind } from "@hisho/providers/llm/port.ts";
import { OWNER } from "./port.ts";
import { type Row, type Sql, statement, storable } from "./sql.ts";

const COLUMNS = "id, session_id, kind, body, language, created_at, due_at";

const itemOf = (row: Row): DeskItem => ({
  id: row.id as string,
  kind: row.kind as DeskItemKind,
  text: row.body as string,
  language: row.language as string,
  createdAt: row.created_at as Date,
  dueAt: row.due_at as Date | null,
});

/** The desk in the store. The session an item was given in is where it rings; every session lists and removes it. */
export function deskOf(sql: Sql, now: () => Date): Desk {
  return {
    async add(sessionId, { kind, text, language, dueAt }) {
      const [rows] = await sql.run(
        statement(
          `INSERT INTO desk_items (${COLUMNS}, owner_scope) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
          randomUUID(),
          sessionId,
          kind,
          storable(text),
          language,
          now(),
          dueAt,
          OWNER,
        ),
      );
      return itemOf(rows?.[0] ?? {});
    },

    async list(_sessionId, kind) {
      const [rows] = await sql.run(
        statement(
          `SELECT ${COLUMNS} FROM desk_items WHERE owner_scope = $1 AND kind = $2 AND rung_at IS NULL
           ORDER BY due_at NULLS LAST, created_at, id`,
          OWNER,
          kind,
        ),
      );
      return (rows ?? []).map(itemOf);
    },

    async remove(_sessionId, id) {
      const [rows] = await sql.run(
        statement("DELETE FROM desk_items WHERE owner_scope = $1 AND id = $2 RETURNING id", OWNER, storable(id)),
      );
      return rows?.length === 1;
    },
  };
}

export async function dueItems(sql: Sql, now: Date): Promise<(DeskItem & { sessionId: string })[]> {
  const [rows] = await sql.run(
    statement(
      `SELECT ${COLUMNS} FROM desk_items WHERE rung_at IS NULL AND due_at <= $1 ORDER BY due_at, created_at, id`,
      now,
    ),
  );
  return (rows ?? []).map((row) => ({ ...itemOf(row), sessionId: row.session_id as string }));
}

export async function markRung(sql: Sql, id: string, now: Date): Promise<boolean> {
  const [rows] = await sql.run(
    statement("UPDATE desk_items SET rung_at = $2 WHERE id = $1 AND rung_at IS NULL RETURNING id", id, now),
  );
  return rows?.length === 1;
}

export async function unmarkRung(sql: Sql, id: string): Promise<void> {
  await sql.run(statement("UPDATE desk_items SET rung_at = NULL WHERE id = $1", id));
}

export async function nextDueAt(sql: Sql): Promise<Date | null> {
  const [rows] = await sql.run(statement("SELECT min(due_at) AS due_at FROM desk_items WHERE rung_at IS NULL"));
  return (rows?.[0]?.due_at as Date | null | undefined) ?? null;
}
