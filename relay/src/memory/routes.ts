/** `/memories` of docs/protocol.md, "HTTP beside it". */
import type { Memory } from "@hisho/providers/llm/port.ts";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { problem } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import { type MemoryStore, MOST_MEMORY_CHARACTERS } from "./port.ts";

const MAX_BODY_BYTES = 64 * 1024;
const BODY = v.object({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MOST_MEMORY_CHARACTERS)),
  language: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/)), "und"),
});

/** Told at a time. */
const PAGE = 500;
const OFFSET = v.pipe(v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/)), "0"), v.transform(Number));

const memoryJson = ({ id, text, language, createdAt, updatedAt }: Memory) => ({
  id,
  text,
  language,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

const noSuchMemory = (): Response => problem(404, "Not found", "Nothing of that id is remembered.");
const limit = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => problem(413, "Too large", `A memory has at most ${MOST_MEMORY_CHARACTERS} characters.`),
});

async function readBody(context: Context): Promise<v.InferOutput<typeof BODY> | Response> {
  const given = v.safeParse(BODY, await context.req.json().catch(() => undefined));
  if (given.success) return given.output;
  const field = String(given.issues[0].path?.[0]?.key ?? "body");
  const expected =
    field === "language"
      ? "expected a BCP 47 tag"
      : `expected JSON with text, 1 to ${MOST_MEMORY_CHARACTERS} characters`;
  return problem(400, "Bad request", `${field}: ${expected}`, { field });
}

export function memoryRoutes(store: MemoryStore): Hono {
  const app = new Hono();
  app.onError(storeProblem);

  app.get("/memories", async (context) => {
    const given = v.safeParse(OFFSET, context.req.query("offset"));
    if (!given.success) return problem(400, "Bad request", "offset: expected a number from 0 on", { field: "offset" });
    const offset = given.output;
    const found = await store.memories({ offset, limit: PAGE + 1 });
    const next = found.length > PAGE ? { next_offset: offset + PAGE } : {};
    return context.json({ memories: found.slice(0, PAGE).map(memoryJson), ...next });
  });

  app.post("/memories", limit, async (context) => {
    const body = await readBody(context);
    if (body instanceof Response) return body;
    const { text, language } = body;
    return context.json(memoryJson(await store.remember(text, { language })), 201);
  });

  app.patch("/memories/:id", limit, async (context) => {
    const body = await readBody(context);
    if (body instanceof Response) return body;
    const memory = await store.reword(context.req.param("id"), body.text);
    return memory === undefined ? noSuchMemory() : context.json(memoryJson(memory));
  });

  app.delete("/memories/:id", async (context) =>
    (await store.forget([context.req.param("id")])) === 1 ? context.body(null, 204) : noSuchMemory(),
  );

  return app;
}
