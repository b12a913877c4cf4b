import { decodeText, type TextRefusal } from "./decode-text.ts";
import type { NewDocument } from "./knowledge.ts";
import { headingsOf } from "./split.ts";

const MAX_NAME_CHARACTERS = 255;

export type Upload = { ok: true; document: NewDocument } | { ok: false; reason: TextRefusal };

/** The last part of a file's name, whatever its sender's path looked like. */
export function baseName(name: string): string {
  const base = name.split(/[/\\]/).at(-1)?.trim() ?? "";
  return (base === "" ? "untitled" : base).slice(0, MAX_NAME_CHARACTERS);
}

/** A document from what it holds: its name says neither its kind nor its encoding. @param source where it comes from */
export function documentFrom(bytes: Uint8Array, source: string, name: string, declared?: string): Upload {
  const decoded = decodeText(bytes, declared);
  if (!decoded.ok) return decoded;
  const { text } = decoded;
  const headings = headingsOf(text);
  const first = headings.find(({ level }) => level === 1);
  const title = (first?.title ?? name).slice(0, MAX_NAME_CHARACTERS);
  const mediaType = headings.length > 0 ? "text/markdown" : "text/plain";
  return { ok: true, document: { source, title, text, mediaType } };
}
