/** From the address to the first answer, as somebody who has never been here: by voice, by keys alone, and refused. */
import { pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE, withPauses } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";

const TOKEN = "open-sesame-open-sesame";

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const caption = (page: Page) => page.locator(".caption");

test("three steps, and the first question is answered aloud (en)", async () => {
  const [, , clip] = pocketsphinxClips();
  test.skip(clip === undefined, "pocketsphinx-testdata is not installed");
  // The recording begins when the microphone opens: the echo test of about 6 s comes before the question.
  browser = await openBrowser(withPauses([clip!.read()], [14, 60]), { firstRun: true, flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  const traffic = new Traffic(page);
  const began = performance.now();
  await page.goto(relay.url);
  await expect(page.getByRole("radio", { name: "English" })).toBeChecked();
  await button(page, "Start in English").click();
  await expect(page.getByRole("heading")).toHaveText("May I listen when you speak to me?");
  await button(page, "Ask for the microphone").click();
  await expect(page.getByRole("region", { name: "Step 3 of 3" })).toBeVisible();
  await expect(page.getByText("None of it comes back")).toBeVisible();
  expect(traffic.sent.filter(({ message }) => message.type === "control" && message.action === "speech_start")).toEqual(
    [],
  );
  await button(page, "Start").click();
  await traffic.until(() =>
    traffic.sent.some(({ message }) => message.type === "playback" && message.state === "started"),
  );
  const tookS = ((performance.now() - began) / 1000).toFixed(1);
  const description = `${tookS} s from the address to the first spoken answer; the recording waits 14 s of it`;
  test.info().annotations.push({ type: "time", description });
  process.stdout.write(`${description}\n`);

  await page.reload();
  await expect(page.locator(".talk-key")).toBeVisible();
  await expect(page.locator("[data-first-run]")).toHaveCount(0);
});

test("everything passed over, by keys alone: what is typed is answered (ja)", async () => {
  const context = { locale: "ja-JP", permissions: [] };
  browser = await openBrowser(undefined, { firstRun: true, context, flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  await page.goto(relay.url);
  await expect(page.getByRole("heading")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "日本語" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(button(page, "今はしない、文字で話す")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.locator("main textarea").fill("12×8は");
  await page.keyboard.press("Enter");
  await expect(caption(page)).toContainText("96");
});

test("the microphone is refused: the steps of this browser, and the way back to them from the settings (ko)", async () => {
  browser = await openBrowser(undefined, {
    firstRun: true,
    context: { locale: "ko-KR", permissions: [] },
    withoutFlags: ["--use-fake-ui-for-media-stream"],
    flags: ["--deny-permission-prompts", ...WITHOUT_FIGURE],
  });
  const page = await browser.context.newPage();
  await page.goto(relay.url);
  await button(page, "한국어로 시작하기").click();
  await button(page, "마이크 허용하러 가기").click();
  await expect(page.getByText("이 페이지에서 마이크가 막혀 있어요.")).toBeVisible();
  await expect(page.locator("[data-steps]")).toContainText("‘마이크’를 ‘허용’으로 바꾸기");
  await button(page, "지금은 안 할래요, 글로 할게요").click();
  await page.evaluate(() => window.location.assign("#/settings/voice"));
  await button(page, "처음 단계를 다시 하기").click();
  await expect(page.getByRole("region", { name: "3단계 중 1단계" })).toBeVisible();
});

test.describe("where the relay asks who this is", () => {
  let guarded: RunningRelay;
  test.beforeAll(async () => {
    guarded = await startRelay({ RELAY_TOKEN: TOKEN, PAIRING: "on" });
  });
  test.afterAll(() => guarded.stop());

  test("a step for the code: a wrong one, then the one that the relay gave (ja)", async () => {
    browser = await openBrowser(undefined, { firstRun: true, context: { locale: "ja-JP" }, flags: WITHOUT_FIGURE });
    const page = await browser.context.newPage();
    await page.goto(guarded.url);
    await expect(page.getByRole("region", { name: "手順 1 / 4" })).toBeVisible();
    await button(page, "日本語ではじめる").click();
    const field = page.getByLabel("登録コード");
    await field.fill("0000-0000");
    await button(page, "つなぐ").click();
    await expect(page.getByText("サーバーにないコードです。")).toBeVisible();
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const made = await fetch(`${guarded.url}/api/v1/pair/codes`, { method: "POST", headers });
    await field.fill(((await made.json()) as { code: string }).code);
    await button(page, "つなぐ").click();
    await expect(page.getByRole("region", { name: "手順 3 / 4" })).toBeVisible();
  });
});
