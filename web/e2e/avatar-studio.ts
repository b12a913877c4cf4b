/** A page that draws the character with the stage's own lights, loader and lens (web/src/avatar/testing/studio.tsx). */
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { createServer } from "vite";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";

const PATIENCE_MS = 180_000;
const HARMLESS = /GPU stall|React DevTools|^\[vite\]|THREE.Clock|status of 404/;

declare global {
  interface Window {
    studio?: Studio;
  }
}

/** What the page draws. */
interface Studio {
  /** By name, each a PNG as a data URL. */
  sheets: Readonly<Record<string, () => Promise<string>>>;
  /** The pictures of her that the app carries, each a WebP as a data URL. */
  stills: Readonly<Record<"poster" | "portrait", () => Promise<string>>>;
}

/** The folder of the app. */
export const WEB = fileURLToPath(new URL("..", import.meta.url));

export interface OpenStudio {
  /** With `window.studio`. */
  page: Page;
  browser: Browser;
  /** @returns a page of the app's development server */
  address(path: string): string;
}

/** What its console complains of goes to standard error. Browser and server end with `work`. */
export async function withStudio(work: (studio: OpenStudio) => Promise<void>): Promise<void> {
  const server = await createServer({ root: WEB, server: { port: 0, hmr: false }, logLevel: "error" });
  await server.listen();
  const browser = await chromium.launch({ executablePath: ensureChromium(() => {}), args: CHROMIUM_FLAGS });
  try {
    const address = (path: string): string => new URL(path, server.resolvedUrls?.local[0]).href;
    const page = await browser.newPage();
    page.on("console", (message) => {
      if (!HARMLESS.test(message.text())) process.stderr.write(`${message.type()}: ${message.text()}\n`);
    });
    page.on("pageerror", (error) => process.stderr.write(`${error}\n`));
    await page.goto(address("/avatar-sheets.html"));
    await page.waitForFunction(() => window.studio !== undefined, undefined, { timeout: PATIENCE_MS });
    await work({ page, browser, address });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Of a data URL in base 64 (RFC 2397). */
export const bytesOf = (url: string): Buffer => Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
