/**
 * What of a session outlives its relay, so that its client may resume at another one (docs/operations.md, "More than
 * one relay").
 *
 * - One relay holds a session at a time. The client's coming decides which: whoever gets its `start` takes the session
 *   and a token with it, higher than any before. Every write names its token, and one that is not the highest is
 *   refused: a relay that is only slow can change nothing any more once another has taken over, however late it
 *   wakes. Nobody waits for a lease to run out.
 * - An event is kept before it is sent, together with the state of the session at that instant: what a client has
 *   seen, the next relay knows. What was not kept was not seen and may be done differently.
 * - A turn's end is kept before it is written to the store, so that only the holder writes, and the next relay writes
 *   what the last one could not.
 * - Neither microphone packets nor assistant frames are kept: the client repeats open speech from `uplink_sequence`, and
 *   an answer whose text is whole is spoken on from where the client's last frame was. An answer whose text was not
 *   whole is begun again under its turn.
 *
 * A relay that stands alone has no log: its sessions live and end with the process, and no step of a turn waits.
 */
import type { Health } from "@hisho/providers/health.ts";

/** An event as it goes over the wire. */
export interface KeptEvent {
  n: number;
  json: string;
}

/** A whole session, or what is new of it. */
export interface SessionRecord {
  /** JSON of ./session-state.ts. */
  state: string;
  /** The oldest event that is still kept; those before it the client has acknowledged. */
  firstEvent: number;
  /** The highest number given. */
  lastEvent: number;
  /** In order, without gaps, up to `lastEvent`. */
  events: readonly KeptEvent[];
}

export type Taking =
  /** This relay holds it already, and nobody did in between. */
  | { as: "holder"; token: number }
  /** It holds it now and goes on with what was kept. */
  | { as: "heir"; token: number; record: SessionRecord }
  /** It holds it now; nothing was kept. */
  | { as: "first"; token: number }
  /** Another relay has the client's socket. Only where that was asked. */
  | { as: "elsewhere" };

/** `taken`: another relay holds the session; `gone`: the log has lost it, and needs it whole. */
export type Writing = "kept" | "taken" | "gone";

/** The log cannot be reached or does not take writes. What was to be written may or may not have been. */
export class SessionLogError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SessionLogError";
  }
}

/** Whoever holds a session here, told what becomes of it. */
export interface Holder {
  readonly token: number | null;
  /** Its client has a socket here. */
  readonly connected: boolean;
  /** Another relay has taken it. */
  taken(): void;
  /** The log has lost it. */
  gone(): void;
  /** The log answers again, or still. */
  renewed(): void;
}

/** Writes to one session are done in the order they were made. Every method but `close` rejects with a SessionLogError. */
export interface SessionLog {
  /**
   * @param token under which this relay holds the session; null when it does not
   * @param unlessConnected another relay keeps it while the client's socket is open there
   */
  take(sessionId: string, token: number | null, unlessConnected: boolean): Promise<Taking>;
  /** Adds events and replaces the state. */
  append(sessionId: string, token: number, added: SessionRecord, connected: boolean): Promise<Writing>;
  /** Writes all of it anew. */
  replace(sessionId: string, token: number, whole: SessionRecord, connected: boolean): Promise<Writing>;
  /** The session is over. */
  drop(sessionId: string, token: number): Promise<void>;
  /** @returns ends it */
  hold(sessionId: string, holder: Holder): () => void;
  /** Tells every relay that the person has deleted the conversation. */
  forget(sessionId: string): Promise<void>;
  /** @param listener told of what was deleted by way of any relay */
  onForgotten(listener: (sessionId: string) => void): void;
  /** It does not answer: the relay goes on alone. */
  readonly away: boolean;
  /** `degraded` while sessions could not go on elsewhere. */
  health(): Health;
  close(): void;
}
