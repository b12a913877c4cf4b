/** What a person may do to a page's presentation without losing anything of it (WCAG 2.2, 1.4.4, 1.4.10, 1.4.12). */
import type { Page } from "@playwright/test";
import { settled } from "../looking.ts";
import { foreignWords } from "./language-of-parts.ts";

interface Adaptation {
  name: string;
  begin(page: Page): Promise<unknown>;
  end(page: Page): Promise<unknown>;
}

/** What `page` is put back to. */
export interface Frame {
  width: number;
  height: number;
}

/** 1.4.12: each of these at once, by whoever reads better so. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }`;

const adaptations = (frame: Frame): readonly Adaptation[] => [
  {
    name: "at 320 px",
    begin: (page) => page.setViewportSize({ width: 320, height: 640 }),
    end: (page) => page.setViewportSize(frame),
  },
  {
    name: "with text of 200 %",
    begin: (page) => setText(page, "200%"),
    end: (page) => setText(page, "100%"),
  },
  {
    name: "with wide spacing",
    begin: (page) =>
      page.evaluate((css) => {
        const sheet = document.head.appendChild(document.createElement("style"));
        sheet.dataset.spacing = "";
        sheet.textContent = css;
      }, SPACING),
    end: (page) => page.evaluate(() => document.querySelector("style[data-spacing]")?.remove()),
  },
];

const setText = (page: Page, size: string): Promise<void> =>
  page.evaluate((value) => {
    document.documentElement.style.fontSize = value;
  }, size);

/** What is lost in each adaptation, and words that are not in the language they are said to be in. */
export async function adaptationFaults(page: Page, frame: Frame): Promise<string[]> {
  const found = (await page.evaluate(foreignWords)).map((words) => `said to be in another language: ${words}`);
  for (const { name, begin, end } of adaptations(frame)) {
    await begin(page);
    await page.evaluate(settled);
    for (const { kind, what } of await page.evaluate(() => window.findFaults())) {
      // How large a target is depends on the device, not on how the text is set.
      if (kind !== "small target") found.push(`${kind} ${name}: ${what}`);
    }
    await end(page);
  }
  return found;
}
