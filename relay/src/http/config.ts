/** The configuration of the providers: what is in use, and taking over a changed file. It never holds a secret. */
import { ConfigError } from "@hisho/providers/config/config-error.ts";
import { publicConfig } from "@hisho/providers/config/public-config.ts";
import { ProviderError } from "@hisho/providers/errors.ts";
import { Hono } from "hono";
import { problem } from "../problem.ts";
import { NoGpuError } from "../provider-loading.ts";
import type { ProviderReload } from "../provider-reload.ts";
import { describeStatus, type StatusSources } from "./status.ts";

export function configRoutes(parts: StatusSources & { reload?: ProviderReload }): Hono {
  const app = new Hono();
  const inUse = () => describeStatus(parts, "ok", true).providers;

  app.get("/config/providers", (context) =>
    context.json({
      providers: inUse(),
      ...(parts.reload === undefined ? {} : { configuration: publicConfig(parts.reload.config) }),
    }),
  );

  app.post("/config/providers/reload", async (context) => {
    if (parts.reload === undefined) return problem(409, "Not changeable", "This relay's providers are fixed.");
    try {
      // A request that is given up does not stop what it began.
      const { awaitingRestart } = await parts.reload.reload(new AbortController().signal);
      return context.json({ providers: inUse(), awaiting_restart: awaitingRestart });
    } catch (error) {
      if (error instanceof ConfigError) {
        const problems = error.problems.map(({ line, key, expected }) => ({ line, key, expected }));
        return problem(422, "Configuration not usable", error.message, { problems });
      }
      if (error instanceof NoGpuError || error instanceof ProviderError) {
        return problem(422, "Providers not usable", error.message);
      }
      throw error;
    }
  });
  return app;
}
