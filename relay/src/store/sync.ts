/** The shared history in the store. What relays write of live turns is in ./turns.ts. */
import type { Citation, SyncChanges, SyncRegister, SyncTurn, TurnEndReason } from "@hisho/protocol";
import type { SyncStore } from "../sync/port.ts";
import { type Row, type Sql, type Statement, statement, storable, storableJson } from "./sql.ts";
import { changeBefore, NOT_DELETED, TURN_ID, tick, write } from "./sync-clock.ts";

/** Something that was said in the session stands. */
const IS_THERE = `EXISTS (SELECT FROM conversations c WHERE c.session_id = $1 AND ${NOT_DELETED})`;

const turnOf = (row: Row): SyncTurn => ({
  session_id: row.session_id as string,
  id: row.id as string,
  turn: row.turn_id as number,
  at: (row.created_at as Date).toISOString(),
  spoken: row.spoken === true,
  user_text: row.user_text as string,
  assistant_text: row.assistant_text as string,
  language: row.language as string,
  citations: row.citations as Citation[],
  end_reason: row.end_reason as TurnEndReason,
  heard_ms: row.heard_ms as number,
});

const registerOf = (row: Row): SyncRegister =>
  ({
    session_id: row.session_id,
    turn: row.turn,
    name: row.name,
    value: row.value,
    stamp: row.stamp,
  }) as SyncRegister;

/** A cursor is `EPOCH.CHANGE`. */
function changeOf(cursor: string, epoch: string): number {
  const [of, change = ""] = cursor.split(".");
  return of === epoch && /^\d{1,15}$/.test(change) ? Number(change) : 0;
}

export function syncOf(sql: Sql, now: () => Date): SyncStore {
  return {
    async changes(cursor, limit) {
      // What is committed is numbered up to here; what is being written meanwhile is on a later page.
      const [clock] = await sql.run(statement("SELECT epoch, change FROM sync_clock"));
      const epoch = clock?.[0]?.epoch as string;
      const until = Number(clock?.[0]?.change);
      const since = changeOf(cursor, epoch);
      const page = [since, until, limit + 1];
      const [turns = [], registers = []] = await sql.run(
        statement(
          `SELECT c.session_id, ${TURN_ID} AS id, c.turn_id, c.created_at, c.spoken, c.user_text, c.assistant_text,
             c.language, c.citations, c.end_reason, c.heard_ms, c.change::double precision AS change
           FROM conversations c WHERE c.change > $1 AND c.change <= $2 AND NOT c.visit ORDER BY c.change LIMIT $3`,
          ...page,
        ),
        statement(
          `SELECT session_id, turn, name, value, stamp, change::double precision AS change FROM history_registers
           WHERE change > $1 AND change <= $2 ORDER BY change LIMIT $3`,
          ...page,
        ),
      );
      return pageOf(epoch, until, limit, turns, registers);
    },

    async take({ turns, registers }) {
      if (turns.length + registers.length === 0) return { hidden: [] };
      const count = registers.length + turns.length;
      const [, ...found] = await sql.run(
        tick(count),
        ...registers.map((register, at) => takeRegister(register, count - 1 - at)),
        ...turns.map((turn, at) => takeTurn(turn, turns.length - 1 - at)),
      );
      const hidden = registers.filter(
        ({ name, value }, at) => name === "deleted" && value !== null && (found[at]?.length ?? 0) > 0,
      );
      if (hidden.length > 0) await sql.run(...hidden.flatMap(({ session_id }) => untell(session_id)));
      return { hidden: [...new Set(hidden.filter(({ turn }) => turn === "").map((one) => one.session_id))] };
    },

    async sweep(before) {
      const [gone = []] = await sql.run(
        statement(
          `DELETE FROM conversations c USING history_registers r
           WHERE r.name = 'deleted' AND r.session_id = c.session_id AND r.value IS NOT NULL
             AND r.value::timestamptz < $1
             AND (r.turn = ${TURN_ID} OR r.turn = '' AND c.created_at <= r.value::timestamptz)
           RETURNING c.session_id, c.user_audio_ref, c.assistant_audio_ref`,
          before,
        ),
      );
      if (gone.length === 0) return { audio: [], emptied: [] };
      const sessions = [...new Set(gone.map((row) => row.session_id as string))];
      const [left = []] = await sql.run(
        statement(
          "SELECT DISTINCT session_id FROM conversations WHERE session_id IN (SELECT json_array_elements_text($1::json))",
          JSON.stringify(sessions),
        ),
      );
      const kept = new Set(left.map((row) => row.session_id));
      const emptied = sessions.filter((id) => !kept.has(id));
      if (emptied.length > 0) await sql.run(...emptied.flatMap(forgetRegisters));
      const audio = gone.flatMap((row) => [row.user_audio_ref, row.assistant_audio_ref]);
      return { audio: audio.filter((reference) => reference !== null) as string[], emptied };
    },

    async makeTitle(sessionId, title) {
      // It was made from what was said: where that has been deleted meanwhile, it is not written.
      await sql.run(tick(), write(sessionId, "made_title", storable(title), now(), IS_THERE));
    },

    async firstOfUntitled(sessionId) {
      const [titles = [], turns = []] = await sql.run(
        statement(
          `SELECT FROM history_registers
           WHERE session_id = $1 AND turn = '' AND name IN ('title', 'made_title') AND value <> ''`,
          sessionId,
        ),
        statement(
          `SELECT user_text, assistant_text, language FROM conversations c WHERE session_id = $1 AND NOT visit AND user_text <> ''
             AND end_reason IN ('completed', 'interrupted') AND ${NOT_DELETED} ORDER BY turn_id LIMIT 1`,
          sessionId,
        ),
      );
      if (titles.length > 0) return "titled";
      const [first] = turns;
      if (first === undefined) return "nothing yet";
      const { user_text: user, assistant_text: assistant, language } = first;
      return { user: user as string, assistant: assistant as string, language: language as string };
    },
  };
}

