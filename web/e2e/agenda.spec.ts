/** The secretary as `npm start` runs it: asked for the real agenda by keyboard and by voice, reminding, seen and edited on its page. */
import { fileURLToPath } from "node:url";
import type { Recording } from "@hisho/providers/testing/wav.ts";
import { createEmbeddedTts } from "@hisho/providers/tts/embedded.ts";
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, WITHOUT_FIGURE, withPauses } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

const ZONE = "Asia/Tokyo";
const DAY_MS = 86_400_000;
const WEIGHTS = fileURLToPath(new URL("../../models/weights", import.meta.url));

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
  await subscribe("営業定例");
});
test.afterAll(() => relay.stop());

/** Tomorrow in Tokyo, as iCalendar writes it. */
const tomorrow = (): string =>
  new Date(Date.now() + DAY_MS).toLocaleDateString("sv", { timeZone: ZONE }).replaceAll("-", "");

async function subscribe(title: string): Promise<void> {
  const text = [
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    "UID:1",
    `SUMMARY:${title}`,
    `DTSTART;TZID=${ZONE}:${tomorrow()}T150000`,
    `DTEND;TZID=${ZONE}:${tomorrow()}T160000`,
    "LOCATION:三階 会議室B",
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
  const body = JSON.stringify({ kind: "file", name: "会社", text });
  const response = await fetch(`${relay.url}/api/v1/calendars`, { method: "POST", body });
  expect(response.status).toBe(201);
}

async function spoken(text: string): Promise<Recording> {
  const tts = createEmbeddedTts({ weightsDirectory: WEIGHTS });
  const { signal } = new AbortController();
  await tts.prepare(signal);
  const said: Recording[] = [];
  for await (const chunk of tts.speak({ text, language: "en-US" }, signal)) said.push(chunk);
  await tts.close();
  return withPauses(said, []);
}

const caption = (page: Page) => page.locator(".caption");

test("tomorrow's agenda is asked for in Japanese, and is the real one", async () => {
  const browser = await openBrowser(undefined, { context: { locale: "ja-JP" }, flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await type(page, "明日のスケジュールを教えて");
    await expect(caption(page)).toContainText("15時から16時まで、営業定例、三階 会議室B。");
    await type(page, "明日の十時に歯医者");
    await expect(caption(page)).toContainText("10時に「歯医者」を予定に入れました。");
    await type(page, "明日の予定は");
    await expect(caption(page)).toContainText("予定は2件です。");
  } finally {
    await browser.close();
  }
});

test("the same is asked aloud, and answered", async () => {
  const browser = await openBrowser(withPauses([await spoken("What is on my calendar tomorrow?")], [4, 30]), {
    flags: WITHOUT_FIGURE,
  });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await page.locator(".talk-key").click();
    await expect(caption(page)).toContainText("15:00 to 16:00", { timeout: 90_000 });
  } finally {
    await browser.close();
  }
});

test("a reminder rings, and one that nobody heard is told after a restart", async () => {
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await type(page, "Remind me in 8 seconds to call Sato");
    await expect(caption(page)).toContainText("I will remind you");
    await expect(caption(page)).toContainText("Here is your reminder: call Sato.", { timeout: 60_000 });
    await page.goto("about:blank");
    const due = new Date(Date.now() + 1_000).toISOString();
    const body = JSON.stringify({ kind: "reminder", text: "water the plants", language: "en-US", due_at: due });
    expect((await fetch(`${relay.url}/api/v1/desk`, { method: "POST", body })).status).toBe(201);
    await relay.halt();
    await relay.startAgain();
    await page.goto(relay.url);
    await expect(caption(page)).toContainText("water the plants", { timeout: 60_000 });
  } finally {
    await browser.close();
  }
});

test("the page adds, edits, ticks, deletes with a way back, and shows the last known offline", async () => {
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.goto(`${relay.url}/#/agenda`);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByLabel("What, and when").fill("Order umbrellas");
    await expect(page.locator(".draft")).toContainText("Note");
    await page.locator(".agenda-form").getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("checkbox", { name: "Tick off “Order umbrellas”", exact: true }).click();
    await expect(page.getByRole("checkbox", { name: "Mark “Order umbrellas” as not done", exact: true })).toBeChecked();
    await page.getByRole("button", { name: "Edit “Order umbrellas”", exact: true }).click();
    await page.getByLabel("What", { exact: true }).fill("Order ten umbrellas");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Edit “Order ten umbrellas”", exact: true }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.locator(".tick")).toHaveCount(0);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(page.locator(".tick")).toContainText("Order ten umbrellas");

    const day = new Date(Date.now() + DAY_MS).toLocaleDateString("sv", { timeZone: ZONE });
    await page.goto(`${relay.url}/#/agenda/${day}`);
    await expect(page.locator(".line")).toContainText(["営業定例"]);
    await relay.halt();
    await expect(page.locator(".agenda-line").first()).toContainText("as last seen");
    await expect(page.locator(".line")).toContainText(["営業定例"]);
  } finally {
    await browser.close();
  }
});
