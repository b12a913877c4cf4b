/** The page of stories (stories.html): built once, served, and each screen brought into its state. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { build, preview } from "vite";
import type { findFaults } from "../src/ui/testing/faults.ts";
import type { Screen } from "../src/ui/testing/screens.ts";
import { settled } from "./looking.ts";
import type { Language, Look } from "./screens/options.ts";

declare global {
  interface Window {
    findFaults: typeof findFaults;
  }
}

const WEB = fileURLToPath(new URL("..", import.meta.url));
/** Longer than the silence before outlines of what is being waited for are drawn. */
const LOADING_MS = 260;
/** The figure has appeared by then. */
const FIGURE_MS = 60_000;

/** The stories, built once into `folder`, under a free port of this machine. */
export async function serveStories(folder: string): Promise<{ url: string; close(): Promise<void> }> {
  const own = { root: WEB, configFile: path.join(WEB, "vite.config.ts"), logLevel: "error" } as const;
  const built = { outDir: folder, emptyOutDir: true, reportCompressedSize: false };
  await build({ ...own, build: { ...built, rolldownOptions: { input: path.join(WEB, "stories.html") } } });
  const server = await preview({ ...own, build: built, preview: { port: 0, host: "127.0.0.1" } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("The stories are served, but no address is told.");
  return { url, close: () => server.close() };
}

/** How a story is shown. */
export interface Showing {
  language: Language;
  look: Look;
  /** Of the text, percent. */
  text: number;
  figure: boolean;
}

export function addressOf(url: string, screen: Screen, { language, look, text, figure }: Showing): string {
  const theme = look.endsWith("dark") ? "dark" : "light";
  // `state` makes every address another, so that each is loaded anew.
  const query = new URLSearchParams({ ...screen.query, state: screen.state, lang: language, theme, text: `${text}` });
  if (look.startsWith("contrast")) query.set("contrast", "more");
  if (!figure) query.set("figure", "none");
  return `${url}stories.html?${query}#/${screen.hash ?? ""}`;
}

/** Brings the screen that was gone to into its state. */
export async function prepare(page: Page, screen: Screen, figure: boolean): Promise<void> {
  await page.locator("#root > *").first().waitFor({ state: "attached" });
  await page.evaluate(() => document.fonts.ready);
  if (figure && screen.hash === undefined) {
    await page
      .locator(".figure canvas")
      .waitFor({ timeout: FIGURE_MS })
      .catch(() => undefined);
  }
  for (const selector of screen.press ?? []) await page.locator(selector).first().click();
  if (screen.write !== undefined) await page.keyboard.insertText(screen.write);
  await page.waitForTimeout(LOADING_MS);
  await page.evaluate(settled);
}
