/** Whatever stands in the way is said in plain words, and typing goes on. */
import { type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { type BrowserOptions, openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";
import { type } from "./typing.ts";

const ASKS_BY_ITSELF = "--use-fake-ui-for-media-stream";
const HAS_A_DEVICE = "--use-fake-device-for-media-stream";

const JAPANESE: BrowserContextOptions = { locale: "ja-JP" };
const KOREAN: BrowserContextOptions = { locale: "ko-KR" };

/** Browsers know no certificate of it and trust it less than loopback. */
const PLAIN_HOST = "hisho.example";
const TOKEN = "open-sesame-open-sesame";

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

async function openPage(options: BrowserOptions, url = relay.url): Promise<Page> {
  browser = await openBrowser(undefined, options);
  const page = await browser.context.newPage();
  await page.goto(url);
  return page;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const alert = (page: Page) => page.getByRole("alert");
const steps = (page: Page) => page.locator("[data-steps]");
const caption = (page: Page) => page.locator(".caption");

test("no microphone on the machine (ja)", async () => {
  const page = await openPage({
    context: JAPANESE,
    withoutFlags: [HAS_A_DEVICE],
    flags: ["--disable-audio-input", ...WITHOUT_FIGURE],
  });
  await button(page, "話す").click();
  await expect(alert(page)).toContainText("マイクが見つかりません。");
  await expect(alert(page)).toContainText("文字なら、このまま話せます。");
  await button(page, "文字で話す").click();
  await type(page, "12×8は");
  await expect(caption(page)).toContainText("96");
});

test("the microphone is not allowed (ko)", async () => {
  const page = await openPage({
    context: { ...KOREAN, permissions: [] },
    withoutFlags: [ASKS_BY_ITSELF],
    flags: ["--deny-permission-prompts", ...WITHOUT_FIGURE],
  });
  await button(page, "말하기").click();
  await expect(alert(page)).toContainText("이 페이지에서 마이크가 막혀 있어요.");
  await expect(steps(page)).toContainText("‘마이크’를 ‘허용’으로 바꾸기");
  await button(page, "글로 대화하기").click();
  await type(page, "12 더하기 8은?");
  await expect(caption(page)).toContainText("20");
});

test("the microphone is taken back while it is open, and given again (en)", async () => {
  const page = await openPage({ withoutFlags: [ASKS_BY_ITSELF], flags: WITHOUT_FIGURE });
  await button(page, "Talk").click();
  await expect(button(page, "Mute")).toBeVisible();
  await browser.context.clearPermissions();
  await expect(alert(page)).toContainText("The microphone is gone.");
  await button(page, "Type instead").click();
  await type(page, "12 times 8");
  await expect(caption(page)).toContainText("96");
  await browser.context.grantPermissions(["microphone"]);
  await button(page, "Talk").click();
  await expect(button(page, "Mute")).toBeVisible();
});

test("a browser that cannot draw her (ja)", async () => {
  const page = await openPage({ context: JAPANESE, flags: WITHOUT_FIGURE });
  const still = page.locator("main .stage-poster");
  await expect(still).toBeVisible();
  // Drawing is tried when somebody acts: the switch forbids it to the page, and a thread of its own still may.
  await expect(async () => {
    await page.keyboard.press("Shift");
    await expect(page.getByText("ここでは動く姿をお見せできません")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 45_000 });
  await type(page, "12×8は");
  await expect(caption(page)).toContainText("96");
  await expect(still).toBeVisible();
});

test("a page that did not arrive isolated has no shared memory (en)", async () => {
  browser = await openBrowser(undefined, {
    // A document that the test hands over counts as one from the internet, and that one may not ask this machine.
    context: { serviceWorkers: "block", permissions: ["microphone", "local-network-access"] },
  });
  const page = await browser.context.newPage();
  await page.route("**/*", async (route) => {
    if (route.request().resourceType() !== "document") return route.continue();
    const response = await route.fetch();
    const headers = response.headers();
    delete headers["cross-origin-opener-policy"];
    delete headers["cross-origin-embedder-policy"];
    await route.fulfill({ response, headers });
  });
  await page.goto(relay.url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await button(page, "Talk").click();
  await expect(alert(page)).toContainText("This browser cannot carry our voices.");
  await button(page, "Type instead").click();
  await type(page, "12 times 8");
  await expect(caption(page)).toContainText("96");
});

test.describe("beyond this machine", () => {
  let guarded: RunningRelay;
  test.beforeAll(async () => {
    guarded = await startRelay({ RELAY_TOKEN: TOKEN, PAIRING: "on" });
  });
  test.afterAll(() => guarded.stop());

  const elsewhere = (url: string): string => url.replace("127.0.0.1", PLAIN_HOST);
  const resolved = `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`;

  test("a token: none, a wrong one, the right one (ko)", async () => {
    const page = await openPage({ context: KOREAN, flags: WITHOUT_FIGURE }, guarded.url);
    const field = page.getByLabel("등록 코드 또는 서버의 암호");
    await expect(alert(page)).toContainText("이 기기를 등록해 주세요.");
    await field.fill("close-sesame-close-sesame");
    await button(page, "연결하기").click();
    await expect(page.getByText("서버와 다른 암호예요. 서버의 RELAY_TOKEN을 다시 확인해 주세요.")).toBeVisible();
    await field.fill(TOKEN);
    await button(page, "연결하기").click();
    await expect(alert(page)).toBeHidden();
    await type(page, "12 더하기 8은?");
    await expect(caption(page)).toContainText("20");
  });

  test("a code: a wrong one, the one that was scanned, and the token taken back (ja)", async () => {
    const newCode = async (): Promise<string> => {
      const headers = { Authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${guarded.url}/api/v1/pair/codes`, { method: "POST", headers });
      return ((await response.json()) as { code: string }).code;
    };
    const page = await openPage({ context: JAPANESE, flags: WITHOUT_FIGURE }, guarded.url);
    await page.getByLabel("登録コード").fill("0000-0000");
    await button(page, "つなぐ").click();
    await expect(page.getByText("サーバーにないコードです。")).toBeVisible();

    await page.evaluate((code) => window.location.assign(`#pair=${code}`), await newCode());
    await expect(alert(page)).toBeHidden();
    expect(new URL(page.url()).hash).toBe("");
    await type(page, "12×8は");
    await expect(caption(page)).toContainText("96");

    await page.reload();
    await expect(alert(page)).toBeHidden();
    await page.evaluate(() => window.location.assign("#/settings/connections"));
    await expect(page.getByText("この端末", { exact: true })).toBeVisible();
    await button(page, "ほかの端末を登録する").click();
    await expect(page.locator("[data-letters]")).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await page.getByRole("button", { name: /^取り消す: / }).click();
    await button(page, "取り消す").click();
    await page.evaluate(() => window.location.assign("#/"));
    await expect(alert(page)).toContainText("この端末を登録してください。");
  });

  test("an address that browsers do not trust with a microphone (en)", async () => {
    const page = await openPage({ flags: [resolved, ...WITHOUT_FIGURE] }, elsewhere(guarded.url));
    await page.getByLabel("Pairing code").fill(TOKEN);
    await button(page, "Connect").click();
    await button(page, "Talk").click();
    await expect(alert(page)).toContainText("I cannot use the microphone here.");
    await expect(steps(page)).toContainText(`Open https://${PLAIN_HOST}:${new URL(guarded.url).port}/`);
    await button(page, "Type instead").click();
    await type(page, "12 times 8");
    await expect(caption(page)).toContainText("96");
  });

  test("an address that the relay does not know (ja)", async () => {
    const page = await openPage({ context: JAPANESE, flags: [resolved, ...WITHOUT_FIGURE] }, elsewhere(relay.url));
    await expect(alert(page)).toContainText("この住所からはつなげません。");
    await expect(steps(page)).toContainText("ALLOWED_ORIGINS");
  });
});

test("the relay stops and comes back: what was typed meanwhile is answered, all of it once (ja)", async () => {
  browser = await openBrowser(undefined, { context: JAPANESE, flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  const traffic = new Traffic(page);
  await page.goto(relay.url);
  await type(page, "12×8は");
  await traffic.until(() => traffic.of("turn_end").length === 1);
  await relay.halt();
  await type(page, "12×9は");
  await type(page, "12×11は");
  await expect(page.getByText("承りました。つながったら、すぐにお答えします。")).toBeVisible();
  await expect(page.getByRole("region", { name: "お預かりしている質問・2件" })).toContainText("12×9は");
  await relay.startAgain();
  await traffic.until(() => traffic.of("turn_end").length === 3);
  await expect(caption(page)).toContainText("132");
  expect(traffic.of("transcript_final").map(({ text }) => text)).toEqual(["12×8は", "12×9は", "12×11は"]);
  await page.goto(`${relay.url}/#/history`);
  await page.locator(".history-row").first().click();
  await expect(page.locator(".exchange")).toHaveText([/12×8は.*96/, /12×9は.*108/, /12×11は.*132/]);
});

test("what is deleted here is deleted at the relay, once it can no longer be undone and the relay can be reached (en)", async () => {
  const page = await openPage({ flags: WITHOUT_FIGURE });
  const kept = async (): Promise<string[]> => {
    const answer = await page.request.get(`${relay.url}/api/v1/conversations`);
    const { conversations } = (await answer.json()) as { conversations: { session_id: string }[] };
    return conversations.map(({ session_id }) => session_id);
  };
  const before = await kept();
  await type(page, "12 times 8");
  await expect(caption(page)).toContainText("96");
  await expect.poll(async () => (await kept()).length).toBe(before.length + 1);
  await page.goto(`${relay.url}/#/history`);
  await page.locator(".history-row").first().click();
  const atRelay = "**/api/v1/conversations/*";
  await page.route(atRelay, (route) => route.abort());
  await button(page, "Delete").click();
  await expect(button(page, "Undo")).toBeVisible();
  await page.reload();
  await expect(page.locator(".history-row")).toHaveCount(0);
  expect((await kept()).length).toBe(before.length + 1);
  await page.clock.setSystemTime(Date.now() + 31 * 60_000);
  const failed = page.waitForEvent("requestfailed");
  await page.reload();
  await failed;
  expect((await kept()).length).toBe(before.length + 1);
  await page.unroute(atRelay);
  await page.reload();
  await expect.poll(kept).toEqual(before);
});

test("another page takes the conversation over: the first says so, does not fight, and can take it back (en)", async () => {
  const first = await openPage({ flags: WITHOUT_FIGURE });
  let sockets = 0;
  first.on("websocket", () => {
    sockets += 1;
  });
  await type(first, "12 times 8");
  await expect(caption(first)).toContainText("96");
  const before = sockets;
  const second = await browser.context.newPage();
  await second.goto(relay.url);
  await expect(alert(second)).toContainText("We are talking on another screen.");
  await expect(alert(first)).toHaveCount(0);
  await button(second, "Continue here").click();
  await expect(alert(first)).toContainText("We are talking on another screen.");
  await type(second, "12 times 9");
  await expect(caption(second)).toContainText("108");
  await second.reload();
  await type(second, "12 times 11");
  await expect(caption(second)).toContainText("132");
  expect(sockets).toBe(before);
  await button(first, "Continue here").click();
  await expect(alert(second)).toContainText("We are talking on another screen.");
  await type(first, "12 times 12");
  await expect(caption(first)).toContainText("144");
  await first.close();
  await expect(alert(second)).toHaveCount(0);
  await expect(caption(second)).toContainText("12 times 12");
});
