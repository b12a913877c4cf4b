import { randomUUID } from "node:crypto";
import type { DeskChange, DeskItem, DeskItemKind, EventTime, Repeat } from "@hisho/providers/llm/port.ts";
import type { StoredDesk } from "../secretary/port.ts";
import { OWNER, type Ring } from "./port.ts";
import { type Row, type Sql, type Statement, statement, storable } from "./sql.ts";

const COLUMNS =
  "id, session_id, kind, body, language, created_at, due_at, list_name, starts_at, ends_at, first_day, last_day, place, left_ms, repeat_rule, repeat_zone, repeat_from";
const ALL = `${COLUMNS}, rung_at, done_at, missed, repeat_at, last_rung_at`;
const ORDER = "ORDER BY due_at NULLS LAST, starts_at, first_day, created_at, id";
/** What was removed longer ago is gone for good. */
const KEPT_DAYS = 30;
/** What was removed within this is put back together. */
const TOGETHER_SECONDS = 2;
/** "Put it back" means nothing older. */
const UNDONE_MINUTES = 60;

/** Read at a time, of one kind and of all. */
const MOST_LISTED = 2_000;
const MOST_TOGETHER = 10_000;
const MOST_RUNG = 100;
/** Where there are more: what rings next, what is latest in the agenda, what was written last. */
const FIRST_TO_KEEP: Readonly<Record<DeskItemKind, string>> = {
  timer: "due_at NULLS LAST",
  reminder: "due_at NULLS LAST",
  event: "coalesce(starts_at, first_day::timestamptz) DESC NULLS LAST",
  note: "created_at DESC",
  entry: "created_at DESC",
};
/** That ring in one go; the next go follows it. */
const MOST_DUE = 1_000;

const given = <Key extends string, Value>(key: Key, value: Value | null | undefined) =>
  (value === null || value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };

const itemOf = (row: Row): DeskItem => ({
  id: row.id as string,
  kind: row.kind as DeskItemKind,
  text: row.body as string,
  language: row.language as string,
  createdAt: row.created_at as Date,
  dueAt: row.due_at as Date | null,
  ...given("list", row.list_name as string | null),
  ...given("time", timeOf(row)),
  ...given("place", row.place as string | null),
  ...given("leftMs", row.left_ms as number | null),
  ...given("rungAt", row.rung_at as Date | null),
  ...given("doneAt", row.done_at as Date | null),
  ...given("repeat", repeatOf(row)),
  ...given("repeatAt", row.repeat_at as Date | null),
  ...given("lastRungAt", row.last_rung_at as Date | null),
  ...((row.missed as number) > 0 ? { missed: row.missed as number } : {}),
});

function repeatOf(row: Row): Repeat | null {
  const { repeat_rule: rule, repeat_zone: timeZone, repeat_from: from } = row as Record<string, string | null>;
  return rule == null || timeZone == null || from == null ? null : { rule, timeZone, from };
}

/** The columns of how it repeats, in the order rule, zone, from. */
const repeatColumns = (repeat: Repeat | null | undefined): (string | null)[] =>
  repeat == null ? [null, null, null] : [storable(repeat.rule), storable(repeat.timeZone), storable(repeat.from)];

function timeOf(row: Row): EventTime | null {
  if (row.first_day !== null) {
    return { allDay: true, firstDay: row.first_day as string, lastDay: (row.last_day ?? row.first_day) as string };
  }
  if (row.starts_at === null) return null;
  return { allDay: false, start: row.starts_at as Date, end: (row.ends_at ?? row.starts_at) as Date };
}

/** The columns of an event's time, in the order starts_at, ends_at, first_day, last_day. */
function timeColumns(time: EventTime | undefined): (Date | string | null)[] {
  if (time === undefined) return [null, null, null, null];
  return time.allDay ? [null, null, time.firstDay, time.lastDay] : [time.start, time.end, null, null];
}

