/**
 * Contact sheets of the character for a person to look at; no test. `npm run avatar:sheets -- [FOLDER] [NAME]`: the sheets
 * whose names begin with NAME, all of them without; by default into test-results/avatar-sheets. NAME `portrait` takes the
 * picture of her that the app shows in bars and tiles, and puts it in its place (web/public/icons/portrait.webp).
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContextOptions, chromium } from "@playwright/test";
import { createServer } from "vite";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import { hideRenderer, settled } from "./looking.ts";

declare global {
  interface Window {
    /** By web/src/avatar/testing/studio.tsx. */
    sheets: Readonly<Record<string, () => Promise<string>>>;
    portrait: () => Promise<string>;
  }
}

/** The app around her, as people hold it. */
const FRAMES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  tablet: { viewport: { width: 1180, height: 820 }, deviceScaleFactor: 1 },
  kiosk: { viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 },
} as const satisfies Record<string, BrowserContextOptions>;
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
  const bytesOf = (url: string): Buffer => Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
  if (wanted === "portrait") {
    const file = path.join(web, "public/icons/portrait.webp");
    await writeFile(file, bytesOf(await page.evaluate(() => window.portrait())));
    process.stdout.write(`${file}\n`);
  }
  const names = await page.evaluate(() => Object.keys(window.sheets));
  for (const name of names.filter((name) => name.startsWith(wanted))) {
    const picture = await page.evaluate((sheet) => window.sheets[sheet]!(), name);
    const file = path.join(folder, `${name}.png`);
    await writeFile(file, bytesOf(picture));
    process.stdout.write(`${file}\n`);
  }
  for (const [frame, shape] of Object.entries(FRAMES))
    for (const theme of ["light", "dark"]) {
      const name = `app-${frame}-${theme}`;
      if (!name.startsWith(wanted)) continue;
      const app = await browser.newPage(shape);
      await app.addInitScript(hideRenderer);
      await app.goto(new URL(`/stories.html?probe&story=speaking&theme=${theme}`, server.resolvedUrls?.local[0]).href);
      await app.locator("[data-mouth]").waitFor({ state: "attached", timeout: PATIENCE_MS });
      await app.evaluate(settled);
      const file = path.join(folder, `${name}.png`);
      await app.screenshot({ path: file });
      process.stdout.write(`${file}\n`);
      await app.close();
    }
} finally {
  await browser.close();
  await server.close();
}
