/** What is kept of a ticket (docs/protocol.md, "Reception screens"). Every method rejects with a StoreError. */
export type Taken = { outcome: "taken"; sessionId: string } | { outcome: "unknown" | "used" | "expired" };

export interface HandoffStore {
  /** @param hash SHA-256 of the ticket in hexadecimal */
  add(hash: string, sessionId: string, expiresAt: Date): Promise<void>;
  /** Spends the ticket; of several at once one is `taken`. */
  take(hash: string, now: Date): Promise<Taken>;
  /** @returns undefined when there is no such ticket */
  find(hash: string): Promise<{ taken: boolean; expiresAt: Date } | undefined>;
  /** It opens nothing any more. */
  drop(hash: string): Promise<void>;
  /** Forgets those that expired before then. */
  forget(expiredBefore: Date): Promise<void>;
}
