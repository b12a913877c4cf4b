/** One-time codes and the devices that were paired with them (docs/protocol.md, "Pairing"). */
import * as v from "valibot";

/** Crockford's base 32: no I, L, O and U. 40 bits. */
export const PAIRING_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const PAIRING_CODE_LENGTH = 8;
export const PAIRING_CODE_VALID_FOR_MS = 600_000;
export const DEVICE_NAME_MAX_CHARACTERS = 60;
/** What goes before the code in an address's fragment. */
export const PAIRING_FRAGMENT = "#pair=";

const CODE = new RegExp(`^[${PAIRING_ALPHABET}]{${PAIRING_CODE_LENGTH}}$`);

/**
 * The code in what a person typed, pasted or scanned: in any case, with or without its dash, O for 0 and I or L for 1,
 * or a whole address that ends in it.
 * @returns undefined when there is none
 */
export function readPairingCode(text: string): string | undefined {
  const at = text.lastIndexOf(PAIRING_FRAGMENT);
  const bare = at < 0 ? text : text.slice(at + PAIRING_FRAGMENT.length);
  const code = bare.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return CODE.test(code) ? code : undefined;
}

/** As people read it: two groups of four. */
export const writePairingCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** Why a code was not taken: the member `reason` of the problem document. */
export const PAIRING_REFUSALS = ["malformed", "wrong", "used", "expired", "locked", "off"] as const;
export type PairingRefusal = (typeof PAIRING_REFUSALS)[number];

const device = v.object({
  id: v.string(),
  /** What the device called itself; may be empty. */
  name: v.string(),
  created_at: v.string(),
  last_seen_at: v.string(),
  /** The one that asks. */
  this_device: v.boolean(),
});
export type PairedDevice = v.InferOutput<typeof device>;

const paired = v.object({ token: v.pipe(v.string(), v.minLength(16)) });
const refused = v.object({ reason: v.picklist(PAIRING_REFUSALS) });
const devices = v.object({
  /** `off`: the relay pairs no devices, and `devices` is empty. */
  pairing: v.picklist(["on", "off"]),
  devices: v.array(device),
});
export type PairedDevices = v.InferOutput<typeof devices>;
const code = v.object({
  code: v.string(),
  expires_at: v.string(),
  /** The origin a new device opens, with the code in the fragment; null where the relay knows none. */
  url: v.nullable(v.string()),
  /** Where it installs the relay's certificate authority first: an origin, and the SHA-256; null where none is needed. */
  setup: v.nullable(v.object({ url: v.string(), fingerprint: v.string() })),
});
export type PairingCode = v.InferOutput<typeof code>;

/** @returns the device's token; undefined when `value` is no such answer */
export function parsePaired(value: unknown): string | undefined {
  const result = v.safeParse(paired, value);
  return result.success ? result.output.token : undefined;
}

/** @returns undefined when `value` is no such answer */
export function parsePairingRefusal(value: unknown): PairingRefusal | undefined {
  const result = v.safeParse(refused, value);
  return result.success ? result.output.reason : undefined;
}

/** @returns undefined when `value` is no such answer */
export function parseDevices(value: unknown): PairedDevices | undefined {
  const result = v.safeParse(devices, value);
  return result.success ? result.output : undefined;
}

/** @returns undefined when `value` is no such answer */
export function parsePairingCode(value: unknown): PairingCode | undefined {
  const result = v.safeParse(code, value);
  return result.success ? result.output : undefined;
}