/** The desk in the store. An item rings where it was given; every session lists and changes it. */
export function deskOf(sql: Sql, now: () => Date): StoredDesk {
  const items = async (query: Statement): Promise<DeskItem[]> => ((await sql.run(query))[0] ?? []).map(itemOf);
  return {
    async add(sessionId, { kind, text, language, dueAt, list, time, place, leftMs, repeat }) {
      const [added] = await items(
        statement(
          `INSERT INTO desk_items (${COLUMNS}, owner_scope)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
           RETURNING ${ALL}`,
          randomUUID(),
          sessionId,
          kind,
          storable(text),
          language,
          now(),
          dueAt,
          list === undefined ? null : storable(list),
          ...timeColumns(time),
          place === undefined ? null : storable(place),
          leftMs ?? null,
          ...repeatColumns(repeat),
          OWNER,
        ),
      );
      return added as DeskItem;
    },

    list: (_sessionId, kind) =>
      items(
        statement(
          `SELECT * FROM (SELECT ${ALL} FROM desk_items WHERE owner_scope = $1 AND kind = $2 AND rung_at IS NULL
             AND done_at IS NULL AND removed_at IS NULL ORDER BY ${FIRST_TO_KEEP[kind]}, created_at DESC LIMIT $3) listed
           ${ORDER}`,
          OWNER,
          kind,
          MOST_LISTED,
        ),
      ),

    rung: (_sessionId, since) =>
      items(
        statement(
          `SELECT ${ALL} FROM desk_items WHERE owner_scope = $1 AND rung_at >= $2 AND done_at IS NULL
             AND removed_at IS NULL ORDER BY rung_at DESC, id LIMIT $3`,
          OWNER,
          since,
          MOST_RUNG,
        ),
      ),

    all: (since) =>
      items(
        statement(
          `SELECT ${ALL} FROM desk_items WHERE owner_scope = $1 AND removed_at IS NULL
             AND (rung_at IS NULL OR rung_at >= $2) AND (done_at IS NULL OR done_at >= $2) ${ORDER} LIMIT $3`,
          OWNER,
          since,
          MOST_TOGETHER,
        ),
      ),

    async change(_sessionId, id, change) {
      const { assignments, values } = changed(change, now());
      if (assignments.length === 0) return null;
      const [item] = await items(
        statement(
          `UPDATE desk_items SET ${assignments.map((name, index) => `${name} = $${index + 3}`).join(", ")}
           WHERE owner_scope = $1 AND id = $2 AND removed_at IS NULL RETURNING ${ALL}`,
          OWNER,
          storable(id),
          ...values,
        ),
      );
      return item ?? null;
    },

    async remove(_sessionId, id) {
      const [, rows] = await sql.run(
        statement(
          "DELETE FROM desk_items WHERE removed_at < $1::timestamptz - $2 * interval '1 day'",
          now(),
          KEPT_DAYS,
        ),
        statement(
          "UPDATE desk_items SET removed_at = $3 WHERE owner_scope = $1 AND id = $2 AND removed_at IS NULL RETURNING id",
          OWNER,
          storable(id),
          now(),
        ),
      );
      return rows?.length === 1;
    },

    async restore(id) {
      const [item] = await items(
        statement(
          `UPDATE desk_items SET removed_at = NULL WHERE owner_scope = $1 AND id = $2 AND removed_at IS NOT NULL
           RETURNING ${ALL}`,
          OWNER,
          storable(id),
        ),
      );
      return item ?? null;
    },

    undo: (_sessionId) =>
      items(
        statement(
          `UPDATE desk_items SET removed_at = NULL WHERE owner_scope = $1 AND removed_at >= (
             SELECT max(removed_at) - $2 * interval '1 second' FROM desk_items WHERE owner_scope = $1
           ) AND removed_at >= $3::timestamptz - $4 * interval '1 minute' RETURNING ${ALL}`,
          OWNER,
          TOGETHER_SECONDS,
          now(),
          UNDONE_MINUTES,
        ),
      ),
  };
}

