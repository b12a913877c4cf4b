/** The page on which the record is measured, in a browser with a profile of its own (web/src/history/testing/measured.ts). */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { build, preview } from "vite";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import type { Measured } from "../src/history/testing/measured.ts";

const PATIENCE_MS = 120_000;

export interface RecordPage extends Measured {
  /** Of the browser. */
  version: string;
  close(): Promise<void>;
}

export async function openRecord(): Promise<RecordPage> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const folder = await mkdtemp(path.join(tmpdir(), "hisho-record-"));
  const outDir = path.join(folder, "page");
  await build({
    ...{ configFile: false, root, logLevel: "error", worker: { format: "es" } },
    build: { outDir, target: "es2022", rolldownOptions: { input: path.join(root, "history-bench.html") } },
  });
  const server = await preview({ configFile: false, root, build: { outDir }, preview: { port: 0 }, logLevel: "error" });
  const context = await chromium.launchPersistentContext(path.join(folder, "profile"), {
    executablePath: ensureChromium(() => undefined),
    args: CHROMIUM_FLAGS,
  });
  const close = async (): Promise<void> => {
    await context.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(new URL("/history-bench.html", server.resolvedUrls?.local[0]).href);
    await page.waitForFunction(() => "measured" in window, undefined, { timeout: PATIENCE_MS });
    return {
      version: context.browser()?.version() ?? "",
      close,
      fill: (count) => page.evaluate((n) => window.measured.fill(n), count),
      tidy: () => page.evaluate(() => window.measured.tidy()),
      search: (query) => page.evaluate((asked) => window.measured.search(asked), query),
      searchCold: (query) => page.evaluate((asked) => window.measured.searchCold(asked), query),
      scan: (query) => page.evaluate((asked) => window.measured.scan(asked), query),
      write: (count, seed) => page.evaluate(([n, of]) => window.measured.write(n, of), [count, seed] as const),
      writeBare: (count) => page.evaluate((n) => window.measured.writeBare(n), count),
      size: () => page.evaluate(() => window.measured.size()),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
