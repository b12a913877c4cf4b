/** The running app by axe-core (`npm run check:axe` looks at every state in every language and look), by keys alone, narrow and with large text, and without its voice. */
import { expect, type Page, test } from "@playwright/test";
import { violations } from "./axe/axe.ts";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";
import { type as write } from "./typing.ts";

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

const PLACES = [
  "history",
  "agenda",
  "documents",
  ...["language", "voice", "character", "calendars", "memory", "readings", "connections", "sight", "about"].map(
    (group) => `settings/${group}`,
  ),
];

const go = (page: Page, place: string): Promise<void> =>
  page.evaluate((hash) => window.location.assign(`#/${hash}`), place);

test("axe finds nothing on any page (en)", async () => {
  browser = await openBrowser(undefined, { firstRun: true, flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  const broken: Record<string, string[]> = {};
  const look = async (name: string): Promise<void> => {
    const found = await violations(page, ["light"]);
    if (found.length > 0) broken[name] = found;
  };
  await page.goto(relay.url);
  await page.getByRole("heading").waitFor();
  await look("first step");
  await page.getByRole("button", { name: "Skip this and type" }).click();
  await look("typing");
  await write(page, "12 times 8");
  await expect(page.locator(".caption")).toContainText("96");
  await page.keyboard.press("Escape");
  await look("answered");
  for (const place of PLACES) {
    await go(page, place);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look(place);
  }
  expect(broken).toEqual({});
});

test("captions only: an answer in words, told in whole sentences, without a sound (en)", async () => {
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  const traffic = new Traffic(page);
  await page.goto(`${relay.url}/#/settings/sight`);
  await page.getByRole("radio", { name: "Captions only" }).check({ force: true });
  await go(page, "");
  await write(page, "12 times 8");
  await expect(page.getByRole("log").and(page.locator("[aria-live=polite]"))).toContainText("96");
  await traffic.until(() => traffic.of("turn_end").length === 1);
  expect(traffic.sent.some(({ message }) => message.type === "playback")).toBe(false);
  expect(traffic.of("assistant_audio_start")).toEqual([]);
});

test("by keys alone: asked, answered, every page and its first choice, and back, always with a focus to be seen (en)", async () => {
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  await page.goto(relay.url);
  await page.locator(".talk-key").waitFor();
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return null;
      const box = at.getBoundingClientRect();
      return {
        name: at.getAttribute("aria-label") ?? at.textContent?.trim() ?? "",
        seen: box.width > 0 && box.height > 0,
      };
    });
  const tabTo = async (name: string): Promise<void> => {
    const seen: string[] = [];
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      const at = await focused();
      if (at?.name.startsWith(name)) return;
      seen.push(at?.name ?? "nothing");
    }
    throw new Error(`Tab never comes to "${name}": ${seen.join(" > ")}`);
  };
  await page.keyboard.press("Tab");
  expect(await focused(), "the talk key is first").toMatchObject({ name: "Talk", seen: true });
  await tabTo("Type");
  await page.keyboard.press("Enter");
  await page.keyboard.type("12 times 8");
  await page.keyboard.press("Enter");
  await expect(page.locator(".caption")).toContainText("96");
  // While the answer sounds the first press stops it.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(page.locator("main textarea")).toBeHidden({ timeout: 1_000 });
  }).toPass();
  expect(await focused(), "the focus goes back to the key that opened the field").toMatchObject({ name: "Type" });
  for (const place of ["History", "Agenda", "Files", "Settings"]) {
    await tabTo("Menu");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await tabTo(place);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(place);
    // A menu that is still going away, like an answer that still sounds, takes the first press.
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(async () => {
      await page.keyboard.press("Escape");
      await expect(page.locator(".talk")).toBeVisible({ timeout: 1_000 });
    }).toPass();
  }
});
