/** The character as a picture of each theme: drawn live without a graphics card, it would take seconds on every screen. */
import path from "node:path";
import type { Browser } from "@playwright/test";
import { hideRenderer } from "../looking.ts";

/** A stage with much room under the eyes, so that a taller one never shows where the picture ends. */
const FRAME = { width: 1180, height: 1400 } as const;
/** Until the model is loaded and drawn by the processor. */
const PATIENCE_MS = 180_000;
/** After it has faded in. */
const FADED_MS = 1_500;
const ALONE = `*, ::before, ::after { background: none !important; border-color: transparent !important; }
  body * { visibility: hidden; }
  .stage-figure, .stage-figure * { visibility: visible; }
  .stage-poster { display: none; }`;

/**
 * Writes `still-light.png` and `still-dark.png`.
 * @param url of the stories
 * @returns where the head stands in them, as `stories.html?still=` takes it
 */
export async function takeStills(browser: Browser, url: string, folder: string): Promise<string> {
  const context = await browser.newContext({ viewport: FRAME, reducedMotion: "reduce", timezoneId: "Asia/Tokyo" });
  const page = await context.newPage();
  await page.addInitScript(hideRenderer);
  let place = "";
  for (const theme of ["light", "dark"]) {
    await page.goto(`${url}stories.html?${new URLSearchParams({ story: "listening", lang: "en", theme })}`);
    await page.locator("[data-avatar]").waitFor({ state: "attached", timeout: PATIENCE_MS });
    await page.addStyleTag({ content: ALONE });
    await page.waitForTimeout(FADED_MS);
    const stage = page.locator(".stage-figure");
    const box = await stage.boundingBox();
    if (box === null) throw new Error("The character has no stage to stand on.");
    // Of the page: an element has to hold still first, and she breathes.
    const file = path.join(folder, `still-${theme}.png`);
    await page.screenshot({ path: file, clip: box, omitBackground: true, timeout: PATIENCE_MS });
    place = await stage.evaluate((element) => {
      const style = getComputedStyle(element);
      const lengths = ["--figure-x", "--eye-y", "--head"].map((name) => style.getPropertyValue(name));
      return [...lengths.map((length) => Math.round(Number.parseFloat(length))), element.clientWidth].join(",");
    });
  }
  await context.close();
  return place;
}
