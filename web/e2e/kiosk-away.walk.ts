/** A reception screen without its relay, for a moment and for a night: it says so, and goes on by itself. */
import { expect, test } from "@playwright/test";
import { openKiosk, until, visit } from "./kiosk-visits.ts";
import type { SpokenTo } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

let relay: RunningRelay;
let browser: SpokenTo;
// Greetings and goodbyes are waited for as long as they are said.
test.slow();
test.beforeEach(async () => {
  relay = await startRelay();
});
test.afterEach(async () => {
  await browser.close();
  await relay.stop();
});

test("a relay that is killed under a kiosk and started again is found again without a touch", async () => {
  const opened = await openKiosk(relay, { pace: 0.25 });
  browser = opened.browser;
  const { page } = opened;
  await visit(page);
  const fault = page.locator("[data-fault=socket]");
  await relay.halt();
  await expect(fault).toHaveText("Reconnecting. Your words are safe.");
  await relay.startAgain();
  await expect(fault).toBeHidden();
  await expect(page.getByText("Waiting for a voice")).toBeVisible();
  await visit(page);
});

test("a network that is away for hours leaves a screen that says whom to call, and comes back by itself", async () => {
  const opened = await openKiosk(relay, {
    pace: 1,
    settings: { call: "Please call the office, extension 1234." },
    clock: true,
  });
  browser = opened.browser;
  const { page } = opened;
  await page.context().setOffline(true);
  await relay.halt();
  const fault = page.locator("[data-fault=socket]");
  await expect(fault).toBeVisible();
  for (let hour = 0; hour < 6; hour += 1) {
    for (let minute = 0; minute < 60; minute += 10) await page.clock.fastForward(10 * 60_000);
    await expect(page.locator("main")).toHaveAttribute("data-at", "attract");
  }
  await expect(fault).toHaveText("I could not mend this. Please call the office, extension 1234.");
  await relay.startAgain();
  await page.context().setOffline(false);
  await expect(fault).toBeHidden();
  await page.getByRole("heading", { level: 1 }).click();
  await until(page, "talking");
});
