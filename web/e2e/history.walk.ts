/** What was said is found, deleted and brought back, by keys, in two pages at once, and outlives a browser that is killed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium, expect, type Page, test } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import { WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

const MANY = 2_000;

let relay: RunningRelay;
let profile: string;
test.beforeAll(async () => {
  relay = await startRelay();
  profile = await mkdtemp(path.join(tmpdir(), "hisho-history-"));
});
test.afterAll(async () => {
  await relay.stop();
  await rm(profile, { recursive: true, force: true });
});

async function openProfile(): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(() => undefined),
    args: [...CHROMIUM_FLAGS, ...WITHOUT_FIGURE],
    viewport: { width: 1180, height: 820 },
    locale: "en-US",
  });
  await context.addInitScript(() => {
    if (location.protocol !== "about:" && localStorage.getItem("hisho.settings") === null) {
      localStorage.setItem("hisho.settings", '{"welcomed":true}');
    }
  });
  return context;
}

/** Turns of years ago, as an import leaves them: their words are fresh. */
const fill = (page: Page): Promise<void> =>
  page.evaluate(
    (count) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("hisho");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(["turns", "fresh", "conversations"], "readwrite");
          const said = ["出張の宿泊費はいくらまで出る", "hotel in Osaka", "오사카 숙박비"];
          for (let index = 0; index < count; index += 1) {
            const key = `old-${String(index).padStart(6, "0")}`;
            const conversation = `old-${Math.floor(index / 20)}`;
            const at = new Date(Date.UTC(2024, 0, 1, 0, index)).toISOString();
            const userText = `${said[index % 3]} ${index}`;
            transaction.objectStore("turns").put({
              ...{ key, conversation, at, userText, turn: 1, language: "auto", spoken: false, userFinal: true },
              ...{ userAgreedLength: userText.length, assistantText: "12,000", assistantFinal: true, heardLength: 6 },
              ...{ citations: [], fallback: null, end: "completed", writer: "import", revision: 1 },
            });
            transaction
              .objectStore("fresh")
              .put({ key, conversation, atMs: Date.parse(at), words: `${userText.toLowerCase()}\n12,000` });
            transaction
              .objectStore("conversations")
              .put({ id: conversation, startedAt: at, updatedAt: at, title: "", titleEdited: false });
          }
          transaction.oncomplete = () => resolve();
          transaction.onerror = () => reject(transaction.error);
        };
      }),
    MANY,
  );

const rows = (page: Page) => page.locator(".history-row");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("what was typed a moment before the browser is killed is in the history, and many turns are searched and deleted by keys", async () => {
  let context = await openProfile();
  let page = context.pages()[0] ?? (await context.newPage());
  await page.goto(relay.url);
  await page.locator("main.talk").waitFor();
  await context.setOffline(true);
  await type(page, "the words before the end");
  await expect(page.getByText("the words before the end").first()).toBeVisible();
  await expect(page.getByText("I have noted it.").first()).toBeVisible();
  const devtools = await context.browser()?.newBrowserCDPSession();
  await devtools?.send("Browser.crash").catch(() => undefined);
  await context.close().catch(() => undefined);

  context = await openProfile();
  page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${relay.url}/#/history`);
  await expect(rows(page).filter({ hasText: "the words before the end" })).toHaveCount(1);

  await fill(page);
  const other = await context.newPage();
  await other.goto(`${relay.url}/#/history`);
  await page.keyboard.press("/");
  await page.keyboard.type("宿泊費 1998");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).locator("mark")).toHaveText(["宿泊費", "1998"]);
  await page.getByRole("searchbox").fill("osaka");
  await expect(page.getByText(/The newest 50 of 6\d\d/)).toBeVisible();
  await page.getByRole("searchbox").fill("오사카 osaka");
  await expect(page.getByRole("status").filter({ hasText: "Nothing" }).first()).toBeVisible();

  await page.getByRole("searchbox").fill("words before the end");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(other).filter({ hasText: "the words before the end" })).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Delete");
  await expect(rows(page)).toHaveCount(0);
  await expect(rows(other).filter({ hasText: "the words before the end" })).toHaveCount(0);
  await button(page, "Undo").first().click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(other).filter({ hasText: "the words before the end" })).toHaveCount(1);
  await context.close();
});
