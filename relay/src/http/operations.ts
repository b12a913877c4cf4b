/** What an operator watches, by HTTP (docs/protocol.md, "HTTP beside it"). */
import type { Operations } from "@hisho/protocol";
import { Hono } from "hono";
import { LOG_LEVELS } from "../env.ts";
import type { Metrics } from "../metrics.ts";
import type { LogTail } from "../operations/log-tail.ts";
import type { Figures, RecentFigures, Spread } from "../operations/recent-figures.ts";
import { problem } from "../problem.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import type { Sessions } from "../session/sessions.ts";

const MOST_LINES = 500;
const TRACE = /^[0-9a-f]{1,64}$/;
const FRESH = { "Cache-Control": "no-store" };

export interface OperationsParts {
  figures: RecentFigures;
  /** Absent where the log goes elsewhere. */
  logTail?: LogTail;
  /** The log holds what is said. */
  logTranscripts?: boolean;
  metrics: Metrics;
  sessions: Sessions;
  providers: ProviderSwitch;
  clock: { date(): Date };
}

export function operationsRoutes(parts: OperationsParts): Hono {
  const app = new Hono();
  app.get("/operations", async (context) => {
    const { metrics, sessions, providers, clock } = parts;
    const imagined = [...providers.current.hallucinations.values()].reduce((sum, count) => sum + count, 0);
    const answer: Operations = {
      now: clock.date().toISOString(),
      ...windowOf(parts.figures.figures()),
      sessions: sessions.states,
      guards: { imagined, ...(await metrics.guards()) },
      transcripts: parts.logTranscripts === true,
    };
    return context.json(answer, 200, FRESH);
  });
  app.get("/log", (context) => {
    const { trace, level = "info", most = "200" } = context.req.query();
    const least = LOG_LEVELS.find((name) => name === level);
    if (least === undefined) return refusal("level", `expected one of ${LOG_LEVELS.join(", ")}`);
    if (trace !== undefined && !TRACE.test(trace)) return refusal("trace", "expected up to 64 of 0-9 a-f");
    if (!/^\d{1,3}$/.test(most) || Number(most) < 1 || Number(most) > MOST_LINES) {
      return refusal("most", `expected 1 to ${MOST_LINES}`);
    }
    return context.json({ lines: parts.logTail?.last({ trace, least, most: Number(most) }) ?? [] }, 200, FRESH);
  });
  return app;
}

const refusal = (field: string, expected: string): Response =>
  problem(400, "Bad request", `${field}: ${expected}`, { field });

const spread = ({ count, p50Ms, p95Ms }: Spread) => ({ count, p50_ms: p50Ms, p95_ms: p95Ms });

function windowOf({ since, firstSound, partial, turns, line, providers }: Figures) {
  return {
    since: since.toISOString(),
    first_sound: firstSound === undefined ? null : spread(firstSound),
    partial: partial === undefined ? null : spread(partial),
    line: line.map(({ at, ...step }) => ({ at: at.toISOString(), ...spread(step) })),
    turns,
    providers: providers.map(({ role, provider, call, failed, spread: took }) => ({
      role,
      provider,
      call,
      failed,
      ...spread(took),
    })),
  };
}
