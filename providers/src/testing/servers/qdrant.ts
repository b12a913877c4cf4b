import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";
import { readJson, sendJson } from "./body.ts";
import { type Fault, withFault } from "./faults.ts";
import { type Listening, listen } from "./listen.ts";
import { type AskedRequest, record } from "./openai-api.ts";

export interface QdrantServerOptions {
  /** Asked for in the header `api-key` when given. */
  apiKey?: string;
  fault?: Fault | ((request: IncomingMessage) => Fault | undefined);
}

interface Point {
  id: string | number;
  vector: readonly number[];
  payload: unknown;
}

export interface QdrantCollection {
  readonly size: number;
  readonly distance: string;
  readonly points: Map<string | number, Point>;
}

export interface QdrantServer extends Listening {
  readonly requests: readonly AskedRequest[];
  /** What it holds, by name. May be changed behind the clients' backs. */
  readonly collections: Map<string, QdrantCollection>;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const pointId = v.union([v.pipe(v.string(), v.regex(UUID)), v.pipe(v.number(), v.integer(), v.minValue(0))]);
const CREATE = v.looseObject({
  vectors: v.object({ size: v.pipe(v.number(), v.integer(), v.minValue(1)), distance: v.picklist(["Dot", "Cosine"]) }),
});
const UPSERT = v.object({
  points: v.array(v.object({ id: pointId, vector: v.array(v.number()), payload: v.optional(v.unknown(), null) })),
});
const DELETE = v.object({ points: v.array(pointId) });
const QUERY = v.looseObject({
  query: v.array(v.number()),
  limit: v.optional(v.number(), 10),
  with_payload: v.optional(v.boolean(), false),
});
const SCROLL = v.looseObject({
  limit: v.optional(v.number(), 10),
  offset: v.optional(pointId),
  with_payload: v.optional(v.boolean(), true),
});

/** An answer that is not 200. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Collections, points and queries of Qdrant 1.10 and later, in memory and exact. */
export async function startQdrantServer({ apiKey, fault }: QdrantServerOptions = {}): Promise<QdrantServer> {
  const requests: AskedRequest[] = [];
  const collections = new Map<string, QdrantCollection>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const text = (status: number, body: string) =>
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(body);
    if (pathname === "/readyz") return void text(200, "all shards are ready");
    if (apiKey !== undefined && request.headers["api-key"] !== apiKey) {
      request.resume();
      return void text(401, "Must provide an API key or an Authorization bearer token");
    }
    const body: unknown = await readJson(request).catch(() => undefined);
    record(requests, request, response, body);
    try {
      const result = perform(collections, request.method ?? "GET", pathname, body);
      sendJson(response, 200, { result, status: "ok", time: 0.001 });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendJson(response, error.status, { status: { error: error.message }, time: 0.001 });
    }
  }

  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch(() => response.destroy());
  };
  const { url, close } = await listen(withFault(fault, handler));
  return { url, close, requests, collections };
}

/** @returns `result` of the answer. @throws Refusal */
function perform(collections: Map<string, QdrantCollection>, method: string, path: string, body: unknown): unknown {
  const [, encoded = "", rest = ""] = /^\/collections\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const name = decodeURIComponent(encoded);
  if (name === "") throw new Refusal(404, "Not Found");
  const known = collections.get(name);
  if (method === "GET" && rest === "/exists") return { exists: known !== undefined };
  if (method === "PUT" && rest === "") {
    if (known !== undefined) throw new Refusal(409, `Wrong input: Collection \`${name}\` already exists!`);
    const { vectors } = read(CREATE, body);
    collections.set(name, { ...vectors, points: new Map() });
    return true;
  }
  if (method === "DELETE" && rest === "") return collections.delete(name);
  if (known === undefined) throw new Refusal(404, `Not found: Collection \`${name}\` doesn't exist!`);
  switch (`${method} ${rest}`) {
    case "GET ":
      return describe(known);
    case "PUT /points": {
      const { points } = read(UPSERT, body);
      for (const { vector } of points) checkSize(vector, known);
      for (const point of points) known.points.set(point.id, point);
      return { operation_id: 1, status: "completed" };
    }
    case "POST /points/delete":
      for (const id of read(DELETE, body).points) known.points.delete(id);
      return { operation_id: 1, status: "completed" };
    case "POST /points/count":
      return { count: known.points.size };
    case "POST /points/scroll":
      return scroll(known, read(SCROLL, body));
    case "POST /points/query":
      return { points: nearest(known, read(QUERY, body)) };
    default:
      throw new Refusal(404, "Not Found");
  }
}

function read<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  throw new Refusal(400, `Format error in JSON body: ${result.issues[0].message}`);
}

function checkSize(vector: readonly number[], { size }: QdrantCollection): void {
  if (vector.length === size) return;
  throw new Refusal(400, `Wrong input: Vector dimension error: expected dim: ${size}, got ${vector.length}`);
}

function describe({ size, distance, points }: QdrantCollection): object {
  return {
    status: "green",
    optimizer_status: "ok",
    points_count: points.size,
    segments_count: 1,
    config: { params: { vectors: { size, distance }, shard_number: 1 } },
    payload_schema: {},
  };
}

/** By id, ascending; the offset is the first of the next page. */
function scroll({ points }: QdrantCollection, { limit, offset, with_payload }: v.InferOutput<typeof SCROLL>): object {
  const sorted = [...points.values()].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
  const first = offset === undefined ? 0 : sorted.findIndex(({ id }) => id === offset);
  const page = sorted.slice(first, first + limit);
  return {
    points: page.map(({ id, payload }) => ({ id, ...(with_payload ? { payload } : {}) })),
    next_page_offset: sorted[first + limit]?.id ?? null,
  };
}

function nearest(collection: QdrantCollection, { query, limit, with_payload }: v.InferOutput<typeof QUERY>): object[] {
  checkSize(query, collection);
  return [...collection.points.values()]
    .map(({ id, vector, payload }) => ({
      id,
      version: 0,
      score: vector.reduce((sum, value, index) => sum + value * (query[index] ?? 0), 0),
      ...(with_payload ? { payload } : {}),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}
