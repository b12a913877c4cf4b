import type { HandoffStore } from "../handoff/port.ts";
import { type Sql, statement } from "./sql.ts";

/** Tickets in the store. */
export function handoffsOf(sql: Sql): HandoffStore {
  return {
    async add(hash, sessionId, expiresAt) {
      await sql.run(
        statement(
          "INSERT INTO handoffs (hash, session_id, expires_at) VALUES ($1, $2, $3)",
          hash,
          sessionId,
          expiresAt,
        ),
      );
    },
    async take(hash, now) {
      const [taken, known] = await sql.run(
        // The row is locked by the first to spend it; whoever waited finds `taken_at` set.
        statement(
          "UPDATE handoffs SET taken_at = $2 WHERE hash = $1 AND taken_at IS NULL AND expires_at > $2 RETURNING session_id",
          hash,
          now,
        ),
        statement("SELECT taken_at FROM handoffs WHERE hash = $1", hash),
      );
      const row = taken?.[0];
      if (row !== undefined) return { outcome: "taken", sessionId: row.session_id as string };
      if (known?.[0] === undefined) return { outcome: "unknown" };
      return { outcome: known[0].taken_at === null ? "expired" : "used" };
    },
    async find(hash) {
      const [rows] = await sql.run(statement("SELECT taken_at, expires_at FROM handoffs WHERE hash = $1", hash));
      const row = rows?.[0];
      return row === undefined ? undefined : { taken: row.taken_at !== null, expiresAt: row.expires_at as Date };
    },
    async drop(hash) {
      await sql.run(statement("DELETE FROM handoffs WHERE hash = $1", hash));
    },
    async forget(expiredBefore) {
      await sql.run(statement("DELETE FROM handoffs WHERE expires_at < $1", expiredBefore));
    },
  };
}
