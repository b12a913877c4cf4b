/** Every change of the shared history gets the next number; whoever changes something waits for whoever is changing. */
import { type Statement, statement } from "./sql.ts";

/** To be run before the changes, in their transaction: so many numbers are theirs, up to that of the clock. */
export const tick = (changes = 1): Statement =>
  statement("UPDATE sync_clock SET change = change + $1::integer", changes);

/** The number of the change that is being made, the last of those that were ticked. */
export const CHANGE = "(SELECT change FROM sync_clock)";

/** @param ahead SQL, of the changes that are ticked: how many are made after this one */
export const changeBefore = (ahead: string): string => `(SELECT change - ${ahead} FROM sync_clock)`;

/** Who writes the relay's own registers. */
const RELAY = "relay";

/** What the relay itself writes now. */
export const stampNow = (now: Date): string => `${String(Math.max(0, now.getTime())).padStart(13, "0")}-0000-${RELAY}`;

/** The relay's stamp in place of what a register holds: that of the new row, or a later one. */
export const laterThan = (held: string): string =>
  `lpad(greatest(left(${held}, 13)::bigint + 1, left(excluded.stamp, 13)::bigint)::text, 13, '0') || '-0000-${RELAY}'`;

/**
 * The relay says so itself, now: whatever was written before gives way.
 * @param condition about the session `$1`, without which it is not said
 */
export const write = (
  sessionId: string,
  name: string,
  value: string | null,
  now: Date,
  condition = "true",
): Statement =>
  statement(
    `INSERT INTO history_registers (session_id, turn, name, value, stamp, change)
     SELECT $1::text, '', $2, $3::text, $4, ${CHANGE} WHERE ${condition}
     ON CONFLICT (session_id, turn, name) DO UPDATE SET
       value = excluded.value, stamp = ${laterThan("history_registers.stamp")}, change = excluded.change`,
    sessionId,
    name,
    value,
    stampNow(now),
  );

/** The id under which the devices know a turn of table `c`. */
export const TURN_ID = "coalesce(c.client_id, 'turn-' || c.turn_id)";

/** A turn of table `c` that nobody has deleted. */
export const NOT_DELETED = `NOT EXISTS (SELECT FROM history_registers r
  WHERE r.session_id = c.session_id AND r.name = 'deleted' AND r.value IS NOT NULL
    AND (r.turn = ${TURN_ID} OR r.turn = '' AND c.created_at <= r.value::timestamptz))`;
