/** `/rag/…` of docs/protocol.md, "HTTP beside it". */
import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { problem } from "../problem.ts";
import type { DocumentSummary, StoredChunk } from "../store/port.ts";
import { storeProblem } from "../store-problem.ts";
import { baseName, pathLabel } from "./base-name.ts";
import { type FetchRules, fetchPage, PageError } from "./fetch-page.ts";
import type { Knowledge, NewDocument } from "./knowledge.ts";
import { piiRoute } from "./pii-route.ts";
import type { ReadResult } from "./read/read-document.ts";
import type { Reader } from "./read/reader.ts";
import { REFUSALS } from "./read/refusal.ts";
import { textRoute } from "./text-route.ts";

export interface KnowledgeLimits {
  /** Of all files of one request together. */
  maxUploadBytes: number;
  /** How addresses are resolved and judged; the public internet when absent. */
  fetch?: Omit<FetchRules, "maxBytes">;
}

/** Room for multipart boundaries and headers beside the files. */
const ENVELOPE_BYTES = 64 * 1024;
const MAX_TOP_K = 50;
const DEFAULT_TOP_K = 5;
const MAX_QUERY_CHARACTERS = 8000;

const documentJson = ({ docId, source, title, mediaType, hash, chunks, bytes, pages, ...rest }: DocumentSummary) => ({
  doc_id: docId,
  source,
  title,
  media_type: mediaType,
  hash,
  chunks,
  bytes,
  pages,
  file_hash: rest.fileHash,
  embedding_version: rest.embeddingVersion,
  pii_flag: rest.piiFlag,
  owner_scope: rest.ownerScope,
  created_at: rest.createdAt.toISOString(),
  updated_at: rest.updatedAt.toISOString(),
});

const chunkJson = ({ ordinal, locator, start, end, text }: StoredChunk) => ({ ordinal, locator, start, end, text });

const badRequest = (field: string, expected: string): Response =>
  problem(400, "Bad request", `${field}: ${expected}`, { field });
const unprocessable = (field: string, reason: string, detail: string): Response =>
  problem(422, "Cannot be indexed", detail, { field, reason });
const noSuchDocument = (): Response => problem(404, "Not found", "There is no such document.");
const tooLarge = (maxBytes: number): Response =>
  problem(413, "Too large", `At most ${maxBytes} bytes are taken at a time.`, { max_bytes: maxBytes });

/** A JSON object, or undefined. */
async function jsonObject(context: Context): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = await context.req.json();
    return typeof body === "object" && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

interface Read {
  documents: NewDocument[];
  refused: ReadResult["refused"];
}

const detailOf = ({ name, reason }: Read["refused"][number]): string => `${name}: ${REFUSALS[reason]}`;

