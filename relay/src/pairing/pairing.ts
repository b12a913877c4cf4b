/** One-time codes become tokens of devices; tokens become devices again at every request. */
import { createHash } from "node:crypto";
import {
  DEVICE_NAME_MAX_CHARACTERS,
  PAIRING_ALPHABET,
  PAIRING_CODE_LENGTH,
  PAIRING_CODE_VALID_FOR_MS,
} from "@hisho/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { GuessLimit } from "./guess-limit.ts";
import type { Device, PairingStore } from "./port.ts";

/** 256 bits. */
const TOKEN_BYTES = 32;
const DEVICE_ID_BYTES = 9;
/** A code is told apart from a wrong one for so long after it expired. */
const CODE_REMEMBERED_MS = 24 * 3_600_000;
/** What another relay on the same store paired or revoked is known here after so long. */
const REFRESH_EVERY_MS = 10_000;
/** A token that is not known may be of a device that another relay paired just now: asked so often at most. */
const REFRESH_AT_MOST_EVERY_MS = 1_000;
const SEEN_EVERY_MS = 60_000;

export interface PairingParts {
  store: PairingStore;
  clock: Clock;
  log: Log;
  /** Cryptographically strong. */
  randomBytes: (count: number) => Uint8Array;
}

export interface NewCode {
  code: string;
  expiresAt: Date;
}

export type PairingOutcome =
  | { outcome: "paired"; token: string; device: Device }
  | { outcome: "wrong" | "used" | "expired" }
  /** Too many wrong codes from there. */
  | { outcome: "locked"; waitMs: number };

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A device's own name for itself, made harmless for terminals and lists. */
const cleanName = (name: string): string =>
  name
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, DEVICE_NAME_MAX_CHARACTERS);

export class Pairing {
  readonly #parts: PairingParts;
  readonly #limit: GuessLimit;
  /** Ids come once: whoever is in here is gone, whatever a list that was asked for earlier says. */
  readonly #revoked = new Set<string>();
  readonly #onRevoked = new Set<(deviceId: string) => void>();
  /** By the hash of the token: looking up a hash of 256 bits tells nothing through its time. */
  #devices = new Map<string, Device>();
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #refreshing: Promise<void> | undefined;
  #cancelRefresh = (): void => {};
  readonly #noting = new Set<Promise<void>>();
  #closed = false;

  private constructor(parts: PairingParts) {
    this.#parts = parts;
    this.#limit = new GuessLimit(parts.clock);
  }

  /** @throws StoreError */
  static async open(parts: PairingParts): Promise<Pairing> {
    const pairing = new Pairing(parts);
    await parts.store.forgetCodes(new Date(parts.clock.date().getTime() - CODE_REMEMBERED_MS));
    await pairing.#read();
    pairing.#keepFresh();
    return pairing;
  }

  /** A fresh code. Earlier ones stay valid until they are used or expire. @throws StoreError */
  async newCode(): Promise<NewCode> {
    const { clock, randomBytes, store } = this.#parts;
    const code = Array.from(randomBytes(PAIRING_CODE_LENGTH), (byte) => PAIRING_ALPHABET[byte % 32]).join("");
    const expiresAt = new Date(clock.date().getTime() + PAIRING_CODE_VALID_FOR_MS);
    await store.addCode(sha256(code), expiresAt);
    return { code, expiresAt };
  }

  /**
   * Exchanges a code for a device's token.
   * @param code as `readPairingCode` gives it
   * @param address where it came from; wrong codes are counted by it
   * @throws StoreError
   */
  async pair(code: string, name: string, address: string): Promise<PairingOutcome> {
    const { clock, log, randomBytes, store } = this.#parts;
    const waitMs = this.#limit.waitMs(address);
    if (waitMs > 0) return { outcome: "locked", waitMs };
    const token = Buffer.from(randomBytes(TOKEN_BYTES)).toString("base64url");
    const now = clock.date();
    const id = Buffer.from(randomBytes(DEVICE_ID_BYTES)).toString("base64url");
    const device: Device = { id, name: cleanName(name), tokenHash: sha256(token), createdAt: now, lastSeenAt: now };
    // Counted before the store is asked: a hundred guesses at once are a hundred guesses.
    this.#limit.count(address);
    const redeemed = await store.redeem(sha256(code), device);
    if (redeemed !== "paired") {
      log.warn("a pairing code was refused", { outcome: redeemed });
      return { outcome: redeemed === "unknown" ? "wrong" : redeemed };
    }
    this.#limit.takeBack(address);
    this.#devices.set(device.tokenHash, device);
    log.info("a device was paired", { device: id });
    return { outcome: "paired", token, device };
  }

  /** The device whose token that is; undefined for any other text. Never rejects: what was known last still counts. */
  async identify(token: string): Promise<string | undefined> {
    const hash = sha256(token);
    if (!this.#devices.has(hash) && this.#parts.clock.now() - this.#refreshedAt >= REFRESH_AT_MOST_EVERY_MS) {
      await this.#refresh();
    }
    const device = this.#devices.get(hash);
    if (device !== undefined) this.#see(device);
    return device?.id;
  }

  /** Oldest first. */
  list(): readonly Device[] {
    return [...this.#devices.values()].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }

  /** Its token is refused from now on. @returns whether there was such a device @throws StoreError */
  async revoke(deviceId: string): Promise<boolean> {
    const was = await this.#parts.store.removeDevice(deviceId);
    for (const { id, tokenHash } of this.list()) {
      if (id !== deviceId) continue;
      this.#devices.delete(tokenHash);
      this.#tell(id);
    }
    return was;
  }

  /** @returns a function that takes the listener back */
  onRevoked(listener: (deviceId: string) => void): () => void {
    this.#onRevoked.add(listener);
    return () => void this.#onRevoked.delete(listener);
  }

  /** Resolves once the store is no longer asked. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRefresh();
    await Promise.all([this.#refreshing, ...this.#noting]);
  }

  #tell(deviceId: string): void {
    this.#revoked.add(deviceId);
    this.#parts.log.info("a device was revoked", { device: deviceId });
    for (const listener of this.#onRevoked) listener(deviceId);
  }

  #see(device: Device): void {
    const { clock, log, store } = this.#parts;
    const now = clock.date();
    if (this.#closed || now.getTime() - device.lastSeenAt.getTime() < SEEN_EVERY_MS) return;
    device.lastSeenAt = now;
    const noting = store
      .markSeen(device.id, now)
      .catch((error: unknown) => log.warn("a device's last use was not noted", { error }))
      .finally(() => this.#noting.delete(noting));
    this.#noting.add(noting);
  }

  #keepFresh(): void {
    if (this.#closed) return;
    this.#cancelRefresh = this.#parts.clock.after(REFRESH_EVERY_MS, () => {
      void this.#refresh().then(() => this.#keepFresh());
    });
  }

  #refresh(): Promise<void> {
    this.#refreshing ??= this.#read()
      .catch((error: unknown) => this.#parts.log.warn("the list of devices could not be read again", { error }))
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }

  async #read(): Promise<void> {
    this.#refreshedAt = this.#parts.clock.now();
    const before = [...this.#devices.values()];
    const devices = await this.#parts.store.devices();
    const now = new Map(devices.filter(({ id }) => !this.#revoked.has(id)).map((device) => [device.tokenHash, device]));
    // Paired while the list was on its way.
    for (const [hash, device] of this.#devices) if (!before.includes(device)) now.set(hash, device);
    this.#devices = now;
    for (const { tokenHash, id } of before) if (!now.has(tokenHash)) this.#tell(id);
  }
}
