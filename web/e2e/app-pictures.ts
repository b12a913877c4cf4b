/**
 * `npm run app:pictures`: takes the pictures that the app shows of itself where it is installed
 * (web/public/screenshots, named in web/vite/manifest.ts), from the built app with a relay of its own.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { hideRenderer } from "./looking.ts";
import { openBrowser } from "./microphone.ts";
import { startRelay } from "./relay.ts";
import { type } from "./typing.ts";

const FOLDER = fileURLToPath(new URL("../public/screenshots", import.meta.url));
const FRAMES = {
  narrow: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true },
  wide: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} as const;
const PATIENCE_MS = 120_000;

await mkdir(FOLDER, { recursive: true });
const relay = await startRelay();
try {
  for (const [frame, shape] of Object.entries(FRAMES)) {
    const browser = await openBrowser(undefined, { context: { ...shape, locale: "ja-JP" } });
    try {
      const page = await browser.context.newPage();
      const shoot = (name: string) =>
        page.screenshot({ path: path.join(FOLDER, `${frame}-${name}.jpg`), type: "jpeg", quality: 82 });
      await page.addInitScript(hideRenderer);
      await page.goto(`${relay.url}/?probe`);
      await page.locator("[data-mouth]").waitFor({ state: "attached", timeout: PATIENCE_MS });
      await page.locator(".stage-figure canvas").waitFor({ timeout: PATIENCE_MS });
      await type(page, "明日の午後三時に打ち合わせ、と予定に入れて");
      await page.locator(".caption-text[data-who=assistant]").waitFor({ timeout: PATIENCE_MS });
      await page.keyboard.press("Escape");
      await page.waitForTimeout(4_000);
      await shoot("talk");
      await page.goto(`${relay.url}/${frame === "narrow" ? "#/agenda" : "#/settings/character"}`);
      await page.locator("h1").last().waitFor({ timeout: PATIENCE_MS });
      await page.waitForTimeout(2_000);
      await shoot(frame === "narrow" ? "agenda" : "settings");
    } finally {
      await browser.close();
    }
  }
} finally {
  await relay.stop();
}
