/** axe-core inside a page: what it finds against WCAG 2.2 A and AA, in each look of the page. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { LOOKS, type Look } from "../screens/options.ts";
import { wear } from "../stories.ts";

const SOURCE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const EVERY_RULE: RunOptions["runOnly"] = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};
/** What another look of the same page can break. */
const RULES_OF_COLOUR: RunOptions["runOnly"] = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** Not in forced colours: axe-core reads `-webkit-text-fill-color`, whose computed value they leave as it was. */
export const LOOKS_OF_AXE = LOOKS.filter((look) => look !== "forced");

/**
 * Every rule in the first look, those of colour in the others.
 * @returns a line for each rule that is broken, with the elements that break it and the looks; empty when all is well
 */
export async function violations(page: Page, looks: readonly Look[]): Promise<string[]> {
  const found = new Map<string, Look[]>();
  // Not `addScriptTag`: the page's own policy would not run it.
  await page.evaluate(`${SOURCE};0`);
  for (const look of looks) {
    await wear(page, look);
    const results = await run(page, look === looks[0] ? EVERY_RULE : RULES_OF_COLOUR);
    for (const line of results) found.set(line, [...(found.get(line) ?? []), look]);
  }
  return [...found].map(([line, where]) => `${line} (${where.join(", ")})`);
}

async function run(page: Page, rules: RunOptions["runOnly"]): Promise<string[]> {
  const results = await page.evaluate(async (runOnly): Promise<AxeResults> => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    return axe.run(document, { ...(runOnly === undefined ? {} : { runOnly }), resultTypes: ["violations"] });
  }, rules);
  return results.violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 4).map(({ target, any }) => `${target.join(" ")} ${any[0]?.message ?? ""}`.trim());
    return `${id}: ${help}: ${where.join(" | ")}`;
  });
}
