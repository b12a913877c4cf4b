/**
 * `npm run avatar:poster`: draws the still of the character that stands on the stage until she moves
 * (web/src/ui/talk/poster.webp), with the stage's own lights, lens and pose. To be run when her model changed.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { createServer } from "vite";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";

declare global {
  interface Window {
    /** By web/src/avatar/testing/studio.tsx: a WebP as a data URL. */
    poster(): Promise<string>;
  }
}

const PATIENCE_MS = 180_000;
const web = fileURLToPath(new URL("..", import.meta.url));
const server = await createServer({ root: web, server: { port: 0, hmr: false }, logLevel: "error" });
await server.listen();
const browser = await chromium.launch({ executablePath: ensureChromium(() => {}), args: CHROMIUM_FLAGS });
try {
  const page = await browser.newPage();
  await page.goto(new URL("/avatar-sheets.html", server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => "poster" in window, undefined, { timeout: PATIENCE_MS });
  const picture = Buffer.from((await page.evaluate(() => window.poster())).split(",")[1] ?? "", "base64");
  const file = path.join(web, "src/ui/talk/poster.webp");
  await writeFile(file, picture);
  process.stdout.write(`${file}, ${picture.byteLength} bytes\n`);
} finally {
  await browser.close();
  await server.close();
}
