/** The shelf: a PDF is dropped, asked about, heard, shown where it was read, also without the relay, and deleted. */
import { expect, type Page, test } from "@playwright/test";
import { pdfWithPages } from "../../relay/src/knowledge/read/testing/pdf.ts";
import { openBrowser, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

const SENTENCE = "A hotel room in Tokyo may cost up to 12,000 yen a night.";
const PDF = pdfWithPages([`Travel policy\n${SENTENCE}\nAsk your manager the day before when it costs more.`]);
const NAME = "travel-policy.pdf";

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

/** Several files at once, as from a desktop. */
const drop = (page: Page, files: readonly [name: string, content: Uint8Array][]): Promise<void> =>
  page.evaluate(
    (held) => {
      const dataTransfer = new DataTransfer();
      for (const [name, content] of held) dataTransfer.items.add(new File([new Uint8Array(content)], name));
      document.querySelector(".documents")?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
    },
    files.map(([name, content]): [string, number[]] => [name, [...content]]),
  );

const titles = async (): Promise<string[]> => {
  const response = await fetch(new URL("/api/v1/rag/documents", relay.url));
  return ((await response.json()) as { documents: { title: string }[] }).documents.map(({ title }) => title);
};

/** The card leads to the passage, marked in its document. */
async function expectPassage(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^1 travel/ }).click();
  const passage = page.getByRole("dialog");
  await expect(passage.locator("[data-cited] mark")).toContainText(SENTENCE);
  await expect(passage.locator("blockquote")).toContainText("Ask your manager");
}

test("a dropped PDF is read, answers a question aloud, shows its passage without the relay, and goes", async () => {
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.goto(`${relay.url}/#/documents`);
    await page.locator(".documents-empty").waitFor();
    await drop(page, [
      [NAME, PDF],
      ["nothing.txt", new Uint8Array()],
    ]);
    const row = page.locator("button.document-row", { hasText: NAME });
    await expect(row.locator(".document-state")).toHaveText("Read");
    await expect(row).toContainText("kB");
    const refused = page.locator(".document-row", { hasText: "nothing.txt" });
    await expect(refused).toContainText("There are no words in it.");
    await refused.getByRole("button").click();
    await expect(refused).toBeHidden();

    await page.goto(`${relay.url}/#/`);
    await type(page, "How much may a hotel room in Tokyo cost?");
    await expect(page.locator(".caption")).toContainText("12,000 yen");
    const speaking = page.locator('.desk[data-light="speaking"]');
    await expect(speaking).toBeAttached();
    await expect(speaking).not.toBeAttached();
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
    await expect(page.getByRole("dialog").getByRole("status")).toContainText("As it was on");
    await page.goto(`${relay.url}/#/documents`);
    await expect(page.locator(".documents-line")).toContainText("Not connected");
    await expect(row).toBeVisible();

    await browser.context.setOffline(false);
    await page.reload();
    await row.click();
    await page.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
    expect(await titles()).toEqual([NAME]);
    await page.goto(`${relay.url}/#/`);
    await expect.poll(titles).toEqual([]);
  } finally {
    await browser.close();
  }
});

test("what the phone's share sheet hands over is read", async () => {
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
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
    const row = page.locator("button.document-row", { hasText: "Shared note" });
    await expect(row.locator(".document-state")).toHaveText("Read");
  } finally {
    await browser.close();
  }
});
