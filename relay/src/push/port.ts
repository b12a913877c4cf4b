/** What is kept of Web Push (docs/protocol.md, "Push"). Every method rejects with a StoreError. */
import type { SpokenLanguage } from "../speech/language.ts";

/** A browser's PushSubscription (Push API, section 8). */
export interface Subscription {
  /** SHA-256 of `endpoint` in hexadecimal. */
  id: string;
  /** Whoever knows it and the keys may push: it is told to nobody. */
  endpoint: string;
  /** The browser's public key, base64url of an uncompressed P-256 point. */
  p256dh: string;
  /** base64url of 16 bytes (RFC 8291, section 3.2). */
  auth: string;
  language: SpokenLanguage;
  /** The paired device whose it is, and with which it is removed; null for the relay's own token. */
  deviceId: string | null;
  createdAt: Date;
}

export interface PushStore {
  /** Kept, or replaced where its id is known; beyond `most` the oldest goes. */
  save(subscription: Subscription, most: number): Promise<void>;
  /** Oldest first. */
  all(): Promise<readonly Subscription[]>;
  /**
   * The words are wanted in `language` from now on, by the paired device whose it was or, where it was nobody's,
   * `deviceId`: what was subscribed before its device was paired goes with it, too. @returns whether it is kept
   */
  renew(id: string, language: SpokenLanguage, deviceId: string | null): Promise<boolean>;
  /** @returns whether it was kept */
  remove(id: string): Promise<boolean>;
  /** Of several relays that ask for the same thing on the desk and due time, one is told yes, also beyond a restart. */
  claim(item: string): Promise<boolean>;
  /** Whether what was claimed has still to be told: it did not ring, nor was it ticked off, removed or put off. */
  isClaimed(item: string): Promise<boolean>;
}
