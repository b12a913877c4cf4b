/**
 * Contact sheets of the character for a person to look at; no test. `npm run avatar:sheets -- [FOLDER] [NAME]`: the sheets
 * whose names begin with NAME, all of them without; by default into test-results/avatar-sheets.
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserContextOptions } from "@playwright/test";
import { bytesOf, withStudio } from "./avatar-studio.ts";
import { hideRenderer, settled } from "./looking.ts";

/** The app around her, as people hold it. */
const FRAMES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  tablet: { viewport: { width: 1180, height: 820 }, deviceScaleFactor: 1 },
  kiosk: { viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 },
} as const satisfies Record<string, BrowserContextOptions>;
const PATIENCE_MS = 60_000;
const [folder = "test-results/avatar-sheets", wanted = ""] = process.argv.slice(2);
await mkdir(folder, { recursive: true });

await withStudio(async ({ page, browser, address }) => {
  const names = await page.evaluate(() => Object.keys(window.studio!.sheets));
  for (const name of names.filter((name) => name.startsWith(wanted))) {
    const picture = await page.evaluate((sheet) => window.studio!.sheets[sheet]!(), name);
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
      await app.goto(address(`/stories.html?probe&story=speaking&theme=${theme}`));
      await app.locator("[data-mouth]").waitFor({ state: "attached", timeout: PATIENCE_MS });
      await app.evaluate(settled);
      const file = path.join(folder, `${name}.png`);
      await app.screenshot({ path: file });
      process.stdout.write(`${file}\n`);
      await app.close();
    }
});