export function knowledgeRoutes(knowledge: Knowledge, reader: Reader, limits: KnowledgeLimits): Hono {
  const { maxUploadBytes } = limits;
  const app = new Hono();
  app.onError(storeProblem);

  /** Keeps what could be read; when nothing could, the request fails for the first file's reason. */
  async function indexAll(context: Context, { documents, refused }: Read, field: string): Promise<Response> {
    const [first] = refused;
    if (documents.length === 0 && first !== undefined) return unprocessable(field, first.reason, detailOf(first));
    const indexed = await knowledge.indexAll(documents, context.req.raw.signal);
    return context.json({
      documents: indexed.documents.map(documentJson),
      embedded: indexed.embedded,
      refused: refused.map((each) => ({ ...each, detail: REFUSALS[each.reason] })),
    });
  }

  async function indexFiles(context: Context): Promise<Response> {
    let form: FormData;
    try {
      form = await context.req.formData();
    } catch {
      return badRequest("body", "expected multipart/form-data");
    }
    const files = form.getAll("file").filter((entry) => typeof entry !== "string");
    if (files.length === 0) return badRequest("file", "expected one file or more");
    if (files.reduce((sum, { size }) => sum + size, 0) > maxUploadBytes) return tooLarge(maxUploadBytes);
    const paths = form.getAll("path").map(String);
    if (paths.length !== 0 && paths.length !== files.length) return badRequest("path", "expected none, or one a file");
    const all: Read = { documents: [], refused: [] };
    for (const [place, file] of files.entries()) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const fileHash = createHash("sha256").update(bytes).digest("hex");
      const label = pathLabel(paths[place] ?? "") || baseName(file.name);
      const result = await reader.read(bytes, label, undefined, context.req.raw.signal);
      all.documents.push(...result.documents.map(({ name, ...rest }) => ({ ...rest, fileHash, source: name })));
      all.refused.push(...result.refused);
    }
    return indexAll(context, all, "file");
  }

  async function indexPage(context: Context): Promise<Response> {
    const url = (await jsonObject(context))?.url;
    if (typeof url !== "string") return badRequest("url", "expected an address");
    const { signal } = context.req.raw;
    try {
      const page = await fetchPage(url, { ...limits.fetch, maxBytes: maxUploadBytes }, signal);
      const name = baseName(decodePath(new URL(page.url).pathname));
      const { documents, refused } = await reader.read(page.bytes, name, page.charset, signal);
      const isOne = documents.length === 1;
      const found = documents.map(({ name: path, ...rest }) => ({
        ...rest,
        source: isOne ? page.url : `${page.url}#${path}`,
      }));
      return await indexAll(context, { documents: found, refused }, "url");
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      if (error.reason === "too-large") return tooLarge(maxUploadBytes);
      return unprocessable("url", error.reason, error.message);
    }
  }

  app.post(
    "/rag/index",
    bodyLimit({ maxSize: maxUploadBytes + ENVELOPE_BYTES, onError: () => tooLarge(maxUploadBytes) }),
    (context) => {
      const type = context.req.header("Content-Type") ?? "";
      if (/^multipart\/form-data\b/i.test(type)) return indexFiles(context);
      if (/^application\/json\b/i.test(type)) return indexPage(context);
      return badRequest("Content-Type", "expected multipart/form-data or application/json");
    },
  );

  app.get("/rag/documents", async (context) =>
    context.json({
      documents: (await knowledge.documents()).map((document) => ({
        ...documentJson(document),
        progress: knowledge.progressOf(document.docId),
      })),
      catching_up: knowledge.catchingUp(),
    }),
  );

  app.get("/rag/documents/:doc_id", async (context) => {
    const document = await knowledge.document(context.req.param("doc_id"));
    if (document === null) return noSuchDocument();
    return context.json({ ...documentJson(document), passages: document.passages.map(chunkJson) });
  });

  app.route("/", textRoute(knowledge));
  app.route("/", piiRoute(knowledge));

  app.delete("/rag/documents/:doc_id", async (context) =>
    (await knowledge.remove(context.req.param("doc_id"))) ? context.body(null, 204) : noSuchDocument(),
  );

  app.post("/rag/documents/:doc_id/move", async (context) => {
    const source = pathLabel(String((await jsonObject(context))?.source ?? ""));
    if (source === "") return badRequest("source", "expected the document's new place");
    const moved = await knowledge.move(context.req.param("doc_id"), source);
    if (moved === null) return noSuchDocument();
    if (moved === "taken") return problem(409, "Taken", "Another document has this source.", { field: "source" });
    return context.json(documentJson(moved));
  });

  app.post("/rag/documents/:doc_id/reindex", async (context) => {
    const document = await knowledge.reindex(context.req.param("doc_id"), context.req.raw.signal);
    return document === null ? noSuchDocument() : context.json(documentJson(document));
  });

  app.post(
    "/rag/search",
    bodyLimit({ maxSize: ENVELOPE_BYTES, onError: () => tooLarge(ENVELOPE_BYTES) }),
    async (context) => {
      const { query, top_k: topK = DEFAULT_TOP_K } = (await jsonObject(context)) ?? {};
      if (typeof query !== "string" || query.trim() === "" || query.length > MAX_QUERY_CHARACTERS) {
        return badRequest("query", `expected 1 to ${MAX_QUERY_CHARACTERS} characters`);
      }
      if (typeof topK !== "number" || !Number.isInteger(topK) || topK < 1 || topK > MAX_TOP_K) {
        return badRequest("top_k", `expected 1 to ${MAX_TOP_K}`);
      }
      const passages = await knowledge.search(query, { topK, language: "auto" }, context.req.raw.signal);
      return context.json({ passages: passages.map(({ docId, ...passage }) => ({ ...passage, doc_id: docId })) });
    },
  );

  return app;
}

/** A path as people read it; as it stands when its escapes are not UTF-8. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
