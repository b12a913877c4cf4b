export interface ByteRange {
  /** The first byte, from 0. */
  start: number;
  /** The last byte, included. */
  end: number;
}

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The one range that a `Range` header asks for (RFC 9110, section 14.2).
 * @param bytes the length of the whole
 * @returns undefined for the whole, also when several ranges or other units are asked for; null when no byte of it is there
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | null | undefined {
  const [, first = "", last = ""] = ONE_RANGE.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "")
    return last === "0" || bytes === 0 ? null : { start: Math.max(0, bytes - Number(last)), end: bytes - 1 };
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  const end = last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return start >= bytes ? null : { start, end };
}
