/**
 * Two devices of one relay, a phone and a tablet: the same history on both whatever each does with it without the other,
 * and a conversation that goes on where it is taken up, in the middle of an answer too.
 */
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { indexPolicy, POLICY } from "./travel-policy.ts";
import { type } from "./typing.ts";

interface Device extends SpokenTo {
  page: Page;
}

// The second goes on with what the first has left on both.
test.describe.configure({ mode: "serial" });

let relay: RunningRelay;
let phone: Device;
let tablet: Device;
test.beforeAll(async () => {
  relay = await startRelay();
  phone = await openDevice();
  tablet = await openDevice({ width: 1180, height: 820 });
});
test.afterAll(async () => {
  await Promise.all([phone.close(), tablet.close()]);
  await relay.stop();
});

/** A device whose person lets it share. */
async function openDevice(viewport = { width: 390, height: 844 }): Promise<Device> {
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE, context: { viewport } });
  const page = await browser.context.newPage();
  await page.goto(`${relay.url}/#/settings/keeping`);
  const shared = page.getByRole("switch", { name: /Same history on every device/ });
  await shared.click();
  await expect(shared).toBeChecked();
  await page.goto(`${relay.url}/#/`);
  return { ...browser, page };
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const row = (page: Page, words: string) => page.locator(".history-row").filter({ hasText: words });
const show = (page: Page, place: string) => page.goto(`${relay.url}/#/${place}`);
const told = (page: Page) => page.getByRole("alert").filter({ hasText: "We are talking on another screen." });

interface Kept {
  conversations: { id: string; title: string; isPinned: boolean }[];
  turns: {
    id: string;
    conversation: string;
    userText: string;
    end: string | null;
    rating?: string;
    cited: unknown[];
  }[];
}

