/** Questions asked without a network: kept over a reload, answered once when there is a relay again, whatever is killed. */
import { pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import { wordErrorRate } from "@hisho/providers/testing/wer.ts";
import { expect, test } from "@playwright/test";
import { acknowledgedAfterMs, memos, openAlone } from "./acknowledged.ts";
import { recordOf } from "./kiosk-visits.ts";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE, withPauses } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";
import { type } from "./typing.ts";

/** The network is gone well before the recording begins. */
const SILENCE_S = 30;
const clip = pocketsphinxClips()[2];

let relay: RunningRelay;
let browser: SpokenTo;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

test("a question spoken and one typed offline outlive the page and the relay, and are each answered once", async () => {
  test.skip(clip === undefined, "pocketsphinx-testdata is not installed");
  browser = await openBrowser(withPauses([clip!.read()], [SILENCE_S, 5]), { flags: WITHOUT_FIGURE });
  const { context } = browser;
  const page = await context.newPage();
  await page.goto(relay.url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await page.locator(".talk-key").waitFor();
  // What listens comes with its first use.
  const ears = [/\.onnx$/, /\.wasm$/].map((file) => page.waitForResponse((response) => file.test(response.url())));
  await page.keyboard.press("Space");
  for (const response of await Promise.all(ears)) await response.finished();
  await expect(page.locator(".state-word")).toHaveText("Listening");
  await context.setOffline(true);
  await relay.halt();
  await expect(page.locator(".state-word")).toHaveText("Not connected");
  await expect(memos(page)).toHaveCount(1);
  await expect(page.getByText("I have noted it. I will answer as soon as we are connected.")).toBeVisible();
  await type(page, "What time is it?");
  await expect(memos(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Edit “What time is it?”" }).click();
  await page.getByRole("textbox", { name: "Edit the question" }).fill("What is 6 times 7?");
  await page.getByRole("button", { name: "Keep it like this" }).click();
  await type(page, "What is this for?");
  await page.getByRole("button", { name: "Take back “What is this for?”" }).click();
  await expect(memos(page)).toHaveCount(2);
  // The screen is ahead of the disk by what a click cannot wait for.
  await expect.poll(async () => (await recordOf(page, ["pending"])).length).toBe(2);

  await page.reload();
  await expect(memos(page)).toHaveCount(2);
  await expect(memos(page)).toHaveText([/What is 6 times 7\?/, /Waiting to be written out/]);
  for (const place of ["history", "agenda", "settings", "documents"]) {
    await page.goto(`${relay.url}/#/${place}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.close();

  await relay.startAgain();
  await context.setOffline(false);
  const first = await context.newPage();
  const heard = new Traffic(first);
  await first.goto(relay.url);
  await heard.until(() => heard.of("transcript_final").length > 0);
  await first.close();
  await relay.halt();

  await relay.startAgain();
  const second = await context.newPage();
  const traffic = new Traffic(second);
  await second.goto(relay.url);
  await traffic.until(() => traffic.of("assistant_text_final").some(({ text }) => text.includes("42")));
  await expect(memos(second)).toHaveCount(0);
  const [{ session_id: session } = { session_id: "" }] = traffic.of("session_ready");
  const kept = await second.evaluate(async (id) => (await fetch(`/api/v1/conversations/${id}`)).json(), session);
  const words = (kept as { turns: { user_text: string }[] }).turns.map((turn) => turn.user_text);
  expect(words).toHaveLength(2);
  expect(wordErrorRate(clip!.text, words[0]!), words[0]).toBeLessThanOrEqual(0.2);
  expect(words[1]).toBe("What is 6 times 7?");
  await second.goto(`${relay.url}/#/history`);
  await expect(second.getByText("What is 6 times 7?")).toHaveCount(1);
});

test("a question taken down offline is acknowledged in the character's voice, at once", async () => {
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  await openAlone(page, relay);
  const delays: number[] = [];
  for (let asked = 1; asked <= 5; asked += 1) {
    await type(page, `Question ${asked}?`);
    await expect(memos(page)).toHaveCount(asked);
    delays.push(await acknowledgedAfterMs(page));
  }
  const sorted = delays.toSorted((a, b) => a - b);
  process.stdout.write(
    `acknowledgement: ${delays.map((ms) => ms.toFixed(0)).join(", ")} ms from Enter to the first sample, ` +
      `${((sorted[2]! / 150) * 100).toFixed(0)} % of the 150 ms that are wanted (median)\n`,
  );
  await relay.startAgain();
});
