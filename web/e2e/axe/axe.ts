/** axe-core inside a page: what it finds against WCAG 2.2 A and AA, in each look of the page. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { settled } from "../looking.ts";

const SOURCE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const EVERY_RULE: RunOptions["runOnly"] = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};
/** What another look of the same page can break. */
const RULES_OF_COLOUR: RunOptions["runOnly"] = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

const LOOKS = ["light", "dark", "contrast-light", "contrast-dark"] as const;
type AxeLook = (typeof LOOKS)[number];

/** The page changes its look where it stands, as it does when the system's is changed. */
async function wear(page: Page, look: AxeLook): Promise<void> {
  await page.evaluate((wanted) => {
    const root = document.documentElement;
    root.dataset.theme = wanted.endsWith("dark") ? "dark" : "light";
    root.dataset.contrast = wanted.startsWith("contrast") ? "more" : "normal";
  }, look);
  await page.evaluate(settled);
}

/**
 * Every rule in the first look, those of colour in the others.
 * @returns a line for each rule that is broken and each look, with the elements that break it; empty when all is well
 */
export async function violations(page: Page, looks: readonly AxeLook[] = LOOKS): Promise<string[]> {
  const found = new Map<string, AxeLook[]>();
  // Not `addScriptTag`: the page's own policy would not run it.
  await page.evaluate(`${SOURCE};0`);
  for (const look of looks) {
    await wear(page, look);
    const rules = look === looks[0] ? EVERY_RULE : RULES_OF_COLOUR;
    const results = await page.evaluate(async (runOnly): Promise<AxeResults> => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      return axe.run(document, { ...(runOnly === undefined ? {} : { runOnly }), resultTypes: ["violations"] });
    }, rules);
    for (const { id, help, nodes } of results.violations) {
      const where = nodes.slice(0, 4).map(({ target, any }) => `${target.join(" ")} ${any[0]?.message ?? ""}`.trim());
      const line = `${id}: ${help}: ${where.join(" | ")}`;
      found.set(line, [...(found.get(line) ?? []), look]);
    }
  }
  return [...found].map(([line, where]) => `${line} (${where.join(", ")})`);
}
