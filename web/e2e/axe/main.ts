/**
 * `npm run check:axe`: every screen in every state (src/ui/testing/screens.ts) by axe-core in each language and look, at
 * 320 px, with text of 200 % and wide spacing, and by Tab from its beginning to its end; in the first language on a tablet
 * too. Ends with 1 when anything is wrong.
 */
import type { Browser, Page } from "@playwright/test";
import type { Screen } from "../../src/ui/testing/screens.ts";
import { WITHOUT_FIGURE } from "../microphone.ts";
import { type Language, SIZES, type Wish, wishOf } from "../screens/options.ts";
import { addressOf, command, prepare, STORY_TIME, wear, withStories } from "../stories.ts";
import { adaptationFaults } from "./adaptations.ts";
import { LOOKS_OF_AXE, violations } from "./axe.ts";
import { focusFaults } from "./focus.ts";
import { foreignWords } from "./language-of-parts.ts";

const PATIENCE_MS = 60_000;

const USAGE = `npm run check:axe [-- options]
  --screen NAME   screens whose names begin with it, such as talk or settings; all without
  --state NAME    states whose names begin with it, such as offline
  --lang NAME     ja, en, ko; all without
  --look NAME     ${LOOKS_OF_AXE.join(", ")}; all without
Each may be given more than once.`;

/** @returns what is wrong with one screen in one language */
async function look(page: Page, url: string, screen: Screen, language: Language, wish: Wish): Promise<string[]> {
  const isKiosk = screen.screen === "kiosk";
  const frame = isKiosk ? SIZES.wide : SIZES.phone;
  const found: string[] = [];
  const broken = (error: Error): void => void found.push(`not shown: ${error.message.split("\n")[0]}`);
  const open = async (said: Language): Promise<void> => {
    await page.goto(addressOf(url, screen, { language, said, text: 100, figure: "none" }));
    await prepare(page, screen, "none");
  };
  const [usual = "light"] = wish.looks;
  page.once("pageerror", broken);
  try {
    await page.setViewportSize(frame);
    await open(language);
    found.push(...(await violations(page, wish.looks)));
    await wear(page, usual);
    // A reception screen is as large as it is, and so are its letters.
    if (!isKiosk) found.push(...(await adaptationFaults(page, frame)));
    if (language !== wish.languages[0]) return found;
    found.push(...(await focusFaults(page)));
    if (!isKiosk) {
      await page.setViewportSize(SIZES.landscape);
      const there = [...(await violations(page, [usual])), ...(await focusFaults(page))];
      found.push(...there.map((line) => `on a tablet: ${line}`));
    }
    // What is in Hangul was said, kept or planned, and none of it is the page's.
    if (language === "ko") return found;
    await page.setViewportSize(frame);
    await open("ko");
    found.push(...(await page.evaluate(foreignWords)).map((words) => `said in another language: ${words}`));
  } catch (error) {
    broken(error instanceof Error ? error : new Error(String(error)));
  } finally {
    page.off("pageerror", broken);
  }
  return found;
}

async function lookAtAll(browser: Browser, url: string, wish: Wish): Promise<number> {
  const context = await browser.newContext({ reducedMotion: "reduce", hasTouch: true, timezoneId: "Asia/Tokyo" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.clock.setFixedTime(STORY_TIME);
  let faults = 0;
  for (const [at, screen] of wish.screens.entries()) {
    const found = new Map<string, Language[]>();
    for (const language of wish.languages) {
      for (const line of await look(page, url, screen, language, wish)) {
        found.set(line, [...(found.get(line) ?? []), language]);
      }
    }
    faults += found.size;
    const outcome = found.size === 0 ? "nothing" : `${found.size} faults`;
    process.stdout.write(`${at + 1}/${wish.screens.length} ${screen.screen}, ${screen.state}: ${outcome}\n`);
    for (const [line, languages] of found) process.stdout.write(`  ${line} [${languages.join(" ")}]\n`);
  }
  return faults;
}

const main = (wish: Wish): Promise<void> =>
  withStories(WITHOUT_FIGURE, async (browser, url) => {
    const faults = await lookAtAll(browser, url, wish);
    const what = `${wish.screens.length} screens, ${wish.languages.length} languages, ${wish.looks.length} looks`;
    process.stdout.write(`${what}: ${faults} faults\n`);
    process.exitCode = faults === 0 ? 0 : 1;
  });

const read = (args: readonly string[]): Wish | null => {
  const wish = wishOf(args, LOOKS_OF_AXE);
  if (wish?.looks.includes("forced")) throw new Error(`--look takes one of ${LOOKS_OF_AXE.join(", ")}, not "forced".`);
  return wish;
};

await command(USAGE, read, main);
