/** The shared history at the relay (docs/protocol.md, "One history on every device"). Every byte of an answer is checked. */
import { parseSyncChanges, type SyncChanges, type SyncPush } from "@hisho/protocol";

const PATH = "/api/v1/sync";
const HTTP_CONFLICT = 409;

/** Why the relay and this device could not agree now. */
export type Trouble =
  /** It does not answer, or not well: asked again by and by. */
  | "away"
  /** It asks for a token that this device does not have. */
  | "token"
  /** It is of a version that shares no history, or says what this page cannot read. */
  | "outdated";

export type PushOutcome =
  | "taken"
  /** This device's clock is ahead; the relay's time, ms since 1970. */
  | { aheadOf: number }
  /** It does not take this, ever. */
  | "refused"
  | Trouble;

/** What sharing asks of the relay. None of these throws but for its signal. */
export interface SharingClient {
  /** @param cursor empty at first */
  changes(cursor: string, signal: AbortSignal): Promise<SyncChanges | Trouble>;
  push(push: SyncPush, signal: AbortSignal): Promise<PushOutcome>;
}

const troubleOf = (status: number): Trouble =>
  status === 401 || status === 403 ? "token" : status === 404 || status === 405 ? "outdated" : "away";

/** @param token empty where the relay asks for none */
export function createSharingClient(token: () => string, ask: typeof fetch = fetch): SharingClient {
  const headers = (): Record<string, string> => (token() === "" ? {} : { Authorization: `Bearer ${token()}` });
  return {
    async changes(cursor, signal) {
      try {
        const response = await ask(`${PATH}?since=${encodeURIComponent(cursor)}`, { headers: headers(), signal });
        if (!response.ok) return troubleOf(response.status);
        return parseSyncChanges(JSON.parse(await response.text())) ?? "outdated";
      } catch (error) {
        signal.throwIfAborted();
        return error instanceof SyntaxError ? "outdated" : "away"; // not connected: asked again when it is
      }
    },
    async push(push, signal) {
      try {
        const response = await ask(PATH, {
          method: "POST",
          headers: { ...headers(), "Content-Type": "application/json" },
          body: JSON.stringify(push),
          signal,
        });
        if (response.ok) return "taken";
        if (response.status === HTTP_CONFLICT) {
          const { now } = (await response.json()) as { now?: unknown };
          const ms = typeof now === "string" ? Date.parse(now) : Number.NaN;
          return Number.isFinite(ms) ? { aheadOf: ms } : "away";
        }
        return response.status === 400 || response.status === 413 ? "refused" : troubleOf(response.status);
      } catch {
        signal.throwIfAborted();
        return "away";
      }
    },
  };
}
