/** Contact sheets: every state of one screen in one size, in each language and look. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";

export interface Shot {
  /** Within the folder. */
  file: string;
  state: string;
  /** Language and look, such as `ja dark`. */
  column: string;
}

const TILE_PX = {
  phone: 220,
  portrait: 300,
  landscape: 400,
  wide: 440,
  short: 400,
  notch: 220,
  side: 400,
  upright: 300,
  fold: 300,
  book: 400,
} as const;

/** Of six pictures of a phone, or three of a tablet. */
const SHEET_PX = 1_600;

/** More is not drawn at once without a graphics card. */
const PART_PX = 6_000;

/** Writes NAME.html and NAME.png beside the pictures; a long one goes on in NAME-2.png and so on. */
export async function writeSheet(
  page: Page,
  folder: string,
  name: string,
  size: keyof typeof TILE_PX,
  shots: readonly Shot[],
): Promise<void> {
  const states = [...new Set(shots.map(({ state }) => state))];
  const figures = states.map((state) => {
    const own = shots.filter((shot) => shot.state === state);
    const pictures = own.map(({ file, column }) => {
      const source = encodeURIComponent(file);
      return `<a href="${source}">${column}<img src="${source}" alt="${file}"></a>`;
    });
    return `<section><h2>${state}</h2><div>${pictures.join("")}</div></section>`;
  });
  const html = `<!doctype html><meta charset="utf-8"><title>${name}</title>
<style>
  body { display: flex; flex-wrap: wrap; gap: 16px; margin: 12px; font: 13px sans-serif; background: #9aa09a; }
  h1, h2 { margin: 0; font-size: 16px; }
  h1 { inline-size: 100%; }
  div { display: flex; flex-wrap: wrap; gap: 8px; }
  a { color: inherit; }
  img { display: block; width: ${TILE_PX[size]}px; }
</style>
<h1>${name}</h1>${figures.join("\n")}`;
  const file = path.resolve(folder, `${name}.html`);
  await writeFile(file, html);
  await page.setViewportSize({ width: SHEET_PX, height: 600 });
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let part = 0; part * PART_PX < height; part += 1) {
    const top = part * PART_PX;
    await page.setViewportSize({ width: SHEET_PX, height: Math.min(PART_PX, height - top) });
    await page.evaluate((to) => window.scrollTo(0, to), top);
    await page.screenshot({ path: path.join(folder, `${name}${part === 0 ? "" : `-${part + 1}`}.png`) });
  }
}
