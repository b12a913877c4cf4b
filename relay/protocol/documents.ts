/** The person's documents: answers of `/api/v1/rag/…` (docs/protocol.md, "HTTP beside it"). */
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const document = v.object({
  doc_id: v.string(),
  /** A file's name or an address. */
  source: v.string(),
  title: v.string(),
  media_type: v.string(),
  chunks: count,
  /** Null where it is not known. */
  bytes: v.nullable(count),
  pages: v.nullable(count),
  /** Null: found by its words only. */
  embedding_version: v.nullable(v.string()),
  /** 0 to 1 while it is being indexed, else null; absent from the answer to an upload. */
  progress: v.optional(v.nullable(v.number()), null),
  /** Whether personal data was found in it, or the person says that it holds some. */
  pii_flag: v.optional(v.boolean(), false),
  /** RFC 3339. */
  updated_at: v.string(),
});
export type DocumentStatus = v.InferOutput<typeof document>;

const documents = v.object({ documents: v.array(document) });

/** @returns undefined when `value` is no list of documents */
export function parseDocuments(value: unknown): readonly DocumentStatus[] | undefined {
  const result = v.safeParse(documents, value);
  return result.success ? result.output.documents : undefined;
}

const refused = v.object({ refused: v.array(v.object({ name: v.string(), reason: v.string() })) });
export type RefusedFile = v.InferOutput<typeof refused>["refused"][number];

/** What of an upload was not read, beside what was: a part of an archive. @returns empty where `value` names none */
export function parseRefusedFiles(value: unknown): readonly RefusedFile[] {
  const result = v.safeParse(refused, value);
  return result.success ? result.output.refused : [];
}

const documentText = v.object({
  doc_id: v.string(),
  title: v.string(),
  media_type: v.string(),
  /** UTF-16 code units: where `text` stands, and how long the whole is. */
  start: count,
  end: count,
  length: count,
  text: v.string(),
  updated_at: v.string(),
});
export type DocumentText = v.InferOutput<typeof documentText>;

/** @returns undefined when `value` is no part of a document */
export function parseDocumentText(value: unknown): DocumentText | undefined {
  const result = v.safeParse(documentText, value);
  return result.success ? result.output : undefined;
}

const found = v.object({
  passages: v.array(
    v.object({
      n: count,
      doc_id: v.string(),
      title: v.string(),
      locator: v.string(),
      text: v.string(),
      start: v.optional(count),
      end: v.optional(count),
    }),
  ),
});
export type FoundPassage = v.InferOutput<typeof found>["passages"][number];

/** @returns best first; undefined when `value` is no list of passages */
export function parseFoundPassages(value: unknown): readonly FoundPassage[] | undefined {
  const result = v.safeParse(found, value);
  return result.success ? result.output.passages : undefined;
}
