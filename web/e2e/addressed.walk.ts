/** In an office: the persona that was set answers after a reload, and only who calls it is answered and kept. */
import { pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import { expect, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE, withPauses } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";
import { type } from "./typing.ts";

/** “He was not an ill disposed young man”, “he might even have been made amiable himself”. */
const [, overheard, , , called] = pocketsphinxClips();

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

test("who does not call the character is neither answered nor kept; who does is, by the persona that was set", async () => {
  test.skip(overheard === undefined || called === undefined, "pocketsphinx-testdata is not installed");
  // Twice: a slow machine may not have its voice detector ready for the first.
  const speech = withPauses([overheard!.read(), overheard!.read(), called!.read()], [4, 3, 4, 10]);
  browser = await openBrowser(speech, { flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  await page.goto(`${relay.url}/#/settings/persona`);
  await page.getByLabel("Name", { exact: true }).fill("Aoi");
  await page.getByLabel("Other ways to call or write it").fill("アオイ, he might even");
  await page.getByLabel("What to call you").fill("Ken");
  await page.getByLabel(/^Answer only when called/).click();
  await expect(page.getByText("I answer when you say “Aoi”")).toBeVisible();

  const traffic = new Traffic(page);
  await page.goto(`${relay.url}/#/`);
  await page.reload();
  await traffic.until(() => traffic.of("session_ready").length > 0);
  await page.locator(".talk-key").waitFor();
  await page.keyboard.press("Space");
  await expect(page.locator(".state-word")).toHaveText("Say “Aoi” first");
  await traffic.until(() => traffic.of("turn_end").length > 0);
  expect(traffic.of("turn_end")[0]).toMatchObject({ turn: 1, reason: "ignored" });
  expect(traffic.received.map(({ event }) => event.type)).not.toContain("transcript_partial");
  await expect(page.locator(".state-hint")).toHaveText("Not for me, so not kept");

  await traffic.until(() => traffic.of("turn_end").some(({ reason }) => reason !== "ignored"));
  const { turn, reason } = traffic.of("turn_end").at(-1)!;
  expect(reason).toBe("completed");
  expect(traffic.of("transcript_final").map((final) => final.turn)).toEqual([turn]);
  expect(traffic.of("transcript_final")[0]!.text).toMatch(/^he might even/i);

  await type(page, "What is your name?");
  await traffic.until(() => traffic.of("turn_end").some((end) => end.turn > turn));
  await type(page, "Hello");
  await traffic.until(() => traffic.of("turn_end").some((end) => end.turn > turn + 1));
  const answers = traffic.of("assistant_text_final").slice(-2);
  expect(answers.map(({ text }) => text).join(" ")).toMatch(/My name is Aoi\..*Good \w+, Ken\./);

  const here = await page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open("hisho");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction("turns").objectStore("turns").getAll();
          all.onsuccess = () => resolve(JSON.stringify(all.result));
        };
      }),
  );
  const session = traffic.of("session_ready")[0]!.session_id;
  const there = await page.evaluate(async (id) => await (await fetch(`/api/v1/conversations/${id}`)).text(), session);
  for (const kept of [here, there]) {
    expect(kept).toMatch(/he might even/i);
    expect(kept).not.toMatch(/disposed|young man/i);
  }
});
