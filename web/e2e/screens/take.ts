/** Takes the pictures of one screen in one size, and notes what can be seen to be wrong with it. */
import path from "node:path";
import type { Page } from "@playwright/test";
import type { Fault } from "../../src/ui/testing/faults.ts";
import type { Screen } from "../../src/ui/testing/screens.ts";
import { settled } from "../looking.ts";
import type { Language, Look, Size, Wish } from "./options.ts";
import type { Shot } from "./sheet.ts";

/** Longer than the silence before outlines of what is being waited for are drawn. */
const LOADING_MS = 260;
const QUALITY = 88;

export interface Found {
  screen: string;
  size: Size;
  fault: Fault;
  /** The pictures in which it was seen. */
  files: string[];
}

export interface Taken {
  shots: Shot[];
  found: Found[];
}

/** The address of the screen in the first of the looks; the others are put on there. */
function addressOf(url: string, screen: Screen, language: Language, wish: Wish, still: string): string {
  // `state` makes every address another, so that each is loaded anew.
  const query = new URLSearchParams({
    ...screen.query,
    state: screen.state,
    lang: language,
    text: String(wish.text),
  });
  if (wish.figure === "none") query.set("figure", "none");
  if (wish.figure === "still") query.set("still", still);
  return `${url}stories.html?${query}#/${screen.hash ?? ""}`;
}

/** Brings the screen into its state. */
async function prepare(page: Page, screen: Screen, wish: Wish): Promise<void> {
  await page.locator("#root > *").first().waitFor({ state: "attached" });
  await page.evaluate(() => document.fonts.ready);
  if (wish.figure === "live" && screen.hash === undefined) {
    await page.locator(".stage-figure canvas").waitFor();
  }
  for (const selector of screen.press ?? []) await page.locator(selector).first().click();
  if (screen.write !== undefined) await page.keyboard.insertText(screen.write);
  for (const selector of screen.pressThen ?? []) await page.locator(selector).first().click();
  await page.waitForTimeout(LOADING_MS);
}

async function wear(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ forcedColors: look === "forced" ? "active" : "none" });
  await page.evaluate((name) => window.wear(name.endsWith("dark"), name.startsWith("contrast")), look);
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
  await page.evaluate(settled);
}

/** @param screens the states of one screen */
export async function takeScreen(
  page: Page,
  url: string,
  still: string,
  screens: readonly Screen[],
  size: Size,
  wish: Wish,
): Promise<Taken> {
  const shots: Shot[] = [];
  const found = new Map<string, Found>();
  for (const screen of screens) {
    for (const language of wish.languages) {
      const looks = wish.looks.filter((look) => !look.startsWith("contrast") || screen.contrast === true);
      const name = `${screen.screen} ${screen.state} ${size} ${language}`.replaceAll(" ", "-");
      let file = `${name}-${looks[0]}.jpg`;
      const note = (fault: Fault): void => {
        const key = `${screen.state} ${fault.kind} ${fault.what}`;
        const known = found.get(key);
        if (known !== undefined) known.files.push(file);
        else found.set(key, { screen: `${screen.screen}, ${screen.state}`, size, fault, files: [file] });
      };
      const broken = (what: unknown): void => note({ kind: "not shown", what: String(what).split("\n")[0] ?? "" });
      page.on("pageerror", broken);
      try {
        await page.goto(addressOf(url, screen, language, wish, still));
        await prepare(page, screen, wish);
      } catch (error) {
        broken(error);
      }
      for (const look of looks) {
        file = `${name}-${look}.jpg`;
        try {
          await wear(page, look);
          for (const fault of await page.evaluate(() => window.findFaults())) note(fault);
        } catch (error) {
          broken(error);
        }
        await page.screenshot({ path: path.join(wish.folder, file), type: "jpeg", quality: QUALITY });
        shots.push({ file, state: screen.state, column: `${language} ${look}` });
      }
      page.off("pageerror", broken);
    }
  }
  return { shots, found: [...found.values()] };
}
