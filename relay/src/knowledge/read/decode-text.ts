/** Reads text out of bytes that may be anything. */

import { MAX_TEXT_CHARACTERS, type ReadRefusal } from "./refusal.ts";

export type DecodedText =
  | { ok: true; text: string }
  | { ok: false; reason: Extract<ReadRefusal, "unknown" | "empty" | "too-long"> };

/** Marks of the Encoding Standard's "BOM sniff". */
const MARKS: readonly [label: string, mark: readonly number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16be", [0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
];
/** Tried when the bytes are not UTF-8; the one that gives the most ordinary Japanese or Korean is taken. */
const LEGACY = ["shift_jis", "euc-jp", "euc-kr"];

/** C0 controls but tab, line feed, vertical tab, form feed, carriage return; and DEL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\x00-\x08\x0e-\x1f\x7f]/;

function decodeAs(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** How ordinary a text looks, per character: what people write in kana, Hangul and common kanji, against the odd. */
function plausibility(text: string): number {
  const ordinary = text.match(/[\u3041-\u30ff\uac00-\ud7a3、。ー]/g)?.length ?? 0;
  const kanji = text.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  const odd = text.match(/[\uff61-\uff9f\ue000-\uf8ff\u3131-\u318e\u0080-\u024f\u0370-\u04ff]/g)?.length ?? 0;
  return (ordinary + kanji / 2 - odd * 2) / Math.max(1, text.length);
}

function decodeAny(bytes: Uint8Array, declared: string | undefined): string | undefined {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return decodeAs(marked[0], bytes);
  if (declared !== undefined) {
    const text = decodeAs(declared, bytes);
    if (text !== undefined) return text;
  }
  const utf8 = decodeAs("utf-8", bytes);
  if (utf8 !== undefined) return utf8;
  return LEGACY.flatMap((label) => decodeAs(label, bytes) ?? []).sort((a, b) => plausibility(b) - plausibility(a))[0];
}

/** @param declared the encoding's label where the sender named one; believed when the bytes fit it */
export function decodeText(bytes: Uint8Array, declared?: string, mostCharacters = MAX_TEXT_CHARACTERS): DecodedText {
  const text = decodeAny(bytes, declared);
  if (text === undefined) return { ok: false, reason: "unknown" };
  if (CONTROL.test(text)) return { ok: false, reason: "unknown" };
  if (text.trim() === "") return { ok: false, reason: "empty" };
  if (text.length > mostCharacters) return { ok: false, reason: "too-long" };
  return { ok: true, text };
}
