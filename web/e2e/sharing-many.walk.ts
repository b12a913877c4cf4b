/** Ten thousand exchanges come to a device that has just begun to share: a page at a time, while it is talked to, over a reload. */
import { MOST_SYNC_TURNS, type SyncTurn } from "@hisho/protocol";
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

const MANY = 10_000;
const A_CONVERSATION = 20;
const A_PUSH = 50;
/** A machine that does much else too takes so long for all of it. */
const PATIENCE_MS = 1_200_000;

let relay: RunningRelay;
test.beforeAll(async () => {
  test.setTimeout(PATIENCE_MS);
  relay = await startRelay();
  const from = performance.now();
  for (let at = 0; at < MANY; ) {
    const turns = Array.from({ length: A_PUSH }, (_, index) => told(at + index));
    const response = await fetch(`${relay.url}/api/v1/sync`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ turns }),
    });
    // A machine that is busy takes it the next time, once.
    expect([204, 503]).toContain(response.status);
    if (response.status === 204) at += A_PUSH;
  }
  const took = (performance.now() - from) / 1_000;
  process.stdout.write(
    `the relay took ${MANY} exchanges in ${took.toFixed(0)} s, ${(MANY / took).toFixed(0)} a second\n`,
  );
});
test.afterAll(() => relay.stop());

const told = (index: number): SyncTurn => ({
  session_id: `years-${Math.floor(index / A_CONVERSATION)}`,
  id: `told-${index}`,
  turn: 1 + (index % A_CONVERSATION),
  at: new Date(Date.UTC(2025, 0, 1, 0, index)).toISOString(),
  spoken: true,
  user_text: `出張の宿泊費は、${index}番の規程ではいくらまででしょうか。`,
  assistant_text: `${index}番の規程では、東京への出張の宿泊費は一泊12,000円までです。領収書を添えて申請してください。`,
  language: "ja-JP",
  citations: [],
  end_reason: "completed",
  heard_ms: 4_000,
});

const count = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("hisho");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const counting = opening.result.transaction("turns").objectStore("turns").count();
          counting.onsuccess = () => {
            opening.result.close();
            resolve(counting.result);
          };
        };
      }),
  );

/** Runs in every page: the longest that it did nothing but one task, ms (Long Tasks API). */
function watchTasks(): void {
  const watched = { longestMs: 0 };
  Object.assign(window, { watched });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.longestMs = Math.max(watched.longestMs, duration);
  }).observe({ type: "longtask" });
}

test("a long history comes a page at a time, over a reload, and the talk goes on meanwhile", async () => {
  test.setTimeout(PATIENCE_MS);
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.addInitScript(watchTasks);
    const asked: string[] = [];
    let bytes = 0;
    page.on("response", async (response) => {
      const url = new URL(response.url());
      if (url.pathname !== "/api/v1/sync" || response.request().method() !== "GET") return;
      asked.push(url.searchParams.get("since") ?? "");
      bytes += await response
        .request()
        .sizes()
        .then(({ responseBodySize }) => responseBodySize)
        .catch(() => 0); // the page went meanwhile
    });
    await page.goto(`${relay.url}/#/settings/keeping`);
    const from = performance.now();
    await page.getByRole("switch", { name: /Same history on every device/ }).click();
    await expect(page.getByText(/Fetching the history of your other devices: [\d,]+ exchanges so far/)).toBeVisible();
    await expect.poll(() => count(page), { timeout: PATIENCE_MS }).toBeGreaterThan(MANY / 10);
    const before = asked.length;
    await page.reload();
    const here = await count(page);
    expect(here).toBeLessThan(MANY);
    await page.goto(`${relay.url}/#/`);
    await type(page, "What is 6 times 7?");
    await expect(page.locator(".caption")).toContainText("42");
    const answered = await count(page);
    await expect.poll(() => count(page), { timeout: PATIENCE_MS }).toBe(MANY + 1);
    const tookS = (performance.now() - from) / 1_000;
    expect(asked[before], "it goes on where it stood").not.toBe("");
    await page.goto(`${relay.url}/#/settings/keeping`);
    await expect(page.getByText(/The same as on your other devices since/)).toBeVisible();
    expect(asked.length).toBeLessThan(MANY / MOST_SYNC_TURNS + 20);
    const longestMs = await page.evaluate(
      () => (window as unknown as { watched: { longestMs: number } }).watched.longestMs,
    );
    process.stdout.write(
      `${MANY} exchanges in ${tookS.toFixed(1)} s, ${asked.length} pages, ${(bytes / 1e6).toFixed(2)} MB on the wire; ` +
        `${here} were there after the reload, ${answered} when the question was answered; longest task ${longestMs.toFixed(0)} ms\n`,
    );
    await page.goto(`${relay.url}/#/history`);
    await page.getByRole("searchbox").fill("9998番");
    await expect(page.locator(".history-row")).toHaveCount(1);
  } finally {
    await browser.close();
  }
});
