/**
 * Contact sheets of the character for a person to look at; no test. `npm run avatar:sheets -- [FOLDER] [NAME]`: the sheets
 * whose names begin with NAME, all of them without; by default into test-results/avatar-sheets.
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { createServer } from "vite";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";

declare global {
  interface Window {
    /** By web/src/avatar/testing/studio.tsx. */
    sheets: Readonly<Record<string, () => Promise<string>>>;
  }
}

const HARMLESS = /GPU stall|React DevTools|^\[vite\]|THREE.Clock|status of 404/;
const PATIENCE_MS = 60_000;
const [folder = "test-results/avatar-sheets", wanted = ""] = process.argv.slice(2);
await mkdir(folder, { recursive: true });

const web = fileURLToPath(new URL("..", import.meta.url));
const server = await createServer({ root: web, server: { port: 0, hmr: false }, logLevel: "error" });
await server.listen();
const browser = await chromium.launch({ executablePath: ensureChromium(() => {}), args: CHROMIUM_FLAGS });
try {
  const page = await browser.newPage();
  page.on("console", (message) => {
    if (!HARMLESS.test(message.text())) process.stderr.write(`${message.type()}: ${message.text()}\n`);
  });
  page.on("pageerror", (error) => process.stderr.write(`${error}\n`));
  await page.goto(new URL("/avatar-sheets.html", server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => "sheets" in window, undefined, { timeout: PATIENCE_MS });
  const names = await page.evaluate(() => Object.keys(window.sheets));
  for (const name of names.filter((name) => name.startsWith(wanted))) {
    const picture = await page.evaluate((sheet) => window.sheets[sheet]!(), name);
    const file = path.join(folder, `${name}.png`);
    await writeFile(file, Buffer.from(picture.slice(picture.indexOf(",") + 1), "base64"));
    process.stdout.write(`${file}\n`);
  }
} finally {
  await browser.close();
  await server.close();
}
