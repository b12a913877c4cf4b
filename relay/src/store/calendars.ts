import { randomUUID } from "node:crypto";
import type { CalendarFailure, CalendarKind, CalendarSource, CalendarStore } from "../secretary/port.ts";
import { OWNER } from "./port.ts";
import { type Row, type Sql, type Statement, statement, storable, storableJson } from "./sql.ts";

const COLUMNS =
  "id, name, kind, url, username, password, etag, last_modified, read_at, failing_since, failure, created_at";
/** What was removed longer ago is gone for good, its password too. */
const KEPT_DAYS = 30;

const sourceOf = (row: Row): CalendarSource => ({
  id: row.id as string,
  name: row.name as string,
  kind: row.kind as CalendarKind,
  url: row.url as string | null,
  username: row.username as string | null,
  password: row.password as string | null,
  etag: row.etag as string | null,
  lastModified: row.last_modified as string | null,
  readAt: row.read_at as Date | null,
  failingSince: row.failing_since as Date | null,
  failure: row.failure as CalendarFailure | null,
  createdAt: row.created_at as Date,
});

const kept = (text: string | null): string | null => (text === null ? null : storable(text));

/** Subscribed calendars in the store. */
export function calendarsOf(sql: Sql, now: () => Date): CalendarStore {
  const rowsOf = async (query: Statement): Promise<Row[]> => (await sql.run(query))[0] ?? [];
  return {
    async list() {
      const rows = await rowsOf(
        statement(
          `SELECT ${COLUMNS} FROM calendars WHERE owner_scope = $1 AND removed_at IS NULL ORDER BY name, id`,
          OWNER,
        ),
      );
      return rows.map(sourceOf);
    },

    async bodies(id) {
      const [row] = await rowsOf(statement("SELECT bodies FROM calendars WHERE id = $1", storable(id)));
      return (row?.bodies as string[] | undefined) ?? [];
    },

    async passwords() {
      const rows = await rowsOf(statement("SELECT id, password FROM calendars WHERE password IS NOT NULL ORDER BY id"));
      return rows.map(({ id, password }) => ({ id: id as string, password: password as string }));
    },

    async setPassword(id, before, password) {
      await sql.run(
        statement("UPDATE calendars SET password = $3 WHERE id = $1 AND password = $2", id, before, password),
      );
    },

    async add({ name, kind, url, username, password }, read) {
      const [row] = await rowsOf(
        statement(
          `INSERT INTO calendars (id, owner_scope, name, kind, url, username, password, etag, last_modified, bodies,
             read_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${COLUMNS}`,
          randomUUID(),
          OWNER,
          storable(name),
          kind,
          kept(url),
          kept(username),
          kept(password),
          kept(read?.etag ?? null),
          kept(read?.lastModified ?? null),
          storableJson(read?.bodies ?? []),
          read === null ? null : now(),
          now(),
        ),
      );
      return sourceOf(row ?? {});
    },

    async rename(id, name) {
      const rows = await rowsOf(
        statement(
          "UPDATE calendars SET name = $3 WHERE owner_scope = $1 AND id = $2 AND removed_at IS NULL RETURNING id",
          OWNER,
          storable(id),
          storable(name),
        ),
      );
      return rows.length === 1;
    },

    async saveRead(id, read) {
      const at = now();
      await sql.run(
        read === null
          ? statement("UPDATE calendars SET read_at = $2, failing_since = NULL, failure = NULL WHERE id = $1", id, at)
          : statement(
              `UPDATE calendars SET read_at = $2, failing_since = NULL, failure = NULL, etag = $3, last_modified = $4,
                 bodies = $5 WHERE id = $1`,
              id,
              at,
              kept(read.etag),
              kept(read.lastModified),
              storableJson(read.bodies),
            ),
      );
    },

    async saveFailure(id, failure) {
      await sql.run(
        statement(
          "UPDATE calendars SET failing_since = coalesce(failing_since, $2), failure = $3 WHERE id = $1",
          id,
          now(),
          failure,
        ),
      );
    },

    async remove(id) {
      const [, rows] = await sql.run(
        statement("DELETE FROM calendars WHERE removed_at < $1::timestamptz - $2 * interval '1 day'", now(), KEPT_DAYS),
        statement(
          "UPDATE calendars SET removed_at = $3 WHERE owner_scope = $1 AND id = $2 AND removed_at IS NULL RETURNING id",
          OWNER,
          storable(id),
          now(),
        ),
      );
      return rows?.length === 1;
    },

    async restore(id) {
      const rows = await rowsOf(
        statement(
          "UPDATE calendars SET removed_at = NULL WHERE owner_scope = $1 AND id = $2 AND removed_at IS NOT NULL RETURNING id",
          OWNER,
          storable(id),
        ),
      );
      return rows.length === 1;
    },
  };
}
