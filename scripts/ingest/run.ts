/** One pass over a folder: look, compare, send what is new, move, forget. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import { type KnownDocument, planOf } from "./plan.ts";
import { type FoundFile, filesBelow, hashed, type Selection } from "./walk.ts";

/** Of one request: many small files share one writing of the index. */
const FILES_AT_ONCE = 32;
/** While one is being embedded the next is being read. */
const REQUESTS_AT_ONCE = 2;
const BYTES_AT_ONCE = 8 * 1024 * 1024;

const listed = v.object({
  documents: v.array(v.object({ doc_id: v.string(), source: v.string(), file_hash: v.nullable(v.string()) })),
});
const answered = v.object({
  documents: v.array(v.object({ doc_id: v.string(), chunks: v.number() })),
  embedded: v.number(),
  refused: v.array(v.object({ name: v.string(), detail: v.string() })),
});
const refusal = v.looseObject({ detail: v.string() });

export interface Summary {
  files: number;
  unchanged: number;
  /** Files that gave at least one document. */
  read: number;
  documents: number;
  passages: number;
  embedded: number;
  moved: number;
  duplicates: number;
  forgotten: number;
  refused: { name: string; detail: string }[];
}

export interface Progress {
  phase: "looking" | "reading";
  done: number;
  /** Unknown while looking. */
  of: number | undefined;
  name: string;
}

export interface Pass {
  root: string;
  selection: Selection;
  prune: boolean;
  maxUploadBytes: number;
  request(route: string, init?: RequestInit): Promise<Response>;
  onProgress(progress: Progress): void;
}

/** The target did not do what was asked; the message is for people. */
export class TargetError extends Error {}

/**
 * What was sent stays when it is ended in the middle; the next pass goes on from there.
 * @throws TargetError, the file system's error for the folder itself, the signal's reason
 */
export async function ingest(pass: Pass, signal: AbortSignal): Promise<Summary> {
  const found: FoundFile[] = [];
  for await (const file of filesBelow(pass.root, pass.selection)) {
    pass.onProgress({ phase: "looking", done: found.length, of: undefined, name: file });
    const one = await hashed(file, signal);
    if (one !== undefined) found.push(one);
  }
  const known = (await ask(pass, "/rag/documents", listed, { signal })).documents.map(
    ({ doc_id: docId, source, file_hash: fileHash }): KnownDocument => ({ docId, source, fileHash }),
  );
  const plan = planOf(pass.root, found, known, existsSync);
  const summary: Summary = {
    ...{ files: found.length, unchanged: plan.unchanged.length, read: 0, documents: 0, passages: 0, embedded: 0 },
    ...{ moved: 0, duplicates: plan.duplicates.length, forgotten: 0, refused: [] },
  };
  for (const { docId, to } of plan.moved) {
    await ask(pass, `/rag/documents/${docId}/move`, v.unknown(), json({ source: to }, signal));
    summary.moved += 1;
  }
  let done = 0;
  const left = batches(plan.read);
  const sendAll = async (): Promise<void> => {
    for (const batch of left) {
      signal.throwIfAborted();
      pass.onProgress({ phase: "reading", done, of: plan.read.length, name: batch[0]?.path ?? "" });
      await send(pass, batch, known, summary, signal);
      done += batch.length;
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, sendAll));
  pass.onProgress({ phase: "reading", done, of: plan.read.length, name: "" });
  if (pass.prune) await prune(pass, found.length, plan.gone, summary, signal);
  return summary;
}

async function send(
  pass: Pass,
  batch: readonly FoundFile[],
  known: readonly KnownDocument[],
  summary: Summary,
  signal: AbortSignal,
): Promise<void> {
  const body = new FormData();
  for (const file of batch) {
    if (file.bytes > pass.maxUploadBytes) {
      summary.refused.push({ name: file.path, detail: `it is larger than MAX_UPLOAD_MB allows (${file.bytes} bytes)` });
      continue;
    }
    body.append("file", new File([await readFile(file.path)], path.basename(file.path)));
    body.append("path", file.path);
  }
  if (!body.has("file")) return;
  const response = await pass.request("/rag/index", { method: "POST", body, signal });
  if (response.status === 422 && batch.length > 1) {
    // None of them could be read; one by one each says why.
    for (const file of batch) await send(pass, [file], known, summary, signal);
    return;
  }
  if (response.status === 422) {
    const { detail } = v.parse(refusal, await response.json());
    summary.refused.push({ name: batch[0]?.path ?? "", detail: detail.replace(`${batch[0]?.path}: `, "") });
    return;
  }
  const { documents, embedded, refused } = await parsed(response, answered);
  summary.documents += documents.length;
  summary.passages += documents.reduce((sum, { chunks }) => sum + chunks, 0);
  summary.embedded += embedded;
  summary.refused.push(...refused);
  summary.read += batch.length - refused.filter(({ name }) => batch.some((file) => file.path === name)).length;
  // What an archive held before and holds no longer.
  const kept = new Set(documents.map(({ doc_id }) => doc_id));
  const ends = batch.map((file) => `${file.path}/`);
  const left = known.filter(({ docId, source }) => !kept.has(docId) && ends.some((end) => source.startsWith(end)));
  for (const { docId } of left) await forget(pass, docId, summary, signal);
}

async function prune(
  pass: Pass,
  files: number,
  gone: readonly KnownDocument[],
  summary: Summary,
  signal: AbortSignal,
): Promise<void> {
  if (files === 0 && gone.length > 0) {
    throw new TargetError(
      `${pass.root} holds no file that is asked for, so its ${gone.length} documents are kept: ` +
        "it may not be mounted. To forget them, remove them in the page.",
    );
  }
  for (const { docId } of gone) await forget(pass, docId, summary, signal);
}

async function forget(pass: Pass, docId: string, summary: Summary, signal: AbortSignal): Promise<void> {
  const response = await pass.request(`/rag/documents/${docId}`, { method: "DELETE", signal });
  if (!response.ok && response.status !== 404) throw await failed(response);
  summary.forgotten += 1;
}

function* batches(files: readonly FoundFile[]): Generator<FoundFile[]> {
  let batch: FoundFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (batch.length > 0 && (batch.length >= FILES_AT_ONCE || bytes + file.bytes > BYTES_AT_ONCE)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += file.bytes;
  }
  if (batch.length > 0) yield batch;
}

const json = (body: object, signal: AbortSignal): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  signal,
});

async function ask<Schema extends v.GenericSchema>(
  { request }: Pass,
  route: string,
  schema: Schema,
  init: RequestInit,
): Promise<v.InferOutput<Schema>> {
  return parsed(await request(route, init), schema);
}

async function parsed<Schema extends v.GenericSchema>(
  response: Response,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  if (!response.ok) throw await failed(response);
  return v.parse(schema, await response.json());
}

async function failed(response: Response): Promise<TargetError> {
  const parsedBody = v.safeParse(refusal, await response.json().catch(() => undefined));
  const why = parsedBody.success ? parsedBody.output.detail : "no reason was given";
  const next = response.status === 401 ? " Set RELAY_TOKEN to the relay's token." : "";
  return new TargetError(`The relay answered ${response.status}: ${why}${next}`);
}