/** What is to be set, column by column. A new due time rings anew. */
function changed(change: DeskChange, now: Date): { assignments: string[]; values: unknown[] } {
  const columns: [string, unknown][] = [];
  if (change.text !== undefined) columns.push(["body", storable(change.text)]);
  if (change.list !== undefined) columns.push(["list_name", storable(change.list)]);
  if (change.place !== undefined) columns.push(["place", change.place === "" ? null : storable(change.place)]);
  if (change.leftMs !== undefined) columns.push(["left_ms", change.leftMs]);
  if (change.done !== undefined) columns.push(["done_at", change.done ? now : null]);
  if (change.dueAt !== undefined) columns.push(["due_at", change.dueAt], ["rung_at", null], ["missed", 0]);
  if (change.repeatAt !== undefined || change.repeat !== undefined)
    columns.push(["repeat_at", change.repeatAt ?? null]);
  if (change.repeat !== undefined) {
    const values = repeatColumns(change.repeat);
    for (const [index, name] of ["repeat_rule", "repeat_zone", "repeat_from"].entries()) {
      columns.push([name, values[index]]);
    }
  }
  if (change.time !== undefined) {
    const values = timeColumns(change.time);
    for (const [index, name] of ["starts_at", "ends_at", "first_day", "last_day"].entries()) {
      columns.push([name, values[index]]);
    }
  }
  return { assignments: columns.map(([name]) => name), values: columns.map(([, value]) => value) };
}

export async function dueItems(sql: Sql, now: Date): Promise<(DeskItem & { sessionId: string })[]> {
  const [rows] = await sql.run(
    statement(
      `SELECT ${ALL} FROM desk_items WHERE rung_at IS NULL AND removed_at IS NULL AND done_at IS NULL AND due_at <= $1
       ORDER BY due_at, created_at, id LIMIT $2`,
      now,
      MOST_DUE,
    ),
  );
  return (rows ?? []).map((row) => ({ ...itemOf(row), sessionId: row.session_id as string }));
}

/** Ringing is claimed by the due time: of several relays one has it, once. */
const IS_DUE = "id = $1 AND due_at = $2 AND rung_at IS NULL AND removed_at IS NULL AND done_at IS NULL";

export async function markRung(sql: Sql, { id, dueAt, nextAt }: Ring, now: Date): Promise<boolean> {
  const [rows] = await sql.run(
    nextAt === null
      ? statement(`UPDATE desk_items SET rung_at = $3 WHERE ${IS_DUE} AND due_at <= $3 RETURNING id`, id, dueAt, now)
      : statement(
          `UPDATE desk_items SET due_at = $4, missed = 0, last_rung_at = $3 WHERE ${IS_DUE} AND due_at <= $3 RETURNING id`,
          id,
          dueAt,
          now,
          nextAt,
        ),
  );
  return rows?.length === 1;
}

export async function unmarkRung(sql: Sql, { id, dueAt, nextAt, missed }: Ring): Promise<void> {
  await sql.run(
    nextAt === null
      ? statement("UPDATE desk_items SET rung_at = NULL WHERE id = $1 AND due_at = $2", id, dueAt)
      : statement(
          "UPDATE desk_items SET due_at = $2, missed = $4, last_rung_at = NULL WHERE id = $1 AND due_at = $3",
          id,
          dueAt,
          nextAt,
          missed,
        ),
  );
}

export async function passOver(sql: Sql, { id, dueAt }: Ring, to: Date, count: number): Promise<boolean> {
  const [rows] = await sql.run(
    statement(
      `UPDATE desk_items SET due_at = $3, missed = missed + $4 WHERE ${IS_DUE} RETURNING id`,
      id,
      dueAt,
      to,
      count,
    ),
  );
  return rows?.length === 1;
}

export async function nextDueAt(sql: Sql, now: Date): Promise<Date | null> {
  const [rows] = await sql.run(
    statement(
      `SELECT min(due_at) AS due_at FROM desk_items
       WHERE rung_at IS NULL AND removed_at IS NULL AND done_at IS NULL AND due_at > $1`,
      now,
    ),
  );
  return (rows?.[0]?.due_at as Date | null | undefined) ?? null;
}
