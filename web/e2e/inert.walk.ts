/** What hostile documents hold is shown as words: nothing of it can be touched, loaded or run, wherever it is read. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { injections } from "../../relay/tests/injections.ts";
import { openBrowser, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

const asked: string[] = [];
const canary = createServer((request, response) => {
  asked.push(request.url ?? "");
  response.end();
});
let relay: RunningRelay;
test.beforeAll(async () => {
  await new Promise<void>((resolve) => canary.listen(0, "127.0.0.1", resolve));
  relay = await startRelay();
});
test.afterAll(async () => {
  await relay.stop();
  canary.close();
});

/** What in the page could be followed, loaded or run. */
const live = (page: Page, within: string): Promise<string[]> =>
  page.locator(within).evaluateAll((boxes) =>
    boxes.flatMap((box) =>
      [...box.querySelectorAll("*")].flatMap((element) => {
        const isActive = element.matches(
          "a, area, img, picture, video, audio, iframe, frame, object, embed, script, style, link, meta, base, form, input, image, use",
        );
        const attributes = element.getAttributeNames().filter((name) => /^(?:href|src|srcset|style|on.*)$/.test(name));
        return isActive || attributes.length > 0 ? [`${element.tagName} ${attributes.join(" ")}`] : [];
      }),
    ),
  );

test("fifty documents that give orders are words in their document, in an answer and in its passage", async () => {
  const all = injections(`http://127.0.0.1:${(canary.address() as AddressInfo).port}`);
  const body = new FormData();
  for (const { name, bytes } of all) body.append("file", new File([new Uint8Array(bytes)], name));
  const sent = await fetch(new URL("/api/v1/rag/index", relay.url), { method: "POST", body });
  const { documents } = (await sent.json()) as { documents: { doc_id: string; chunks: number }[] };
  expect(documents).toHaveLength(all.length);

  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== new URL(relay.url).origin) elsewhere.push(request.url());
    });
    await page.goto(`${relay.url}/#/documents`);
    const text = page.getByRole("region", { name: "Text of the file" });
    for (const [at, { doc_id }] of documents.entries()) {
      const shown = page.waitForResponse((response) => response.url().includes(`${doc_id}/text`));
      await page.evaluate((id) => {
        location.hash = `#/documents/${id}`;
      }, doc_id);
      await shown;
      // Each holds its own harmless fact.
      await expect(text).toContainText(`hook ${at + 1}.`);
      expect(await live(page, 'section[aria-label="Text of the file"]'), all[at]?.attempt).toEqual([]);
    }

    await page.goto(`${relay.url}/#/`);
    const picture = all.findIndex(({ attempt }) => attempt.includes("<img"));
    await type(page, all[picture]?.question ?? "");
    await expect(page.locator(".caption")).toContainText("hook");
    expect(await live(page, ".caption")).toEqual([]);
    expect(await live(page, "html")).not.toEqual([]);
    await page.locator("[data-source] button").first().click();
    await expect(page.getByRole("dialog").locator("blockquote")).toContainText("hook");
    expect(await live(page, "blockquote")).toEqual([]);
    expect([asked, elsewhere]).toEqual([[], []]);
  } finally {
    await browser.close();
  }
});

test("a document's menu leads to questions about it alone, and a former conversation is one touch away", async () => {
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(new URL(`/api/v1${path}`, relay.url), { method: "POST", body, headers });
  const body = new FormData();
  const notes = {
    "harbour.md": "# Harbour\nThe ferry leaves at nine.",
    "island.md": "# Island\nThe ferry leaves at four.",
  };
  for (const [name, words] of Object.entries(notes)) body.append("file", new File([words], name));
  expect((await post("/rag/index", body)).status).toBe(200);
  const before = { session_id: "before", text: "When does the ferry leave from the harbour?" };
  const said = await post("/text-chat", JSON.stringify(before), { "Content-Type": "application/json" });
  expect(said.status).toBe(200);

  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await page.goto(`${relay.url}/#/documents`);
    await page.getByRole("button", { name: "Menu of “Island”", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ask about this file", exact: true }).click();
    const end = page.getByRole("button", { name: "Stop asking only “Island”", exact: true });
    await expect(end).toBeVisible();
    await type(page, "When does the ferry leave?");
    await expect(page.locator(".caption")).toContainText("The ferry leaves at four.");
    await expect(page.locator(".caption")).not.toContainText("nine");
    await end.click();
    await expect(end).toBeHidden();

    await type(page, "What did I ask you about the harbour earlier?");
    const card = page.locator("[data-source] button").filter({ hasText: "Conversation of" }).first();
    await card.click();
    await expect(page).toHaveURL(/#\/history\/before$/);
  } finally {
    await browser.close();
  }
});
