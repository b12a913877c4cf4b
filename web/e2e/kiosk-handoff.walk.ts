/** A visitor takes the conversation along: the code on the screen, a phone that reads it, and everybody who comes too late. */
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import jsQR from "jsqr";
import { ask, openKiosk, until } from "./kiosk-visits.ts";
import type { SpokenTo } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

const PHONE = { viewport: { width: 390, height: 844 }, locale: "en-US" };

let relay: RunningRelay;
let browser: SpokenTo;
// Greetings and goodbyes are waited for as long as they are said.
test.slow();
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

/** Another device, which has taken its first steps. */
async function phone(): Promise<BrowserContext> {
  const context = await browser.context.browser()!.newContext(PHONE);
  await context.addInitScript(() => localStorage.setItem("hisho.settings", '{"welcomed":true}'));
  return context;
}

const code = (page: Page) => page.getByRole("img", { name: "Code to scan with your phone’s camera" });

const RELAY_TOKEN = "open-sesame-open-sesame";

/** Asks a relay that lets nobody in without its token. @returns the answer's JSON */
async function asOwner(url: string, method = "GET"): Promise<unknown> {
  const response = await fetch(url, { method, headers: { Authorization: `Bearer ${RELAY_TOKEN}` } });
  expect(response.ok, `${method} ${url}: ${response.status}`).toBe(true);
  return response.json();
}

/** @returns the token of a device that the relay has paired under that name */
async function paired({ url }: RunningRelay, name: string): Promise<string> {
  const { code } = (await asOwner(`${url}/api/v1/pair/codes`, "POST")) as { code: string };
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ code, name });
  const response = await fetch(`${url}/api/v1/pair`, { method: "POST", headers, body });
  return ((await response.json()) as { token: string }).token;
}

/** What a camera that looks at the code reads. */
async function scanned(page: Page): Promise<string | undefined> {
  const picture = await code(page).screenshot();
  const { data, width, height } = await page.evaluate(
    async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: "image/png" }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
      context.drawImage(bitmap, 0, 0);
      const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      return { data: [...data], width, height };
    },
    [...picture],
  );
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}

test("a conversation goes to a phone once, is kept and gone on with there, and is cleared from the screen", async () => {
  const opened = await openKiosk(relay, { pace: 1 });
  browser = opened.browser;
  const { page } = opened;
  await ask(page, "What is 12 times 8?");
  await expect(page.getByRole("log")).toContainText("96");
  await page.getByRole("button", { name: "Take this to your phone" }).click();
  await expect(code(page)).toBeVisible();
  await expect(page.getByText("Once you have it, this screen is cleared. Your voice is not kept.")).toBeVisible();
  await expect.poll(() => scanned(page)).toMatch(/handoff\.html#[0-9A-Z]{26}$/);
  const address = (await scanned(page))!;
  expect(address.startsWith(relay.url)).toBe(true);
  // The letters beside it say the same, for whoever types.
  expect(address.split("#")[1]).toBe((await page.locator("[translate=no]").innerText()).replaceAll("-", ""));

  const first = await phone();
  const received = await first.newPage();
  await received.goto(address);
  await expect(received.getByRole("heading", { name: "Your talk at the reception" })).toBeVisible();
  await expect(received.getByText("What is 12 times 8?")).toBeVisible();
  await expect(received.locator("li")).toContainText("96");
  expect(received.url()).not.toContain("#");
  await until(page, "goodbye");
  await until(page, "attract");
  await expect(page.getByText("12 times 8")).toHaveCount(0);

  const second = await phone();
  const late = await second.newPage();
  await late.goto(address);
  await expect(late.getByRole("alert")).toHaveText("This code has been used. Ask the reception screen for another.");
  await late.getByRole("textbox").fill("7f3k9-2qd0a-bcdef-ghjkm-npqrs-t");
  await late.getByRole("button", { name: "Open" }).click();
  await expect(late.getByRole("alert")).toHaveText("There is no such code. Ask the reception screen for another.");
  await second.close();

  await received.getByRole("button", { name: "Keep it in this device’s history" }).click();
  await expect(received.getByRole("status")).toHaveText("It is in the history now.");
  await received.getByRole("button", { name: "Go on talking" }).click();
  await received.getByRole("button", { name: "Continue here" }).click();
  await type(received, "What is 6 times 7?");
  await expect(received.getByRole("log")).toContainText("42");
  await received.goto(`${relay.url}/#/history`);
  await expect(received.locator(".history-row")).toHaveCount(2);
  await first.close();
});

test("where devices are paired the ticket alone opens it: the phone shows no token, is paired to nothing and has no session", async () => {
  const strict = await startRelay({ RELAY_TOKEN, PAIRING: "on" });
  try {
    const opened = await openKiosk(strict, { pace: 1, token: await paired(strict, "Reception") });
    browser = opened.browser;
    const { page } = opened;
    await ask(page, "What is 12 times 8?");
    await expect(page.getByRole("log")).toContainText("96");
    await page.getByRole("button", { name: "Take this to your phone" }).click();
    await expect.poll(() => scanned(page)).toMatch(/handoff\.html#[0-9A-Z]{26}$/);
    const address = (await scanned(page))!;

    const visitors = await phone();
    const received = await visitors.newPage();
    const asked: (string | undefined)[][] = [];
    visitors.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (/^\/(api|health|ready)\b/.test(pathname)) {
        asked.push([request.method(), pathname, request.headers().authorization]);
      }
    });
    const sockets: string[] = [];
    received.on("websocket", (socket) => sockets.push(socket.url()));
    await received.goto(address);
    await expect(received.getByText("What is 12 times 8?")).toBeVisible();
    await expect(received.locator("li")).toContainText("96");
    await received.getByRole("button", { name: "Keep it in this device’s history" }).click();
    await expect(received.getByRole("status")).toHaveText("It is in the history now.");
    await until(page, "attract");
    expect(asked).toEqual([["POST", "/api/v1/handoffs/redeem", undefined]]);
    expect(sockets).toEqual([]);
    const { devices } = (await asOwner(`${strict.url}/api/v1/devices`)) as { devices: { name: string }[] };
    expect(devices.map(({ name }) => name)).toEqual(["Reception"]);

    // What is taken along can be read; to go on talking, the phone has to be let in.
    await received.getByRole("button", { name: "Go on talking" }).click();
    await expect(received.getByRole("region", { name: "Conversation" })).toContainText("What is 12 times 8?");
    await received.goto(`${strict.url}/`);
    await expect(received.getByRole("heading", { name: "Let us pair this device." })).toBeVisible();
    await visitors.close();
  } finally {
    await strict.stop();
  }
});

test("a screen without its relay says that it cannot hand over, and goes back to the talk", async () => {
  const opened = await openKiosk(relay, { pace: 1 });
  browser = opened.browser;
  const { page } = opened;
  await ask(page, "What is 12 times 8?");
  await expect(page.getByRole("log")).toContainText("96");
  await relay.halt();
  await page.getByRole("button", { name: "Take this to your phone" }).click();
  await expect(page.getByText("I cannot hand it over right now. Please try again in a moment.")).toBeVisible();
  await page.getByRole("button", { name: "Back to talking" }).click();
  await expect(page.getByRole("log")).toContainText("96");
  await relay.startAgain();
});