/** Runs in the page: what a person can see of the device's record, and of each citation its place. */
const kept = (page: Page): Promise<Kept> =>
  page.evaluate(async () => {
    const done = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open("hisho"));
    const all = (name: string) => done(database.transaction(name).objectStore(name).getAll());
    const conversations = await all("conversations");
    const deletedUntil = new Map(conversations.map(({ id, deletedAt = "" }) => [id, deletedAt]));
    const turns = (await all("turns")).filter(
      ({ conversation, at, deletedAt }) => deletedAt === undefined && at > (deletedUntil.get(conversation) ?? ""),
    );
    database.close();
    const there = new Set(turns.map(({ conversation }) => conversation));
    return {
      conversations: conversations
        .filter(({ id }) => there.has(id))
        .map(({ id, title, pinnedAt }) => ({ id, title, isPinned: pinnedAt !== undefined }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      turns: turns
        .map(({ key, id = key, conversation, userText, end, rating, citations }) => ({
          ...{ id, conversation, userText, end, rating },
          cited: citations.map(({ n, start, end: last }: Record<string, number>) => [n, start, last]),
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    };
  });

/** Both have come to the same. */
async function agreed(check: (both: Kept) => void): Promise<void> {
  await expect(async () => {
    const [one, other] = await Promise.all([kept(phone.page), kept(tablet.page)]);
    expect(one).toEqual(other);
    check(one);
  }).toPass({ timeout: 90_000 });
}

/** The conversation of these words goes on here. */
async function takeOver({ page }: Device, words: string): Promise<void> {
  await show(page, "history");
  await row(page, words).click();
  await button(page, "Continue here").click();
}

test("a conversation is taken over in the middle of an answer: the first is told, nothing is lost, nothing answered twice", async () => {
  const { question, figure } = POLICY.en;
  expect((await indexPolicy(relay.url, POLICY.en)).status).toBe(200);
  const [first, second] = [phone.page, tablet.page];
  await type(first, question);
  await expect(first.locator(".caption")).toContainText(figure);
  await show(second, "history");
  await expect(row(second, question)).toBeVisible();
  await expect(first.locator(".state-word")).toHaveText("Tap or speak");

  await type(first, question.replace("?", ", once more?"));
  await expect(first.locator(".state-word")).toHaveText("Speaking");
  await takeOver(tablet, question);
  await expect(told(first)).toBeVisible();
  await type(second, "What is 7 times 7?");
  await expect(second.locator(".caption")).toContainText("49");
  await expect(second.locator(".state-word")).toHaveText("Tap or speak");
  await agreed(({ turns }) => {
    expect(turns.map(({ userText }) => userText).sort()).toEqual(
      [question, question.replace("?", ", once more?"), "What is 7 times 7?"].sort(),
    );
    expect(turns.map(({ end }) => end).sort()).toEqual(["completed", "completed", "interrupted"]);
    const cited = turns.filter(({ userText }) => userText.startsWith(question.slice(0, -1)));
    const places = cited.flatMap((turn) => turn.cited);
    expect(places.length).toBeGreaterThanOrEqual(2);
    for (const place of places) expect(place).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
  });

  await button(first, "Continue here").click();
  await expect(told(second)).toBeVisible();
  await type(first, "What is 8 times 8?");
  await expect(first.locator(".caption")).toContainText("64");
  await expect(first.locator(".state-word")).toHaveText("Tap or speak");
  await agreed(({ conversations, turns }) => {
    expect(conversations).toHaveLength(1);
    expect(turns).toHaveLength(4);
  });
  const [{ conversation } = { conversation: "" }] = (await kept(first)).turns;
  const atRelay = await first.evaluate(async (id) => (await fetch(`/api/v1/conversations/${id}`)).json(), conversation);
  expect((atRelay as { turns: { user_text: string }[] }).turns.map((turn) => turn.user_text)).toEqual([
    question,
    question.replace("?", ", once more?"),
    "What is 7 times 7?",
    "What is 8 times 8?",
  ]);
});

/** Words of a new conversation, with their answer. */
async function say({ page }: Device, words: string, answer: string): Promise<void> {
  await show(page, "");
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await expect(page.locator(".caption")).toHaveCount(0);
  await type(page, words);
  await expect(page.locator(".caption")).toContainText(answer);
  await expect(page.locator(".state-word")).toHaveText("Tap or speak");
}

async function choose(page: Page, words: string, item: string): Promise<void> {
  await button(page, `What can be done with “${words.slice(0, 20)}”`).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function rename(page: Page, words: string, title: string): Promise<void> {
  await choose(page, words, "Give it a title");
  await page.getByRole("textbox", { name: "Title of this conversation" }).fill(title);
  await button(page, "Keep it").click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await show(page, "history");
}

test("what each makes of the history without the other comes to the same on both", async () => {
  const [first, second] = [phone.page, tablet.page];
  await say(phone, "What is 3 times 3?", "9");
  await say(phone, "What is 4 times 4?", "16");
  await agreed(({ conversations }) => expect(conversations).toHaveLength(3));

  await tablet.context.setOffline(true);
  await Promise.all([show(first, "history"), show(second, "history")]);
  await rename(second, "What is 7 times 7?", "From the tablet");
  await choose(second, "What is 3 times 3?", "Pin");
  await choose(second, "What is 4 times 4?", "Pin");
  await choose(second, "What is 8 times 8?", "Delete this exchange");
  await expect(row(second, "What is 8 times 8?")).toHaveCount(0);
  await button(second, "Undo").first().click();
  await expect(row(second, "What is 8 times 8?")).toBeVisible();
  await rename(first, "What is 7 times 7?", "From the phone");
  await choose(first, "What is 4 times 4?", "Delete this conversation");
  await expect(row(first, "What is 4 times 4?")).toHaveCount(0);
  await choose(first, "What is 8 times 8?", "Delete this exchange");

  await tablet.context.setOffline(false);
  await agreed(({ conversations, turns }) => {
    expect(conversations.map(({ isPinned }) => isPinned).sort()).toEqual([false, true]);
    expect(conversations.map(({ title }) => title)).toContain("From the phone");
    const words = turns.map(({ userText }) => userText);
    expect(words).toContain("What is 3 times 3?");
    expect(words).not.toContain("What is 4 times 4?");
    expect(words).not.toContain("What is 8 times 8?");
  });

  // What was deleted on the phone is brought back on the tablet, the last first.
  for (const words of ["What is 8 times 8?", "What is 4 times 4?"]) {
    await button(second, "Undo").first().click();
    await expect(row(second, words)).toBeVisible();
    await expect(row(first, words)).toBeVisible();
  }
  await agreed(({ conversations, turns }) => {
    expect(conversations).toHaveLength(3);
    expect(turns).toHaveLength(6);
  });
});
