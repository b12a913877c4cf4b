/** The page of stories (stories.html): built once, served, and each screen brought into its state. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build, preview } from "vite";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import type { findFaults } from "../src/ui/testing/faults.ts";
import type { Screen } from "../src/ui/testing/screens.ts";
import { settled } from "./looking.ts";
import type { Language, Look } from "./screens/options.ts";

declare global {
  interface Window {
    findFaults: typeof findFaults;
    /** Puts on another look. */
    wear: (dark: boolean, contrast: boolean) => void;
  }
}

/** When it is in the stories: a morning, so that what lies hours away is on the same day. */
export const STORY_TIME = new Date("2026-03-18T10:24:00+09:00");

const WEB = fileURLToPath(new URL("..", import.meta.url));
/** Longer than the silence before outlines of what is being waited for are drawn. */
const LOADING_MS = 260;

/** The stories, built once into `folder`, under a free port of this machine. */
async function serveStories(folder: string): Promise<{ url: string; close(): Promise<void> }> {
  const own = { root: WEB, configFile: path.join(WEB, "vite.config.ts"), logLevel: "error" } as const;
  const built = { outDir: folder, emptyOutDir: true, reportCompressedSize: false };
  await build({ ...own, build: { ...built, rolldownOptions: { input: path.join(WEB, "stories.html") } } });
  const server = await preview({ ...own, build: built, preview: { port: 0, host: "127.0.0.1" } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("The stories are served, but no address is told.");
  return { url, close: () => server.close() };
}

/** Serves them and has them looked at in a browser without a window; nothing of either is left behind. */
export async function withStories(
  flags: readonly string[],
  look: (browser: Browser, url: string, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "hisho-stories-"));
  const stories = await serveStories(folder);
  const executablePath = ensureChromium(() => {});
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...flags] });
  try {
    await look(browser, stories.url, folder);
  } finally {
    await browser.close();
    await stories.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a command of this project's terminal.
 * @param read null for a question. @throws what is wrong with the arguments
 */
export async function command<Wish>(
  usage: string,
  read: (args: readonly string[]) => Wish | null,
  main: (wish: Wish) => Promise<void>,
): Promise<void> {
  let wish: Wish | null;
  try {
    wish = read(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}\n`);
    process.exitCode = 2;
    return;
  }
  if (wish === null) process.stdout.write(`${usage}\n`);
  else await main(wish);
}

/** How a story is shown; its look is put on where it stands, by `wear`. */
export interface Showing {
  language: Language;
  /** What was said, kept and planned is in this one; in the page's without. */
  said?: Language;
  /** Of the text, percent. */
  text: number;
  /** The character: itself, not at all, or a picture of it (`stories.html?still=`). */
  figure: "live" | "none" | { still: string };
}

export function addressOf(url: string, screen: Screen, { language, said, text, figure }: Showing): string {
  const shown = { state: screen.state, lang: language, said: said ?? language, text: `${text}` };
  // `state` and `said` make every address another, so that each is loaded anew.
  const query = new URLSearchParams({ ...screen.query, ...shown });
  if (figure === "none") query.set("figure", "none");
  else if (figure !== "live") query.set("still", figure.still);
  return `${url}stories.html?${query}#/${screen.hash ?? ""}`;
}

/** Brings the screen that was gone to into its state. */
export async function prepare(page: Page, screen: Screen, figure: Showing["figure"]): Promise<void> {
  await page.locator("#root > *").first().waitFor({ state: "attached" });
  await page.evaluate(() => document.fonts.ready);
  if (figure === "live" && screen.hash === undefined) await page.locator(".stage-figure canvas").waitFor();
  for (const selector of screen.press ?? []) await page.locator(selector).first().click();
  if (screen.write !== undefined) await page.keyboard.insertText(screen.write);
  for (const selector of screen.pressThen ?? []) await page.locator(selector).first().click();
  await page.waitForTimeout(LOADING_MS);
  await page.evaluate(settled);
}

/** The page of stories, or the app, changes its look where it stands, as it does when the system's is changed. */
export async function wear(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ forcedColors: look === "forced" ? "active" : "none" });
  await page.evaluate((name) => {
    const [dark, contrast] = [name.endsWith("dark"), name.startsWith("contrast")];
    if ("wear" in window) return window.wear(dark, contrast);
    Object.assign(document.documentElement.dataset, {
      theme: dark ? "dark" : "light",
      contrast: contrast ? "more" : "normal",
    });
  }, look);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await page.evaluate(settled);
}
