import type { Device, PairingStore, Redeemed } from "../pairing/port.ts";
import { type Row, type Sql, statement, storable } from "./sql.ts";

const DEVICE = "id, name, token_hash, created_at, last_seen_at";

const deviceOf = (row: Row): Device => ({
  id: row.id as string,
  name: row.name as string,
  tokenHash: row.token_hash as string,
  createdAt: row.created_at as Date,
  lastSeenAt: row.last_seen_at as Date,
});

/** What became of the code, seen after the attempt to spend it. */
function outcomeOf(row: Row | undefined, deviceId: string): Redeemed {
  if (row === undefined) return "unknown";
  if (row.device_id === deviceId) return "paired";
  return row.device_id === null ? "expired" : "used";
}

/** Codes and devices in the store. */
export function pairingOf(sql: Sql): PairingStore {
  return {
    async addCode(hash, expiresAt) {
      await sql.run(statement("INSERT INTO pairing_codes (hash, expires_at) VALUES ($1, $2)", hash, expiresAt));
    },
    async redeem(codeHash, { id, name, tokenHash, createdAt, lastSeenAt }) {
      const [, , rows] = await sql.run(
        // The row is locked by the first to spend it; whoever waited finds `device_id` taken.
        statement(
          "UPDATE pairing_codes SET device_id = $2 WHERE hash = $1 AND device_id IS NULL AND expires_at > $3",
          codeHash,
          id,
          createdAt,
        ),
        statement(
          `INSERT INTO devices (${DEVICE}) SELECT $2, $3, $4, $5, $6
           WHERE EXISTS (SELECT FROM pairing_codes WHERE hash = $1 AND device_id = $2)`,
          codeHash,
          id,
          storable(name),
          tokenHash,
          createdAt,
          lastSeenAt,
        ),
        statement("SELECT device_id FROM pairing_codes WHERE hash = $1", codeHash),
      );
      return outcomeOf(rows?.[0], id);
    },
    async devices() {
      const [rows] = await sql.run(statement(`SELECT ${DEVICE} FROM devices ORDER BY created_at, id`));
      return (rows ?? []).map(deviceOf);
    },
    async markSeen(id, at) {
      await sql.run(statement("UPDATE devices SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2", id, at));
    },
    async removeDevice(id) {
      const [rows] = await sql.run(statement("DELETE FROM devices WHERE id = $1 RETURNING id", storable(id)));
      return rows?.length === 1;
    },
    async forgetCodes(expiredBefore) {
      await sql.run(statement("DELETE FROM pairing_codes WHERE expires_at < $1", expiredBefore));
    },
  };
}
