/** Whoever runs the relay sees the last answers, what went on in them, and no word of them. */
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { openBrowser, WITHOUT_FIGURE } from "./microphone.ts";
import { startRelay } from "./relay.ts";
import { type } from "./typing.ts";

test("an answer is found with its times and its log, also when the server has gone", async () => {
  const relay = await startRelay();
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(relay.url);
    await type(page, "What is 12 times 12?");
    await expect(page.locator(".caption")).toContainText("144");
    await page.goto(`${relay.url}/#/settings/connections`);
    await page.getByRole("link", { name: "See how it runs", exact: true }).click();
    const row = page.getByRole("table").locator("tbody tr");
    await expect(row).toHaveCount(1);
    await expect(row).toContainText("typed");
    await expect(page.getByRole("heading", { name: "Receipt of turn 1", exact: true })).toBeVisible();
    await row.getByRole("button").click();
    const log = page.getByRole("region", { name: "Log", exact: true });
    await expect(log).toContainText("turn began");
    await expect(log).toContainText("turn ended");
    await expect(log).not.toContainText("144");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the receipts", exact: true }).click();
    const file = JSON.parse(await readFile(await (await download).path(), "utf8")) as { receipts: unknown[] };
    expect(file.receipts).toHaveLength(1);
    await relay.stop();
    await expect(page.getByRole("status").filter({ hasText: "The server does not answer" })).toBeVisible();
    await expect(row).toHaveCount(1);
  } finally {
    await browser.close();
    await relay.stop();
  }
});
