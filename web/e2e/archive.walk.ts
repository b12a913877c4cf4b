/** The history taken along as a file and brought back: said, exported, wiped, imported, and the same as before. */
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

/** Runs in the page: what the device keeps, the bytes of its recordings included; or makes it as if nothing was said. */
const onDevice = (page: Page, what: "tell" | "mark" | "wipe"): Promise<unknown> =>
  page.evaluate(async (task) => {
    const done = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open("hisho"));
    const all = (name: string) => done(database.transaction(name).objectStore(name).getAll());
    const store = (name: string) => database.transaction(name, "readwrite").objectStore(name);
    try {
      if (task === "wipe") {
        for (const name of database.objectStoreNames) await done(store(name).clear());
        return null;
      }
      if (task === "mark") {
        for (const one of await all("conversations")) {
          await done(
            store("conversations").put({ ...one, title: "買い物", titleEdited: true, pinnedAt: one.startedAt }),
          );
        }
        for (const turn of await all("turns")) {
          await done(store("turns").put({ ...turn, rating: "good" }));
          const sound = new Blob([crypto.getRandomValues(new Uint8Array(5_000))], { type: "audio/ogg; codecs=opus" });
          const recording = { turn: turn.key, voice: "assistant", at: turn.at, bytes: sound.size, sound };
          await done(store("recordings").put(recording));
        }
        return null;
      }
      const recordings = [];
      for (const { sound, ...rest } of await all("recordings")) {
        recordings.push({ ...rest, type: sound.type, sound: [...new Uint8Array(await sound.arrayBuffer())] });
      }
      const turns = (await all("turns")).map(({ writer: _, revision: _revision, ...turn }) => turn);
      return { conversations: await all("conversations"), turns, recordings };
    } finally {
      database.close();
    }
  }, what);

test("what was said is exported, wiped and imported, and nothing is different", async () => {
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await type(page, "What is 6 times 7?");
    await expect(page.locator(".caption")).toContainText("42");
    await type(page, "What is 7 times 7?");
    await expect(page.locator(".caption")).toContainText("49");
    await expect
      .poll(async () => {
        const { turns } = (await onDevice(page, "tell")) as { turns: { end: string | null }[] };
        return turns.filter(({ end }) => end !== null).length;
      })
      .toBe(2);
    await onDevice(page, "mark");
    const before = await onDevice(page, "tell");

    await page.goto(`${relay.url}/#/settings/keeping`);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^hisho-\d{4}-\d{2}-\d{2}\.zip$/);
    const bytes = await readFile(await file.path());
    await expect(page.getByText("Exported 2 exchanges.")).toBeVisible();

    await onDevice(page, "wipe");
    await page.reload();
    const picker = page.locator('input[type="file"]');
    await picker.setInputFiles({ name: "hisho.zip", mimeType: "application/zip", buffer: bytes });
    await expect(page.getByText("Imported 2 exchanges and 2 recordings.")).toBeVisible();
    const after = (await onDevice(page, "tell")) as { turns: unknown[] };
    expect(after).toEqual(before);
    await picker.setInputFiles({ name: "hisho.zip", mimeType: "application/zip", buffer: bytes });
    await expect(page.getByText("All of it is here already. Nothing was changed.")).toBeVisible();
    expect(await onDevice(page, "tell")).toEqual(before);

    await picker.setInputFiles({ name: "half.zip", mimeType: "application/zip", buffer: bytes.subarray(0, 3_000) });
    await expect(page.getByText(/could not be read|Nothing was changed/)).toBeVisible();
    await picker.setInputFiles({ name: "x.zip", mimeType: "application/zip", buffer: Buffer.from("x") });
    await expect(page.getByText("I could not read this file.")).toBeVisible();
    const words = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export to read (Markdown)", exact: true }).click();
    expect(await readFile(await (await words).path(), "utf8")).toContain("# 買い物\n\n*");
    await page.screenshot({ path: "test-results/keeping.png" });

    await page.goto(`${relay.url}/#/history`);
    await page.locator(".history-row").first().click();
    const one = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export this conversation" }).click();
    await page.getByRole("menuitem", { name: "Export with its recordings" }).click();
    const alone = await one;
    expect(alone.suggestedFilename()).toBe("hisho-買い物.zip");
    await expect(page.getByText("Exported 2 exchanges.")).toBeVisible();
    await page.screenshot({ path: "test-results/conversation.png" });
    await onDevice(page, "wipe");
    await page.goto(`${relay.url}/#/settings/keeping`);
    const whole = { name: "one.zip", mimeType: "application/zip", buffer: await readFile(await alone.path()) };
    await picker.setInputFiles(whole);
    await expect(page.getByText("Imported 2 exchanges and 2 recordings.")).toBeVisible();
    expect(await onDevice(page, "tell")).toEqual(before);
  } finally {
    await browser.close();
  }
});
