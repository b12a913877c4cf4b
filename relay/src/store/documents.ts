import type { DocumentSummary, StoredChunk, StoredDocument } from "./port.ts";
import { type Row, type Sql, type Statement, statement, storable, storableJson } from "./sql.ts";

const SUMMARY =
  "doc_id, source, title, media_type, hash, embedding_version, pii_flag, pii_set_by, owner_scope, created_at, updated_at, bytes, pages, file_hash";
const CHUNK = "doc_id, ordinal, locator, start_at, end_at, body, hash";

type Head = Omit<StoredDocument, "text">;

const headOf = (row: Row): Head => ({
  docId: row.doc_id as string,
  source: row.source as string,
  title: row.title as string,
  mediaType: row.media_type as string,
  hash: row.hash as string,
  embeddingVersion: row.embedding_version as string | null,
  piiFlag: row.pii_flag as boolean,
  piiSetBy: row.pii_set_by as StoredDocument["piiSetBy"],
  ownerScope: row.owner_scope as string,
  createdAt: row.created_at as Date,
  updatedAt: row.updated_at as Date,
  // A driver may give a bigint as text.
  bytes: row.bytes === null ? null : Number(row.bytes),
  pages: row.pages as number | null,
  fileHash: row.file_hash as string | null,
});

const documentOf = (row: Row): StoredDocument => ({ ...headOf(row), text: row.body as string });

const chunkOf = (row: Row): StoredChunk => ({
  docId: row.doc_id as string,
  ordinal: row.ordinal as number,
  locator: row.locator as string,
  start: row.start_at as number,
  end: row.end_at as number,
  text: row.body as string,
  hash: row.hash as string,
});

/** All chunks in one statement: a long document has thousands. */
const insertChunks = (chunks: readonly StoredChunk[]): Statement =>
  statement(
    `INSERT INTO chunks (${CHUNK}) SELECT ${CHUNK} FROM jsonb_to_recordset($1::jsonb)
       AS c (doc_id text, ordinal integer, locator text, start_at integer, end_at integer, body text, hash text)`,
    storableJson(
      chunks.map(({ docId, ordinal, locator, start, end, text, hash }) => ({
        doc_id: docId,
        ordinal,
        locator,
        start_at: start,
        end_at: end,
        body: text,
        hash,
      })),
    ),
  );

export async function saveDocument(sql: Sql, document: StoredDocument, chunks: readonly StoredChunk[]): Promise<void> {
  await sql.run(
    statement(
      `INSERT INTO documents (${SUMMARY}, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       ON CONFLICT (doc_id) DO UPDATE SET source = excluded.source, title = excluded.title,
         media_type = excluded.media_type, hash = excluded.hash, embedding_version = excluded.embedding_version,
         pii_flag = excluded.pii_flag, pii_set_by = excluded.pii_set_by, owner_scope = excluded.owner_scope, updated_at = excluded.updated_at,
         bytes = excluded.bytes, pages = excluded.pages, file_hash = excluded.file_hash, body = excluded.body`,
      document.docId,
      storable(document.source),
      storable(document.title),
      document.mediaType,
      document.hash,
      document.embeddingVersion,
      document.piiFlag,
      document.piiSetBy,
      document.ownerScope,
      document.createdAt,
      document.updatedAt,
      document.bytes,
      document.pages,
      document.fileHash,
      storable(document.text),
    ),
    statement("DELETE FROM chunks WHERE doc_id = $1", document.docId),
    insertChunks(chunks),
  );
}

export async function documents(sql: Sql): Promise<DocumentSummary[]> {
  const [rows] = await sql.run(
    statement(
      `SELECT ${SUMMARY}, (SELECT count(*)::integer FROM chunks c WHERE c.doc_id = d.doc_id) AS chunks
       FROM documents d ORDER BY updated_at DESC, doc_id`,
    ),
  );
  return (rows ?? []).map((row) => ({ ...headOf(row), chunks: row.chunks as number }));
}

export async function document(sql: Sql, docId: string): Promise<StoredDocument | null> {
  const [rows] = await sql.run(statement(`SELECT ${SUMMARY}, body FROM documents WHERE doc_id = $1`, storable(docId)));
  return rows?.[0] === undefined ? null : documentOf(rows[0]);
}

export async function documentBySource(sql: Sql, source: string, ownerScope: string): Promise<StoredDocument | null> {
  const [rows] = await sql.run(
    statement(
      `SELECT ${SUMMARY}, body FROM documents WHERE source = $1 AND owner_scope = $2`,
      storable(source),
      ownerScope,
    ),
  );
  return rows?.[0] === undefined ? null : documentOf(rows[0]);
}

export async function markEmbedded(sql: Sql, docId: string, embeddingVersion: string | null): Promise<boolean> {
  const [rows] = await sql.run(
    statement(
      "UPDATE documents SET embedding_version = $2 WHERE doc_id = $1 RETURNING doc_id",
      storable(docId),
      embeddingVersion,
    ),
  );
  return rows?.length === 1;
}

export async function flagDocument(sql: Sql, docId: string, piiFlag: boolean): Promise<boolean> {
  const [rows] = await sql.run(
    statement(
      "UPDATE documents SET pii_flag = $2, pii_set_by = 'person' WHERE doc_id = $1 RETURNING doc_id",
      storable(docId),
      piiFlag,
    ),
  );
  return rows?.length === 1;
}

export async function deleteDocument(sql: Sql, docId: string): Promise<boolean> {
  const [rows] = await sql.run(statement("DELETE FROM documents WHERE doc_id = $1 RETURNING doc_id", storable(docId)));
  return rows?.length === 1;
}

export async function chunksOf(sql: Sql, docId: string): Promise<StoredChunk[]> {
  const [rows] = await sql.run(
    statement(`SELECT ${CHUNK} FROM chunks WHERE doc_id = $1 ORDER BY ordinal`, storable(docId)),
  );
  return (rows ?? []).map(chunkOf);
}
