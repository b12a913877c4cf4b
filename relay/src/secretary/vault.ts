/** Seals what the store has to give back in plain, such as the password of a calendar: its backups hold nothing readable. */
import { createCipheriv, createDecipheriv } from "node:crypto";
import path from "node:path";
import { EnvironmentError } from "../env.ts";
import { keepSecret } from "../kept-secret.ts";
import type { Log } from "../log.ts";

const NAME = "calendar-key";
const KEY_BYTES = 32;
/** NIST SP 800-38D, sections 5.2.1.1 and 8.2.1. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MARK = "sealed:1:";

type RandomBytes = (count: number) => Uint8Array;

/** AES-256-GCM with a key of its own (NIST SP 800-38D). */
export class Vault {
  readonly #key: Uint8Array;
  readonly #randomBytes: RandomBytes;

  /** @param key 32 bytes @param randomBytes cryptographically strong */
  constructor(key: Uint8Array, randomBytes: RandomBytes) {
    this.#key = key;
    this.#randomBytes = randomBytes;
  }

  isSealed(text: string): boolean {
    return text.startsWith(MARK);
  }

  seal(text: string): string {
    const nonce = this.#randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return MARK + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
  }

  /** @returns undefined for what another key sealed, or what is damaged */
  open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed.slice(MARK.length), "base64url");
    if (!this.isSealed(sealed) || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    } catch {
      return undefined; // its tag does not fit
    }
  }
}

/**
 * The vault whose key is `DATA_DIR/calendar-key`, which only its owner may read; made when it is not there. Relays that
 * share the folder share the key. Where the folder takes no file, the key lasts as long as the relay, which is logged.
 * @throws EnvironmentError when the file holds something else
 */
export async function openVault(dataDirectory: string, randomBytes: RandomBytes, log: Log): Promise<Vault> {
  const file = path.join(dataDirectory, NAME);
  try {
    const made = (): string => Buffer.from(randomBytes(KEY_BYTES)).toString("base64url");
    return new Vault(keyOf(await keepSecret(file, made, randomBytes), file), randomBytes);
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    log.warn("the key of calendar passwords cannot be kept: after the next start they have to be given again", {
      error,
    });
    return new Vault(randomBytes(KEY_BYTES), randomBytes);
  }
}

function keyOf(text: string, file: string): Uint8Array {
  const key = Buffer.from(text, "base64url");
  if (key.length === KEY_BYTES) return key;
  const expected = `${file} holds no key. Put it back from a copy; or delete it, and add the calendars with passwords again`;
  throw new EnvironmentError([{ field: "DATA_DIR", expected }]);
}
