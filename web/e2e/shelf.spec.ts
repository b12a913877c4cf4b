/** The shelf: a document is dropped, asked about, shown where it was read, also without the relay, and deleted. */
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { POLICY } from "./travel-policy.ts";
import { type } from "./typing.ts";

const { name, markdown, question, figure } = POLICY.en;
const SENTENCE = "A hotel room in Tokyo may cost up to 12,000 yen a night.";
const CARD = "Open source 1, Travel policy";

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

/** Several files at once, as from a desktop. */
const drop = (page: Page, files: readonly [name: string, content: string][]): Promise<void> =>
  page.evaluate((held) => {
    const dataTransfer = new DataTransfer();
    for (const [fileName, content] of held) dataTransfer.items.add(new File([content], fileName));
    document.querySelector(".documents")?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
  }, files);

const titles = async (): Promise<string[]> => {
  const response = await fetch(new URL("/api/v1/rag/documents", relay.url));
  return ((await response.json()) as { documents: { title: string }[] }).documents.map(({ title }) => title);
};

/** The card leads to the passage, marked in its document. */
async function expectPassage(page: Page): Promise<void> {
  await page.getByRole("button", { name: CARD, exact: true }).click();
  const passage = page.getByRole("dialog");
  await expect(passage.locator(".passage-cited mark")).toHaveText(SENTENCE);
  await expect(passage.locator(".passage-around").last()).toContainText("Ask your manager");
}

test("a dropped document is read, answers a question, shows its passage without the relay, and goes", async () => {
  const browser = await openBrowser(undefined, { flags: [WITHOUT_FIGURE] });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.goto(`${relay.url}/#/documents`);
    await page.locator(".documents-empty").waitFor();
    await drop(page, [
      [name, markdown],
      ["nothing.txt", ""],
    ]);
    const row = page.locator(".document-row", { hasText: "Travel policy" });
    await expect(row).toContainText("Read");
    const refused = page.locator(".document-row", { hasText: "nothing.txt" });
    await expect(refused).toContainText("There are no words in it.");
    await refused.getByRole("button").click();
    await expect(refused).toBeHidden();

    // What is not heard to its end is not cited either.
    await page.goto(`${relay.url}/#/`);
    await page.locator(".side-key[data-place=menu]").click();
    await page.getByRole("button", { name: "Turn voice off" }).click();
    await page.keyboard.press("Escape");
    await type(page, question);
    await expect(page.locator(".caption")).toContainText(figure);
    await expectPassage(page);
    const read = page.waitForResponse("**/api/v1/speech");
    await page.getByRole("button", { name: "Read it to me" }).click();
    expect((await read).headers()["content-type"]).toBe("audio/wav");
    await page.getByRole("button", { name: "Stop", exact: true }).first().click();
    await page.getByRole("button", { name: "Close" }).click();

    await browser.context.setOffline(true);
    await page.goto(`${relay.url}/#/history`);
    await page.reload();
    await page.locator(".history-row").first().click();
    await expectPassage(page);
    await expect(page.locator(".passage-note")).toContainText("As it was on");
    await page.goto(`${relay.url}/#/documents`);
    await expect(page.locator(".documents-line")).toContainText("Not connected");
    await expect(row).toBeVisible();

    await browser.context.setOffline(false);
    await page.reload();
    await row.click();
    await page.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
    expect(await titles()).toEqual(["Travel policy"]);
    await page.goto(`${relay.url}/#/`);
    await expect.poll(titles).toEqual([]);
  } finally {
    await browser.close();
  }
});

test("what the phone's share sheet hands over is read", async () => {
  const browser = await openBrowser(undefined, { flags: [WITHOUT_FIGURE] });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    // A page that the service worker controls; the share sheet's own request is the same.
    await page.reload();
    const answer = await page.evaluate(async () => {
      const form = new FormData();
      form.append("file", new File(["# Shared note\nThe ferry leaves at noon."], "note.md"));
      const { type: kind } = await fetch("/share", { method: "POST", body: form, redirect: "manual" });
      return kind;
    });
    expect(answer).toBe("opaqueredirect");
    await page.goto(`${relay.url}/#/documents`);
    await expect(page.locator(".document-row", { hasText: "Shared note" })).toContainText("Read");
  } finally {
    await browser.close();
  }
});
