/** A device that exchanged a code for a token of its own. */
export interface Device {
  id: string;
  /** What it called itself; may be empty. */
  name: string;
  /** SHA-256 of its token in hexadecimal: the token itself is on the device alone. */
  tokenHash: string;
  createdAt: Date;
  lastSeenAt: Date;
}

export type Redeemed = "paired" | "used" | "expired" | "unknown";

/** What pairing keeps. A promise that resolves to a write means it is on disk. Every method rejects with a StoreError. */
export interface PairingStore {
  /** @param hash SHA-256 of the code in hexadecimal */
  addCode(hash: string, expiresAt: Date): Promise<void>;
  /** Spends the code and keeps the device, both or neither; of several at once one is `paired`. */
  redeem(codeHash: string, device: Device): Promise<Redeemed>;
  /** Oldest first. */
  devices(): Promise<Device[]>;
  markSeen(id: string, at: Date): Promise<void>;
  /** @returns whether it was there */
  removeDevice(id: string): Promise<boolean>;
  /** Forgets codes that expired before then. */
  forgetCodes(expiredBefore: Date): Promise<void>;
}
