import { MOST } from "./limits.ts";
import { RefusedFile } from "./refused.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Nesting of the brackets outside of strings. Read before `JSON.parse`, whose results are walked by recursion later. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return deepest;
}

/** Names that mean something to JavaScript and nothing to glTF. */
const POISON = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses a document that nobody vouches for: bounded in size and depth, every number finite.
 * @throws RefusedFile `too-large`, `damaged`
 */
export function parseUntrusted(bytes: Uint8Array): unknown {
  if (bytes.byteLength > MOST.jsonBytes) throw new RefusedFile("too-large", "JSON");
  if (depthOf(bytes) > MOST.jsonDepth) throw new RefusedFile("damaged", "JSON depth");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return JSON.parse(text, (key, value: unknown) => {
      if (POISON.has(key)) return undefined;
      if (typeof value === "number" && !Number.isFinite(value)) throw new RefusedFile("damaged", `${key}: no number`);
      return value;
    });
  } catch (cause) {
    if (cause instanceof RefusedFile) throw cause;
    throw new RefusedFile("damaged", "JSON", { cause });
  }
}
