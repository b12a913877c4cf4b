/**
 * The first steps where the relay asks who this is: its code seen by the camera, pasted, and refused; then a voice with a
 * mouth. And what is written while the relay is away.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { pictureOf } from "./camera.ts";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

const TOKEN = "open-sesame-open-sesame";

let relay: RunningRelay;
let folder: string;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay({ RELAY_TOKEN: TOKEN, PAIRING: "on" });
  folder = await mkdtemp(path.join(tmpdir(), "hisho-camera-"));
});
test.afterEach(() => browser.close());
test.afterAll(async () => {
  await relay.stop();
  await rm(folder, { recursive: true, force: true });
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function newCode(): Promise<string> {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const made = await fetch(`${relay.url}/api/v1/pair/codes`, { method: "POST", headers });
  return ((await made.json()) as { code: string }).code;
}

/** A browser whose camera sees the text as a QR code. */
async function openSeeing(text: string, locale: string, permissions: string[]): Promise<Page> {
  const file = path.join(folder, `${locale}.y4m`);
  await writeFile(file, pictureOf(text));
  browser = await openBrowser(undefined, {
    firstRun: true,
    flags: [...WITHOUT_FIGURE, `--use-file-for-fake-video-capture=${file}`],
    context: { locale, permissions },
  });
  return browser.context.newPage();
}

test("the camera sees the code: the device is registered, and the mouth moves while the echo is tried (ja)", async () => {
  const page = await openSeeing(`${relay.url}/#pair=${await newCode()}`, "ja-JP", ["camera", "microphone"]);
  await page.goto(`${relay.url}/?probe`);
  await button(page, "日本語ではじめる").click();
  await expect(page.getByRole("region", { name: "手順 2 / 4" })).toBeVisible();
  await button(page, "カメラで読み取る").click();
  await expect(page.getByRole("region", { name: "手順 3 / 4" })).toBeVisible();
  const token = await page.evaluate(() => JSON.parse(localStorage.getItem("hisho.settings") ?? "{}").token as string);
  expect(token.length).toBeGreaterThan(15);
  expect(token).not.toBe(TOKEN);
  const cameras = await page.evaluate(() => document.querySelectorAll("video").length);
  expect(cameras, "the camera is closed with the step").toBe(0);

  await button(page, "マイクを使えるようにする").click();
  await expect(page.getByRole("region", { name: "手順 4 / 4" })).toBeVisible();
  await page.waitForFunction(() => {
    const [, ...weights] = (document.documentElement.dataset.weights ?? "").split(" ").map(Number);
    return weights.reduce((sum, weight) => sum + weight, 0) > 0.2;
  });
  await expect(button(page, "はじめる")).toBeVisible();
  await page.waitForFunction(() => /^\S+( 0\.00){5}$/.test(document.documentElement.dataset.weights ?? ""));
});

test("the code in the address registers as well, and is gone from the address (en)", async () => {
  const page = await openSeeing("nothing", "en-US", ["microphone"]);
  await page.goto(`${relay.url}/#pair=${await newCode()}`);
  await button(page, "Start in English").click();
  await expect(page.getByRole("region", { name: /^Step [23] of [34]$/ })).toBeVisible();
  await expect(button(page, "Ask for the microphone")).toBeVisible();
  expect(page.url()).not.toContain("pair");
});

test("another code than the relay's is seen, then the camera is taken away, and the right one is pasted (ko)", async () => {
  const page = await openSeeing("https://elsewhere.example/menu", "ko-KR", [
    "camera",
    "microphone",
    "clipboard-read",
    "clipboard-write",
  ]);
  await page.goto(relay.url);
  await button(page, "한국어로 시작하기").click();
  await button(page, "카메라로 읽기").click();
  const field = page.getByLabel("등록 코드");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("taken away", "NotAllowedError"));
  });
  await button(page, "카메라로 읽기").click();
  await expect(page.getByRole("status").filter({ hasText: "카메라" })).toBeVisible();
  const code = await newCode();
  await page.evaluate((text) => navigator.clipboard.writeText(text), ` ${code.toLowerCase()} `);
  await field.focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("ControlOrMeta+V");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "4단계 중 3단계" })).toBeVisible();
});

test("a token written while the relay is away is kept over a reload, and let in when the relay is back (en)", async () => {
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  await page.goto(`${relay.url}/#/settings/connections`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const field = page.getByLabel("Pairing code or token");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await relay.halt();
  await field.fill(TOKEN);
  await button(page, "Save").click();
  const kept = page.getByRole("status").filter({ hasText: "I keep this and try it again by myself" });
  await expect(kept).toBeVisible();
  await page.reload();
  await expect(kept).toBeVisible();
  await expect(field).toHaveValue(TOKEN);
  await relay.startAgain();
  await expect(button(page, "Saved")).toBeVisible();
  await expect(kept).toHaveCount(0);
  await page.goto(`${relay.url}/#/`);
  await expect(page.locator("main.talk")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});
