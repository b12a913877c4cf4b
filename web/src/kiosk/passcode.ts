/** The operator's passcode: only its salted hash is kept, and wrong ones are slowed (PBKDF2, RFC 8018 section 5.2). */
const ITERATIONS = 210_000;
const SALT_BYTES = 16;
const HASH_BITS = 256;
/** So many wrong ones in a row are free. */
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Digits only: a kiosk has a pad and no keyboard. */
export const PASSCODE_PATTERN = /^\d{4,12}$/;

export interface Passcode {
  /** Hexadecimal. */
  salt: string;
  hash: string;
  iterations: number;
}

export function isPasscode(value: unknown): value is Passcode {
  if (typeof value !== "object" || value === null) return false;
  const { salt, hash, iterations } = value as Record<string, unknown>;
  return (
    typeof salt === "string" &&
    /^[0-9a-f]{32}$/.test(salt) &&
    typeof hash === "string" &&
    /^[0-9a-f]{64}$/.test(hash) &&
    typeof iterations === "number" &&
    Number.isInteger(iterations) &&
    iterations >= 1 &&
    iterations <= 10_000_000
  );
}

/** What is hashed with: `crypto.subtle`, absent on insecure origins. */
export type Subtle = Pick<SubtleCrypto, "importKey" | "deriveBits">;

/** @throws RangeError when it is not four to twelve digits */
export async function newPasscode(
  digits: string,
  subtle: Subtle,
  randomBytes: (count: number) => Uint8Array,
): Promise<Passcode> {
  if (!PASSCODE_PATTERN.test(digits)) throw new RangeError("passcode: expected 4 to 12 digits");
  const salt = hex(randomBytes(SALT_BYTES));
  return { salt, hash: await derive(digits, salt, ITERATIONS, subtle), iterations: ITERATIONS };
}

export async function isRight(digits: string, kept: Passcode, subtle: Subtle): Promise<boolean> {
  return (await derive(digits, kept.salt, kept.iterations, subtle)) === kept.hash;
}

/** Wrong ones in a row, and when the last was. */
export interface Tries {
  wrong: number;
  /** Wall time, ms: it outlives the page. */
  lastMs: number;
}

/** How long the next try has to wait, ms; 0 when it may. A clock that was set back waits no longer than the longest. */
export function waitMs({ wrong, lastMs }: Tries, nowMs: number): number {
  if (wrong < FREE_TRIES) return 0;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, wrong - FREE_TRIES));
  return Math.min(wait, Math.max(0, lastMs + wait - nowMs));
}

async function derive(digits: string, salt: string, iterations: number, subtle: Subtle): Promise<string> {
  const key = await subtle.importKey("raw", new TextEncoder().encode(digits), "PBKDF2", false, ["deriveBits"]);
  const bytes = Uint8Array.from(salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const bits = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes, iterations }, key, HASH_BITS);
  return hex(new Uint8Array(bits));
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
