/**
 * `npm run screens`: pictures of every screen in every state (src/ui/testing/screens.ts) in the sizes, languages and looks
 * of the design, the contact sheets of each screen, and what can be seen to be wrong with them by code
 * (src/ui/testing/faults.ts). Ends with 1 when anything is.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { hideRenderer } from "../looking.ts";
import { WITHOUT_FIGURE } from "../microphone.ts";
import { command, type Showing, STORY_TIME, withStories } from "../stories.ts";
import { type Frame, SIZES, USAGE, type Wish, wishOf } from "./options.ts";
import { writeSheet } from "./sheet.ts";
import { takeStills } from "./still.ts";
import { type Found, type Taken, takeScreen } from "./take.ts";

/** For what a screen needs until it can be looked at. */
const PATIENCE_MS = 60_000;

/** What an earlier run took of it, where all of that was wished for. */
async function takenBefore(file: string, states: readonly string[]): Promise<Taken | null> {
  try {
    const taken: Taken = JSON.parse(await readFile(file, "utf8"));
    return states.every((state) => taken.shots.some((shot) => shot.state === state)) ? taken : null;
  } catch {
    return null;
  }
}

/** Playwright knows of no hinge, and of no notch. */
async function shape(page: Page, { hinge, insets, ...size }: Frame): Promise<void> {
  if (hinge === undefined && insets === undefined) return;
  const developer = await page.context().newCDPSession(page);
  if (insets !== undefined) await developer.send("Emulation.setSafeAreaInsetsOverride", { insets });
  if (hinge === undefined) return;
  await developer.send("Emulation.setDeviceMetricsOverride", {
    ...size,
    deviceScaleFactor: 1,
    mobile: false,
    displayFeature: { orientation: "vertical", offset: hinge.at, maskLength: hinge.width },
  });
}

async function takeAll(browser: Browser, url: string, figure: Showing["figure"], wish: Wish): Promise<Taken> {
  const all: Taken = { shots: [], found: [] };
  const names = [...new Set(wish.screens.map(({ screen }) => screen))];
  const [begun, count] = [Date.now(), names.length * wish.sizes.length];
  let nth = 0;
  for (const size of wish.sizes) {
    const context = await browser.newContext({
      viewport: SIZES[size],
      hasTouch: ["phone", "short", "notch", "side"].includes(size),
      reducedMotion: "reduce",
      timezoneId: "Asia/Tokyo",
    });
    const page = await context.newPage();
    await page.clock.setFixedTime(STORY_TIME);
    await shape(page, SIZES[size]);
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript(hideRenderer);
    for (const name of names) {
      const screens = wish.screens.filter(({ screen }) => screen === name);
      const file = path.join(wish.folder, `${name}-${size}.json`);
      const states = screens.map(({ state }) => state);
      let taken = wish.resume ? await takenBefore(file, states) : null;
      if (taken === null) {
        taken = await takeScreen(page, url, figure, screens, size, wish);
        const sheet = await context.newPage();
        await writeSheet(sheet, wish.folder, `sheet-${name}-${size}`, size, taken.shots);
        await sheet.close();
        await writeFile(file, JSON.stringify(taken));
      }
      all.shots.push(...taken.shots);
      all.found.push(...taken.found);
      nth += 1;
      const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
      process.stdout.write(
        `${nth} of ${count}, ${minutes} min: ${name}, ${size}: ${taken.shots.length} pictures, ${taken.found.length} faults\n`,
      );
    }
    await context.close();
  }
  return all;
}

const told = ({ screen, size, fault, files }: Found): string =>
  `${fault.kind}: ${screen}, ${size}: ${fault.what} (${files.length} × ${files[0]})\n`;

const main = (wish: Wish): Promise<void> =>
  withStories(wish.figure === "none" ? WITHOUT_FIGURE : [], async (browser, url, built) => {
    await mkdir(wish.folder, { recursive: true });
    const figure = wish.figure === "still" ? { still: await takeStills(browser, url, built) } : wish.figure;
    const { shots, found } = await takeAll(browser, url, figure, wish);
    const report = found.map(told).join("");
    await writeFile(path.join(wish.folder, "faults.txt"), report);
    process.stdout.write(`${report}${shots.length} pictures in ${wish.folder}, ${found.length} faults\n`);
    process.exitCode = found.length === 0 ? 0 : 1;
  });

await command(USAGE, wishOf, main);
