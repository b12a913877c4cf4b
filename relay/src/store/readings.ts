import { randomUUID } from "node:crypto";
import type { Reading } from "@hisho/providers/llm/port.ts";
import type { ReadingStore } from "../readings/port.ts";
import { OWNER } from "./port.ts";
import { type Row, type Sql, statement, storable } from "./sql.ts";

const COLUMNS = "id, written, spoken, language, created_at, updated_at";

const readingFrom = (row: Row): Reading => ({
  id: row.id as string,
  written: row.written as string,
  spoken: row.spoken as string,
  language: row.language as string,
  createdAt: row.created_at as Date,
  updatedAt: row.updated_at as Date,
});

/** How words are read, in the store. */
export function readingsOf(sql: Sql, now: () => Date): ReadingStore {
  return {
    async teach(readings) {
      const found = await sql.run(
        ...readings.map(({ written, spoken, language }) =>
          statement(
            `INSERT INTO readings (id, owner_scope, written, spoken, language, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)
             ON CONFLICT (owner_scope, language, lower(written))
             DO UPDATE SET written = excluded.written, spoken = excluded.spoken, updated_at = excluded.updated_at
             RETURNING ${COLUMNS}`,
            randomUUID(),
            OWNER,
            storable(written.normalize("NFC")),
            storable(spoken.normalize("NFC")),
            language,
            now(),
          ),
        ),
      );
      return found.flat().map(readingFrom);
    },

    async readings() {
      const [rows] = await sql.run(
        statement(`SELECT ${COLUMNS} FROM readings WHERE owner_scope = $1 ORDER BY language, written, id`, OWNER),
      );
      return (rows ?? []).map(readingFrom);
    },

    async unteach(ids) {
      const found = await sql.run(
        ...ids.map((id) =>
          statement("DELETE FROM readings WHERE owner_scope = $1 AND id = $2 RETURNING id", OWNER, storable(id)),
        ),
      );
      return found.reduce((count, rows) => count + rows.length, 0);
    },
  };
}
