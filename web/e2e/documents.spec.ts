/** Documents of the person: taken in over HTTP, asked about in the page, quoted with their passage. */
import { expect, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";
import { indexPolicy, POLICY } from "./travel-policy.ts";
import { type } from "./typing.ts";

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

const PAGES = {
  ja: {
    locale: "ja-JP",
    mark: "根拠1",
    close: "閉じる",
    sentence: "東京への出張の宿泊費は、一泊12,000円までです。",
  },
  en: {
    locale: "en-US",
    mark: "Source 1",
    close: "Close",
    sentence: "A hotel room in Tokyo may cost up to 12,000 yen a night.",
  },
} as const;

for (const [language, { locale, mark, close, sentence }] of Object.entries(PAGES)) {
  test(`a question about a document is answered from it, with the passage one tap away (${language})`, async () => {
    const policy = POLICY[language as keyof typeof PAGES];
    const indexed = await indexPolicy(relay.url, policy);
    expect(indexed.status).toBe(200);
    browser = await openBrowser(undefined, { context: { locale }, flags: WITHOUT_FIGURE });
    try {
      const page = await browser.context.newPage();
      const traffic = new Traffic(page);
      await page.goto(relay.url);
      await type(page, policy.question);
      await expect(page.locator(".caption")).toContainText(policy.figure);
      await expect(page.locator(".caption").getByRole("button", { name: mark, exact: true })).toHaveText("1");
      await page.locator("[data-source] button").first().click();
      const passage = page.getByRole("dialog");
      await expect(passage.locator("blockquote mark")).toHaveText(sentence);
      await expect(passage).not.toContainText("##");
      await passage.getByRole("button", { name: close, exact: true }).click();
      await expect(passage).toBeHidden();
      const final = traffic.of("assistant_text_final").at(-1)!;
      expect(final.text).toContain("[1]");
      expect(final).toMatchObject({
        fallback: null,
        citations: [{ n: 1, snippet: expect.stringContaining(sentence) }],
      });
    } finally {
      await browser.close();
    }
  });
}

for (const url of [
  "http://127.0.0.1:8080/health",
  "http://localhost/",
  "http://[::1]/",
  "http://[::ffff:10.0.0.1]/",
  "http://169.254.169.254/latest/meta-data/",
  "http://192.168.0.1/",
]) {
  test(`a page of this machine or its network is not fetched: ${url}`, async () => {
    const response = await fetch(new URL("/api/v1/rag/index", relay.url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ url }),
    });
    expect(response.status).toBe(422);
    expect(response.headers.get("Content-Type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 422, field: "url", reason: "private" });
  });
}
