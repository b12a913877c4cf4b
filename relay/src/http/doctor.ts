/** The doctor by HTTP: begin a run, look at the last one (docs/protocol.md, "HTTP beside it"). */
import { Hono } from "hono";
import type { Doctor } from "../doctor.ts";
import { problem } from "../problem.ts";
import type { StatusSources } from "./status.ts";

const FRESH = { "Cache-Control": "no-store" };

export function doctorRoutes(doctor: Doctor, { preparing }: Pick<StatusSources, "preparing">): Hono {
  const app = new Hono();
  app.get("/doctor", (context) => context.json(doctor.state(), 200, FRESH));
  app.post("/doctor", (context) => {
    if (preparing()) return problem(503, "Preparing", "The providers are still being loaded. Try again soon.");
    if (!doctor.start()) return problem(409, "Under way", "The providers are being tried already.");
    return context.json(doctor.state(), 202, FRESH);
  });
  return app;
}
