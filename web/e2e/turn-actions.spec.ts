/** What can be done with one exchange, on the talk screen and in the history, and going on with an older conversation. */
import { expect, test } from "@playwright/test";
import { openBrowser, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

test("an exchange is copied, rated and asked anew, and its conversation is gone on with", async () => {
  const browser = await openBrowser(undefined, {
    flags: WITHOUT_FIGURE,
    context: { permissions: ["microphone", "clipboard-read", "clipboard-write"] },
  });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await type(page, "What is 6 times 7?");
    const caption = page.locator(".caption");
    await expect(caption).toContainText("42");
    const menu = page.getByRole("button", { name: "What can be done with this exchange" });
    await menu.click();
    await page.getByRole("menuitem", { name: "Copy" }).click();
    await expect(page.getByText("Copied.")).toBeVisible();
    await page.screenshot({ path: "test-results/turn-told.png" });
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^What is 6 times 7\?\n\n.*42/);

    await caption.click({ button: "right", position: { x: 24, y: 16 } });
    await expect(page.getByRole("menu")).toBeVisible();
    await page.screenshot({ path: "test-results/turn-menu.png" });
    await page.getByRole("menuitemcheckbox", { name: "Good answer" }).click();
    await menu.click();
    await expect(page.getByRole("menuitemcheckbox", { name: "Good answer" })).toBeChecked();
    await page.getByRole("menuitem", { name: "Edit and ask again" }).click();
    const field = page.locator("main textarea");
    await expect(field).toHaveValue("What is 6 times 7?");
    await expect(field).toBeFocused();
    await page.screenshot({ path: "test-results/turn-edit.png" });
    await field.fill("What is 6 times 8?");
    await field.press("Enter");
    await expect(caption).toContainText("48");
    await expect(page.locator(".state-word")).toHaveText("Speaking");
    await expect(page.locator(".state-word")).toHaveText("Tap or speak");
    await field.press("Escape");
    await page.keyboard.press("c");
    await expect(caption).toHaveCount(0);

    await page.goto(`${relay.url}/#/history`);
    await page.locator(".history").getByText("What is 6 times 7?").first().click();
    await expect(page.locator(".exchange")).toHaveCount(2);
    const first = page.locator(".exchange").first();
    const good = first.getByRole("button", { name: "Good answer" });
    await expect(good).toHaveAttribute("aria-pressed", "true");
    await page.screenshot({ path: "test-results/turn-history.png" });
    await good.click();
    await expect(good).toHaveAttribute("aria-pressed", "false");
    await first.getByRole("button", { name: "What can be done" }).click();
    await page.getByRole("menuitem", { name: "Play the recording" }).click();
    await expect(first.getByRole("button", { name: "Stop the voice" }), "the relay keeps the answer").toBeVisible();

    await page.getByRole("button", { name: "Continue here" }).click();
    await expect(caption).toContainText("48");
    await type(page, "What is 6 times 9?");
    await expect(caption).toContainText("54");
    await page.goto(`${relay.url}/#/history`);
    await page.locator(".history").getByText("What is 6 times 9?").first().click();
    await expect(page.locator(".exchange"), "it went on in the same conversation").toHaveCount(3);
    await page.locator(".exchange").first().getByRole("button", { name: "What can be done" }).click();
    await page.getByRole("menuitem", { name: "Edit and ask again" }).click();
    await expect(field).toHaveValue("What is 6 times 7?");
    await expect(field).toBeFocused();
  } finally {
    await browser.close();
  }
});
