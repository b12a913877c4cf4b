/** `/models…` of docs/protocol.md, "HTTP beside it". */
import { type Context, Hono } from "hono";
import { problem } from "../problem.ts";
import type { ModelLibrary } from "./library.ts";

const FRESH = { "Cache-Control": "no-store" };
const noSuchModel = (): Response => problem(404, "Not found", "There is no such model.");

export function modelRoutes(library: ModelLibrary): Hono {
  const app = new Hono();
  const list = async (context: Context, status: 200 | 202): Promise<Response> =>
    context.json({ models: await library.list() }, status, FRESH);

  app.get("/models", (context) => list(context, 200));

  app.post("/models/:name", async (context) => {
    const start = await library.start(context.req.param("name"));
    switch (start) {
      case "unknown":
        return noSuchModel();
      case "not-for-this-machine":
        return problem(409, "Not for this machine", "What runs this model has no build for this machine.");
      case "ready":
        return list(context, 200);
      case "started":
      case "under-way":
        return list(context, 202);
      default:
        return start satisfies never;
    }
  });

  app.delete("/models/:name/fetch", async (context) =>
    (await library.stop(context.req.param("name"))) ? list(context, 200) : noSuchModel(),
  );
  return app;
}
