/** Byte 26 of an Ogg page counts its segments; their lengths follow, then the payload (RFC 3533, section 6). */
const SEGMENT_COUNT = 26;

/**
 * A copy of the payload of a page that holds one whole packet.
 * @returns undefined when the bytes are no such page
 */
export function oggPayload(page: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const segments = page[SEGMENT_COUNT];
  if (segments === undefined) return undefined;
  const payload = page.slice(SEGMENT_COUNT + 1 + segments) as Uint8Array<ArrayBuffer>;
  return payload.length === 0 ? undefined : payload;
}
