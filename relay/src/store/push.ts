import type { PushStore, Subscription } from "../push/port.ts";
import type { SpokenLanguage } from "../speech/language.ts";
import { type Row, type Sql, statement, storable } from "./sql.ts";

const COLUMNS = "id, endpoint, p256dh, auth, language, device_id, created_at";
const UNTOLD = "rung_at IS NULL AND removed_at IS NULL AND done_at IS NULL AND due_at IS NOT NULL";

const subscriptionOf = (row: Row): Subscription => ({
  id: row.id as string,
  endpoint: row.endpoint as string,
  p256dh: row.p256dh as string,
  auth: row.auth as string,
  language: row.language as SpokenLanguage,
  deviceId: row.device_id as string | null,
  createdAt: row.created_at as Date,
});

/** Push subscriptions in the store. */
export function pushOf(sql: Sql): PushStore {
  const isOne = async (query: string, ...values: unknown[]): Promise<boolean> =>
    (await sql.run(statement(query, ...values)))[0]?.length === 1;
  return {
    async save({ id, endpoint, p256dh, auth, language, deviceId, createdAt }, most) {
      await sql.run(
        statement(
          `INSERT INTO push_subscriptions (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id)
           DO UPDATE SET p256dh = $3, auth = $4, language = $5, device_id = $6, created_at = $7`,
          id,
          storable(endpoint),
          p256dh,
          auth,
          language,
          deviceId,
          createdAt,
        ),
        statement(
          `DELETE FROM push_subscriptions WHERE id NOT IN
             (SELECT id FROM push_subscriptions ORDER BY created_at DESC, id LIMIT $1)`,
          most,
        ),
      );
    },
    async all() {
      const [rows] = await sql.run(statement(`SELECT ${COLUMNS} FROM push_subscriptions ORDER BY created_at, id`));
      return (rows ?? []).map(subscriptionOf);
    },
    renew: (id, language, deviceId) =>
      isOne(
        `UPDATE push_subscriptions SET language = $2, device_id = COALESCE(device_id, $3)
         WHERE id = $1 RETURNING id`,
        id,
        language,
        deviceId,
      ),
    remove: (id) => isOne("DELETE FROM push_subscriptions WHERE id = $1 RETURNING id", id),
    claim: (item) =>
      isOne(
        `UPDATE desk_items SET pushed_for = due_at
         WHERE id = $1 AND ${UNTOLD} AND pushed_for IS DISTINCT FROM due_at RETURNING id`,
        item,
      ),
    isClaimed: (item) => isOne(`SELECT id FROM desk_items WHERE id = $1 AND ${UNTOLD} AND pushed_for = due_at`, item),
  };
}
