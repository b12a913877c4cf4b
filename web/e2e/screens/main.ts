/**
 * `npm run screens`: pictures of every screen in every state (src/ui/testing/screens.ts) in the sizes, languages and looks
 * of the design, the contact sheets of each screen, and what can be seen to be wrong with them by code
 * (src/ui/testing/faults.ts). Ends with 1 when anything is.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "../../../scripts/chromium.mjs";
import type { Fault } from "../../src/ui/testing/faults.ts";
import type { Screen } from "../../src/ui/testing/screens.ts";
import { hideRenderer } from "../looking.ts";
import { WITHOUT_FIGURE } from "../microphone.ts";
import { addressOf, prepare, serveStories } from "../stories.ts";
import { SIZES, type Size, USAGE, type Wish, wishOf } from "./options.ts";
import { type Shot, writeSheet } from "./sheet.ts";

/** For what a screen needs until it can be looked at. */
const PATIENCE_MS = 60_000;

interface Found {
  screen: string;
  size: Size;
  fault: Fault;
  /** The pictures in which it was seen. */
  files: string[];
}

async function takeAll(browser: Browser, url: string, wish: Wish): Promise<{ count: number; found: Found[] }> {
  const found = new Map<string, Found>();
  const note = (screen: Screen, size: Size, fault: Fault, file: string): void => {
    const key = `${screen.screen} ${screen.state} ${size} ${fault.kind} ${fault.what}`;
    const known = found.get(key);
    if (known === undefined)
      found.set(key, { screen: `${screen.screen}, ${screen.state}`, size, fault, files: [file] });
    else known.files.push(file);
  };
  let count = 0;
  for (const size of wish.sizes) {
    const context = await browser.newContext({
      viewport: SIZES[size],
      hasTouch: size === "phone" || size === "short",
      reducedMotion: "reduce",
      timezoneId: "Asia/Tokyo",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript(hideRenderer);
    for (const name of new Set(wish.screens.map(({ screen }) => screen))) {
      const shots: Shot[] = [];
      for (const screen of wish.screens.filter((candidate) => candidate.screen === name)) {
        for (const language of wish.languages) {
          for (const look of wish.looks) {
            if (look.startsWith("contrast") && screen.contrast !== true) continue;
            const file = `${name} ${screen.state} ${size} ${language} ${look}.png`.replaceAll(" ", "-");
            const broken = (what: unknown): void =>
              note(screen, size, { kind: "not shown", what: String(what).split("\n")[0] ?? "" }, file);
            page.once("pageerror", broken);
            await page.goto(addressOf(url, screen, { ...wish, language, look }));
            try {
              await prepare(page, screen, wish.figure);
              for (const fault of await page.evaluate(() => window.findFaults())) note(screen, size, fault, file);
            } catch (error) {
              broken(error);
            }
            page.off("pageerror", broken);
            await page.screenshot({ path: path.join(wish.folder, file) });
            shots.push({ file, state: screen.state, column: `${language} ${look}` });
            count += 1;
          }
        }
      }
      const sheet = await context.newPage();
      await writeSheet(sheet, wish.folder, `sheet-${name}-${size}`, size, shots);
      await sheet.close();
      process.stdout.write(`${name}, ${size}: ${shots.length} pictures\n`);
    }
    await context.close();
  }
  return { count, found: [...found.values()] };
}

async function main(wish: Wish): Promise<void> {
  await mkdir(wish.folder, { recursive: true });
  const built = await mkdtemp(path.join(tmpdir(), "hisho-stories-"));
  const stories = await serveStories(built);
  const browser = await chromium.launch({
    executablePath: ensureChromium(() => {}),
    args: [...CHROMIUM_FLAGS, ...(wish.figure ? [] : [WITHOUT_FIGURE])],
  });
  try {
    const { count, found } = await takeAll(browser, stories.url, wish);
    for (const { screen, size, fault, files } of found) {
      process.stdout.write(`${fault.kind}: ${screen}, ${size}: ${fault.what} (${files.length} × ${files[0]})\n`);
    }
    process.stdout.write(`${count} pictures in ${wish.folder}, ${found.length} faults\n`);
    process.exitCode = found.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await stories.close();
    await rm(built, { recursive: true, force: true });
  }
}

let wish: Wish | null = null;
try {
  wish = wishOf(process.argv.slice(2));
  if (wish === null) process.stdout.write(`${USAGE}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
if (wish !== null) await main(wish);
