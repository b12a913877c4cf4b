/** Takes the pictures of one screen in one size, and notes what can be seen to be wrong with it. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { Fault } from "../../src/ui/testing/faults.ts";
import type { Screen } from "../../src/ui/testing/screens.ts";
import { addressOf, prepare, type Showing, wear } from "../stories.ts";
import type { Size, Wish } from "./options.ts";
import type { Shot } from "./sheet.ts";

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

/** Of the window as it is: Playwright names a clip, and then the browser leaves out the hinge that it shows. */
async function shoot(page: Page, file: string): Promise<void> {
  const developer = await page.context().newCDPSession(page);
  const { data } = await developer.send("Page.captureScreenshot", { format: "jpeg", quality: QUALITY });
  await developer.detach();
  await writeFile(file, Buffer.from(data, "base64"));
}

/** @param screens the states of one screen */
export async function takeScreen(
  page: Page,
  url: string,
  figure: Showing["figure"],
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
        await page.goto(addressOf(url, screen, { language, text: wish.text, figure }));
        await prepare(page, screen, figure);
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
        await shoot(page, path.join(wish.folder, file));
        shots.push({ file, state: screen.state, column: `${language} ${look}` });
      }
      page.off("pageerror", broken);
    }
  }
  return { shots, found: [...found.values()] };
}