/** What a deleted conversation was called, what it was in short and how it was liked go with it; that it is deleted stays. */
export const forgetRegisters = (sessionId: string): Statement[] => [
  statement("DELETE FROM history_registers WHERE session_id = $1 AND name <> 'deleted'", sessionId),
  statement("DELETE FROM conversation_summaries WHERE session_id = $1", sessionId),
];

/** What was told in short of a conversation of which something is deleted is told anew, without that. */
const untell = (sessionId: string): Statement[] => [
  statement("DELETE FROM conversation_summaries WHERE session_id = $1", sessionId),
  statement("UPDATE conversations SET summary_flag = false WHERE session_id = $1 AND summary_flag", sessionId),
];

/** The two lists in one order, as far as both are whole. */
function pageOf(
  epoch: string,
  until: number,
  limit: number,
  turns: readonly Row[],
  registers: readonly Row[],
): SyncChanges {
  const all = [
    ...turns.map((row) => ({ row, isTurn: true })),
    ...registers.map((row) => ({ row, isTurn: false })),
  ].sort((a, b) => (a.row.change as number) - (b.row.change as number));
  const page = all.slice(0, limit);
  const more = all.length > limit;
  const last = more ? (page.at(-1)?.row.change as number) : until;
  return {
    cursor: `${epoch}.${last}`,
    more,
    turns: page.filter(({ isTurn }) => isTurn).map(({ row }) => turnOf(row)),
    registers: page.filter(({ isTurn }) => !isTurn).map(({ row }) => registerOf(row)),
  };
}

/**
 * The later stamp stands, on every device alike.
 * @param ahead changes that are ticked already and made after this one
 */
const takeRegister = ({ session_id, turn, name, value, stamp }: SyncRegister, ahead: number): Statement =>
  statement(
    `INSERT INTO history_registers (session_id, turn, name, value, stamp, change)
     VALUES ($1, $2, $3, $4, $5, ${changeBefore("$6::integer")})
     ON CONFLICT (session_id, turn, name) DO UPDATE SET
       value = excluded.value, stamp = excluded.stamp, change = excluded.change
       WHERE history_registers.stamp < excluded.stamp
     RETURNING name`,
    session_id,
    storable(turn),
    name,
    value === null ? null : storable(value),
    stamp,
    ahead,
  );

/**
 * A turn that the relay has stays as it is; one that is deleted does not come back.
 * @param ahead as of `takeRegister`
 */
const takeTurn = (turn: SyncTurn, ahead: number): Statement =>
  statement(
    `INSERT INTO conversations (session_id, turn_id, client_id, user_text, assistant_text, language, citations,
       end_reason, heard_ms, created_at, spoken, change)
     SELECT c.session_id, CASE WHEN $2::integer > 0 AND NOT EXISTS (
           SELECT FROM conversations WHERE session_id = $1 AND turn_id = $2::integer)
         THEN $2::integer
         ELSE (SELECT coalesce(max(turn_id), 0) + 1 FROM conversations WHERE session_id = $1) END,
       c.client_id, $4, $5, $6, $7::jsonb, $8, $9::double precision, c.created_at, $11::boolean, ${changeBefore("$13::integer")}
     FROM (SELECT $1::text AS session_id, $3::text AS client_id, $2::integer AS turn_id, $10::timestamptz AS created_at) c
     WHERE NOT EXISTS (SELECT FROM conversations WHERE session_id = $1 AND client_id = $3)
       AND NOT EXISTS (SELECT FROM conversations WHERE session_id = $1 AND client_id IS NULL AND turn_id = $12::integer)
       AND ${NOT_DELETED}
     RETURNING turn_id`,
    turn.session_id,
    turn.turn,
    storable(turn.id),
    storable(turn.user_text),
    storable(turn.assistant_text),
    storable(turn.language),
    storableJson(turn.citations),
    turn.end_reason,
    turn.heard_ms,
    new Date(turn.at),
    turn.spoken,
    Number(/^turn-(\d{1,9})$/.exec(turn.id)?.[1] ?? 0),
    ahead,
  );
