/** What is remembered and how words are read: said in a conversation, seen, corrected and carried away in the settings. */
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { openBrowser, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

test("what is to be remembered is said, used, corrected and forgotten with a way back", async () => {
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await type(page, "Remember that my locker is 214");
    await expect(page.locator(".caption")).toContainText("I will remember: my locker is 214.");
    await page.goto(`${relay.url}/#/settings/memory`);
    const rows = page.locator("[data-row=book]");
    await expect(rows).toHaveText(/my locker is 214/);
    await page.getByRole("button", { name: "Edit “my locker is 214”", exact: true }).click();
    await page.getByRole("textbox", { name: "Edit", exact: true }).fill("my locker is 215");
    await page.getByRole("button", { name: "Remember this", exact: true }).click();
    await expect(rows).toHaveText(/my locker is 215/);
    await page.goto(`${relay.url}/#/`);
    await type(page, "What is my locker?");
    await expect(page.locator(".caption")).toContainText("You told me: my locker is 215.");
    await page.goto(`${relay.url}/#/settings/memory`);
    await page.getByRole("button", { name: "Forget “my locker is 215”", exact: true }).click();
    await expect(rows).toHaveCount(0);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(rows).toHaveText(/my locker is 215/);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const file = JSON.parse(await readFile(await (await download).path(), "utf8")) as { memories: { text: string }[] };
    expect(file.memories.map(({ text }) => text)).toEqual(["my locker is 215"]);
  } finally {
    await browser.close();
  }
});

test("readings are taught, carried out as a file and brought back", async () => {
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.goto(`${relay.url}/#/settings/readings`);
    await page.getByLabel("Written").fill("C++ <b>");
    await page.getByLabel("Said like").fill("see plus plus");
    await page.getByRole("button", { name: "Teach", exact: true }).click();
    const rows = page.locator("[data-row=book]");
    await expect(rows).toHaveText(/C\+\+ <b>.*see plus plus/s);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export (CSV)", exact: true }).click();
    const csv = await readFile(await (await download).path());
    await page.getByRole("button", { name: "Remove the reading of “C++ <b>”", exact: true }).click();
    await expect(rows).toHaveCount(0);
    const picker = page.locator('input[type="file"]');
    await picker.setInputFiles({ name: "readings.csv", mimeType: "text/csv", buffer: csv });
    await expect(rows).toHaveText(/C\+\+ <b>/);
    await expect(page.getByText("I learned 1.", { exact: true })).toBeVisible();
    await picker.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{") });
    await expect(page.getByText("I could not read this file.")).toBeVisible();
  } finally {
    await browser.close();
  }
});
