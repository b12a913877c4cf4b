import { randomUUID } from "node:crypto";
import type {
  CalendarFailure,
  CalendarKind,
  CalendarObject,
  CalendarSource,
  CalendarStore,
  Collection,
} from "../secretary/port.ts";
import { OWNER } from "./port.ts";
import { type Row, type Sql, type Statement, statement, storable, storableJson } from "./sql.ts";

const COLUMNS =
  "id, name, kind, url, username, password, etag, last_modified, read_at, failing_since, failure, created_at, collections, writes_to";
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
  collections: row.collections as Collection[],
  writesTo: row.writes_to as string | null,
});

const objectOf = (row: Row): CalendarObject => ({
  href: row.href as string,
  collection: row.collection as string,
  etag: row.etag as string | null,
  text: row.body as string,
});

/** What is unfolded is known by when it was read: that is never the same twice, whatever the clock says. */
const READ_ANEW = "greatest($2::timestamptz, read_at + interval '1 millisecond')";
/** Takes its place where it is read again, and where it is put back. */
const INTO_OBJECTS = `INSERT INTO calendar_objects (calendar_id, href, collection, etag, body)`;
const IN_PLACE = `ON CONFLICT (calendar_id, href) DO UPDATE SET collection = excluded.collection, etag = excluded.etag,
  body = excluded.body, removed_at = NULL`;

/** `$1` is the calendar, `$2` the objects as JSON. */
const ADD_OBJECTS = `${INTO_OBJECTS} SELECT DISTINCT ON (href) $1, href, collection, etag, text
  FROM jsonb_to_recordset($2::jsonb) AS read (href text, collection text, etag text, text text) ORDER BY href ${IN_PLACE}`;

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
      const [calendar, objects] = await sql.run(
        statement("SELECT bodies FROM calendars WHERE id = $1", storable(id)),
        statement(
          "SELECT * FROM calendar_objects WHERE calendar_id = $1 AND removed_at IS NULL ORDER BY href",
          storable(id),
        ),
      );
      return {
        bodies: (calendar?.[0]?.bodies as string[] | undefined) ?? [],
        objects: (objects ?? []).map(objectOf),
      };
    },

    async removedObjects(id) {
      const rows = await rowsOf(
        statement("SELECT * FROM calendar_objects WHERE calendar_id = $1 AND removed_at IS NOT NULL", storable(id)),
      );
      return rows.map(objectOf);
    },

    async saveObject(id, { href, collection, etag, text }) {
      await sql.run(
        statement(
          `${INTO_OBJECTS} VALUES ($1, $2, $3, $4, $5) ${IN_PLACE}`,
          id,
          storable(href),
          collection,
          kept(etag),
          storable(text),
        ),
        statement(`UPDATE calendars SET read_at = ${READ_ANEW} WHERE id = $1`, id, now()),
      );
    },

    async removeObject(id, href, canReturn) {
      await sql.run(
        statement(
          "DELETE FROM calendar_objects WHERE removed_at < $1::timestamptz - $2 * interval '1 day'",
          now(),
          KEPT_DAYS,
        ),
        canReturn
          ? statement(
              "UPDATE calendar_objects SET removed_at = $3 WHERE calendar_id = $1 AND href = $2",
              id,
              href,
              now(),
            )
          : statement("DELETE FROM calendar_objects WHERE calendar_id = $1 AND href = $2", id, href),
        statement(`UPDATE calendars SET read_at = ${READ_ANEW} WHERE id = $1`, id, now()),
      );
    },

    async saveCollections(id, collections) {
      await sql.run(statement("UPDATE calendars SET collections = $2 WHERE id = $1", id, storableJson(collections)));
    },

    async writeTo(id, collection) {
      const [, rows] = await sql.run(
        statement(
          "UPDATE calendars SET writes_to = NULL WHERE owner_scope = $1 AND ($3 OR id = $2)",
          OWNER,
          storable(id),
          collection !== null,
        ),
        statement(
          "UPDATE calendars SET writes_to = $3 WHERE owner_scope = $1 AND id = $2 AND removed_at IS NULL RETURNING id",
          OWNER,
          storable(id),
          collection,
        ),
      );
      return rows?.length === 1;
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
      const id = randomUUID();
      const [rows] = await sql.run(
        statement(
          `INSERT INTO calendars (id, owner_scope, name, kind, url, username, password, etag, last_modified, bodies,
             read_at, created_at, collections)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING ${COLUMNS}`,
          id,
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
          storableJson(read?.collections ?? []),
        ),
        statement(ADD_OBJECTS, id, storableJson(read?.objects ?? [])),
      );
      return sourceOf(rows?.[0] ?? {});
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

    async saveRead(id, read, before) {
      const known = "id = $1 AND read_at IS NOT DISTINCT FROM $3::timestamptz";
      const wellRead = `read_at = ${READ_ANEW}, failing_since = NULL, failure = NULL`;
      if (read === null) {
        const rows = await rowsOf(
          statement(`UPDATE calendars SET ${wellRead} WHERE ${known} RETURNING id`, id, now(), before),
        );
        return rows.length === 1;
      }
      const { bodies, objects = [], collections = [], etag, lastModified } = read;
      const isHere = "EXISTS (SELECT FROM calendars WHERE id = $1 AND read_at IS NOT DISTINCT FROM $3::timestamptz)";
      // The calendar's row is locked first, and written last: until then its time tells whether this reading is kept.
      const written = await sql.run(
        statement("SELECT id FROM calendars WHERE id = $1 FOR UPDATE", id),
        statement(
          `DELETE FROM calendar_objects WHERE calendar_id = $1 AND removed_at IS NULL AND ${isHere}
             AND NOT (href = ANY (SELECT jsonb_array_elements_text($2::jsonb)))`,
          id,
          storableJson(objects.map(({ href }) => href)),
          before,
        ),
        statement(
          ADD_OBJECTS.replace(" ORDER BY href", ` WHERE ${isHere} ORDER BY href`),
          id,
          storableJson(objects),
          before,
        ),
        statement(
          `UPDATE calendars SET ${wellRead}, etag = $4, last_modified = $5, bodies = $6, collections = $7,
             writes_to = CASE WHEN $7::jsonb @> jsonb_build_array(jsonb_build_object('id', writes_to)) THEN writes_to END
           WHERE ${known} RETURNING id`,
          id,
          now(),
          before,
          kept(etag),
          kept(lastModified),
          storableJson(bodies),
          storableJson(collections),
        ),
      );
      return written.at(-1)?.length === 1;
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
          "UPDATE calendars SET removed_at = $3, writes_to = NULL WHERE owner_scope = $1 AND id = $2 AND removed_at IS NULL RETURNING id",
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
