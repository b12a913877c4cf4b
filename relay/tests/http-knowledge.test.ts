import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmbeddedEmbedding } from "@hisho/providers/retrieval/embedded-embedding.ts";
import { createVectorStore } from "@hisho/providers/retrieval/vector-store.ts";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../src/clock.ts";
import { conversationRoutes } from "../src/conversations.ts";
import { createKnowledge, type Knowledge } from "../src/knowledge/knowledge.ts";
import { createReader } from "../src/knowledge/read/reader.ts";
import { knowledgeRoutes } from "../src/knowledge/routes.ts";
import { openStore } from "../src/store/pglite.ts";
import type { Store } from "../src/store/port.ts";
import { emptyStore } from "./empty-store.ts";

const SLOW = 60_000;
const MAX_BYTES = 4000;

let directory: string;
let store: Store;
let knowledge: Knowledge;
let app: Hono;
let conversations: Hono;
let pages: Server;
const reader = createReader();
const embedding = createEmbeddedEmbedding();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "hisho-http-"));
  await emptyStore(directory);
  store = await openStore(directory);
  const vectorStore = createVectorStore({
    backend: "flat",
    path: join(directory, "v"),
    dimensions: embedding.dimensions,
  });
  await vectorStore.prepare(new AbortController().signal);
  knowledge = createKnowledge({ store, embedding, vectorStore, clock: systemClock });
  app = knowledgeRoutes(knowledge, reader, {
    maxUploadBytes: MAX_BYTES,
    fetch: {
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
      isAllowed: (address) => address === "127.0.0.1",
    },
  });
  conversations = conversationRoutes(store, () => {});
  pages = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/markdown" }).end("# Page\nThe ferry leaves at noon.");
  });
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
}, SLOW);
afterAll(async () => {
  await new Promise((resolve) => pages.close(resolve));
  await knowledge.close();
  await reader.close();
  await embedding.close();
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

const upload = (
  ...files: [name: string, content: string | Uint8Array<ArrayBuffer>][]
): Promise<Response> | Response => {
  const body = new FormData();
  for (const [name, content] of files) body.append("file", new File([content], name));
  return app.request("/rag/index", { method: "POST", body });
};
const post = (path: string, body: unknown): Promise<Response> | Response =>
  app.request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const problemOf = async (response: Response): Promise<Record<string, unknown>> => {
  expect(response.headers.get("Content-Type")).toContain("application/problem+json");
  const body = (await response.json()) as Record<string, unknown>;
  expect(body.status).toBe(response.status);
  return body;
};

describe("the documents' routes", { timeout: SLOW }, () => {
  it("flag what holds personal data, and believe the person who says otherwise", async () => {
    const flagOf = async (): Promise<unknown> =>
      ((await (await app.request(`/rag/documents/${id}`)).json()) as { pii_flag: unknown }).pii_flag;
    const patch = (body: unknown, docId = id) =>
      app.request(`/rag/documents/${docId}`, { method: "PATCH", body: JSON.stringify(body) });
    const response = await upload(["team.md", "Taro: taro@example.com"]);
    const { documents } = (await response.json()) as { documents: { doc_id: string; pii_flag: boolean }[] };
    const id = documents[0]?.doc_id ?? "";
    expect(documents[0]?.pii_flag).toBe(true);
    await upload(["team.md", "Taro is on leave."]);
    expect(await flagOf()).toBe(false);
    expect((await patch({ pii_flag: true })).status).toBe(204);
    expect(await flagOf()).toBe(true);
    await upload(["team.md", "Taro is back."]);
    expect(await flagOf()).toBe(true);
    expect((await patch({ pii_flag: false })).status).toBe(204);
    await upload(["team.md", "Taro: taro@example.com"]);
    await post(`/rag/documents/${id}/reindex`, "");
    expect(await flagOf()).toBe(false);
    expect(await problemOf(await patch({ pii_flag: "yes" }))).toMatchObject({ status: 400, field: "pii_flag" });
    expect((await patch({ pii_flag: true }, "none")).status).toBe(404);
    await app.request(`/rag/documents/${id}`, { method: "DELETE" });
  });

  it("take files, list, show, search, reindex and delete them", async () => {
    const response = await upload(["a.md", "# Tea\nThe kettle is red."], ["b.txt", "やかんは赤い。"]);
    expect(response.status).toBe(200);
    const { documents } = (await response.json()) as { documents: { doc_id: string; title: string; chunks: number }[] };
    expect(documents).toMatchObject([
      { title: "Tea", source: "a.md", chunks: 1, media_type: "text/markdown", embedding_version: embedding.version },
      { title: "b.txt", source: "b.txt", owner_scope: "self", pii_flag: false },
    ]);
    const id = documents[0]?.doc_id ?? "";
    const listed = (await (await app.request("/rag/documents")).json()) as { documents: { doc_id: string }[] };
    expect(listed.documents.map((each) => each.doc_id)).toContain(id);
    expect(await (await app.request(`/rag/documents/${id}`)).json()).toMatchObject({
      doc_id: id,
      passages: [{ ordinal: 0, locator: "Tea", start: 0, text: "# Tea\nThe kettle is red." }],
    });
    const listedFirst = listed.documents.find((each) => each.doc_id === id);
    expect(listedFirst).toMatchObject({ bytes: 24, pages: null, progress: null });
    const found = (await (await post("/rag/search", { query: "red kettle", top_k: 1 })).json()) as {
      passages: unknown[];
    };
    expect(found.passages).toMatchObject([{ n: 1, doc_id: id, title: "Tea", locator: "Tea", start: 0, end: 24 }]);
    expect(await (await post(`/rag/documents/${id}/reindex`, "")).json()).toMatchObject({ doc_id: id });
    expect((await app.request(`/rag/documents/${id}`, { method: "DELETE" })).status).toBe(204);
    for (const [path, method] of [
      [`/rag/documents/${id}`, "GET"],
      [`/rag/documents/${id}`, "DELETE"],
      [`/rag/documents/${id}/text`, "GET"],
      [`/rag/documents/${id}/reindex`, "POST"],
      ["/rag/documents/%00", "GET"],
    ] as const) {
      expect((await problemOf(await app.request(path, { method }))).status).toBe(404);
    }
  });

  it(
    "give a document's text, whole or in part, and cut no character in two",
    async () => {
      const text = "# Fish\n\n𩸽は北の魚。\f二ページ目。";
      const { documents } = (await (await upload(["fish.md", text])).json()) as {
        documents: { doc_id: string; pages: number | null }[];
      };
      const { doc_id: id, pages } = documents[0]!;
      expect(pages).toBe(2);
      const of = async (query: string): Promise<unknown> =>
        (await app.request(`/rag/documents/${id}/text${query}`)).json();
      expect(await of("")).toMatchObject({ doc_id: id, title: "Fish", text, start: 0, end: text.length });
      // 8 and 9 are the two halves of 𩸽.
      expect(await of("?start=9&end=12")).toMatchObject({ text: "𩸽は北", start: 8, end: 12, length: text.length });
      expect(await of("?start=2&end=9")).toMatchObject({ text: "Fish\n\n", end: 8 });
      expect(await of("?start=999&end=5")).toMatchObject({ text: "", start: text.length });
      for (const query of ["?start=-1", "?end=x", "?start=1.5"]) {
        expect(await problemOf(await app.request(`/rag/documents/${id}/text${query}`))).toMatchObject({ status: 400 });
      }
    },
    SLOW,
  );

  it("take the address of a public page", async () => {
    const { port } = pages.address() as AddressInfo;
    const response = await post("/rag/index", { url: `http://pages.test:${port}/ferry.md` });
    expect(await response.json()).toMatchObject({
      documents: [{ title: "Page", source: `http://pages.test:${port}/ferry.md` }],
    });
  });

  it("refuse an address that is not public with 422", async () => {
    for (const url of ["http://10.0.0.1/", "http://[::1]/", "file:///etc/passwd", "nonsense"]) {
      expect(await problemOf(await post("/rag/index", { url }))).toMatchObject({ status: 422, field: "url" });
    }
  });

  it("refuse what is malformed with 400", async () => {
    for (const body of ["{", "[]", "null", { url: 1 }, {}]) {
      expect(await problemOf(await post("/rag/index", body))).toMatchObject({ status: 400 });
    }
    expect((await problemOf(await upload())).field).toBe("file");
    const broken = { method: "POST", headers: { "Content-Type": "multipart/form-data; boundary=x" }, body: "--y" };
    expect((await problemOf(await app.request("/rag/index", broken))).status).toBe(400);
    const noType = { method: "POST", headers: { "Content-Type": "text/plain" }, body: "x" };
    expect((await problemOf(await app.request("/rag/index", noType))).field).toBe("Content-Type");
    for (const body of ["{", { query: "" }, { query: "x", top_k: 0 }, { query: "x", top_k: 1.5 }, { query: 7 }]) {
      expect((await problemOf(await post("/rag/search", body))).status).toBe(400);
    }
  });

  it("refuse too much with 413 and what is no text with 422, and say what was left out beside what was taken", async () => {
    const before = (await store.documents()).length;
    expect((await problemOf(await upload(["big.txt", "x".repeat(MAX_BYTES + 1)]))).status).toBe(413);
    expect((await problemOf(await upload(["huge.txt", "x".repeat(MAX_BYTES + 100_000)]))).status).toBe(413);
    const photo: [string, Uint8Array<ArrayBuffer>] = ["photo.txt", new Uint8Array([0x89, 0x50, 0, 1])];
    const alone = await problemOf(await upload(photo));
    expect(alone).toMatchObject({ status: 422, reason: "unknown", detail: expect.stringContaining("photo.txt") });
    expect((await store.documents()).length).toBe(before);
    expect(await (await upload(["fine.txt", "fine"], photo)).json()).toMatchObject({
      documents: [{ title: "fine.txt" }],
      refused: [{ name: "photo.txt", reason: "unknown", detail: expect.stringContaining("give PDF") }],
    });
  });
});

describe("the conversations' routes", () => {
  beforeAll(async () => {
    await store.saveTurn({
      sessionId: "s-1",
      turn: 1,
      clientId: "c1",
      userText: "やあ",
      assistantText: "はい",
      language: "ja-JP",
      citations: [],
      endReason: "completed",
      heardMs: 10,
      createdAt: new Date("2026-11-20T00:00:00Z"),
    });
  });

  const patch = (path: string, body: unknown): Promise<Response> | Response =>
    conversations.request(path, {
      method: "PATCH",
      headers: { "Content-Type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  it("list, filter, show, change and delete", async () => {
    expect(await (await conversations.request("/conversations")).json()).toEqual({
      conversations: [
        {
          session_id: "s-1",
          title: "やあ",
          pinned: false,
          turns: 1,
          created_at: "2026-11-20T00:00:00.000Z",
          updated_at: "2026-11-20T00:00:00.000Z",
        },
      ],
    });
    const since = encodeURIComponent("2026-11-20T09:00:01+09:00");
    expect(await (await conversations.request(`/conversations?since=${since}`)).json()).toEqual({ conversations: [] });
    expect(await (await conversations.request("/conversations/s-1")).json()).toMatchObject({
      session_id: "s-1",
      turns: [{ turn: 1, id: "c1", user_text: "やあ", assistant_text: "はい", end_reason: "completed" }],
    });
    expect((await patch("/conversations/s-1", { title: "挨拶", pinned: true })).status).toBe(204);
    expect(await store.conversations()).toMatchObject([{ title: "挨拶", pinned: true }]);
    expect((await conversations.request("/conversations/s-1", { method: "DELETE" })).status).toBe(204);
    expect((await problemOf(await conversations.request("/conversations/s-1"))).status).toBe(404);
  });

  it("refuse what is malformed and know none that is not there", async () => {
    for (const since of ["yesterday", "2026-13-99", "0000-01-01", "2026-11-20T09:00:00"]) {
      expect((await problemOf(await conversations.request(`/conversations?since=${since}`))).field).toBe("since");
    }
    for (const body of ["{", "null", {}, { title: 1 }, { title: "x".repeat(201) }, { pinned: "yes" }]) {
      expect((await problemOf(await patch("/conversations/s-1", body))).status).toBe(400);
    }
    for (const id of ["none", "%00", "a%2Fb"]) {
      expect((await problemOf(await patch(`/conversations/${id}`, { pinned: true }))).status).toBe(404);
      expect((await problemOf(await conversations.request(`/conversations/${id}`, { method: "DELETE" }))).status).toBe(
        404,
      );
    }
  });

  it(
    "answer 503 while the store cannot",
    async () => {
      const closed = await openStore(await mkdtemp(join(directory, "closed-")));
      await closed.close();
      const response = await conversationRoutes(closed, () => {}).request("/conversations");
      expect(await problemOf(response)).toMatchObject({ status: 503, reason: "closed" });
    },
    SLOW,
  );
});
