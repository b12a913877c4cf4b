/** A calendar that is written to, on a real CalDAV server: added, changed under the page's hands, deleted and put back. */
import { expect, type Page, test } from "@playwright/test";
import { HAS_RADICALE, type RadicaleServer, startRadicale } from "../../relay/tests/radicale-server.ts";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";
import { type } from "./typing.ts";

test.skip(!HAS_RADICALE, "There is no CalDAV server to test with: apt-get install radicale.");
// Each goes on with what the one before has left.
test.describe.configure({ mode: "serial" });

const AUTHORIZATION = `Basic ${Buffer.from("me:secret").toString("base64")}`;
const COLLECTION = "/me/work/";
const DAY_MS = 86_400_000;

let server: RadicaleServer;
let relay: RunningRelay;
let browser: SpokenTo;
let page: Page;
test.beforeAll(async () => {
  server = await startRadicale();
  relay = await startRelay({ CALENDAR_HOSTS: "127.0.0.1" });
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  page = await browser.context.newPage();
});
test.afterAll(async () => {
  await browser?.close();
  await relay?.stop();
  await server?.stop();
});

const tomorrow = (): string => new Date(Date.now() + DAY_MS).toLocaleDateString("sv", { timeZone: "Asia/Tokyo" });

const dav = (method: string, path: string, init: RequestInit = {}) =>
  fetch(new URL(path, server.url), { ...init, method, headers: { ...init.headers, authorization: AUTHORIZATION } });

/** As another program of the same person sees them: address and iCalendar text of each event. */
async function onServer(): Promise<{ path: string; text: string }[]> {
  const listed = await (await dav("PROPFIND", COLLECTION, { headers: { depth: "1" } })).text();
  const paths = [...listed.matchAll(/<(?:\w+:)?href>([^<]+\.ics)</g)].map(([, path = ""]) => path);
  return Promise.all(paths.map(async (path) => ({ path, text: await (await dav("GET", path)).text() })));
}

/** The server has one event, with these lines; their order is the server's own. */
const stands = (...lines: string[]) =>
  expect
    .poll(async () => (await onServer()).map(({ text }) => text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/)))
    .toEqual([expect.arrayContaining(lines)]);

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const line = (title: string) => page.locator(".line").filter({ hasText: title });

test("only reads an account until a calendar of it is chosen and what that means was agreed to", async () => {
  await page.goto(`${relay.url}/#/settings/calendars`);
  await page.getByText("CalDAV", { exact: true }).click();
  await page.getByLabel("Its name").fill("Office");
  await page.getByLabel("Server address").fill(server.url);
  await page.getByLabel("User name").fill("me");
  await page.getByLabel("Password").fill("secret");
  await button("Try to read it").click();
  const choice = page.getByRole("combobox", { name: "New events go into" });
  await expect(choice).toHaveText("I only read it");
  await expect(page.getByText("I only read them and change nothing.")).toBeVisible();
  await choice.click();
  await page.getByRole("option", { name: "Work" }).click();
  await expect(page.getByText(`“Work” on ${new URL(server.url).host}`)).toBeVisible();
  await button("Let me write").click();
  await expect(page.getByText("I write to “Work” alone")).toBeVisible();
});

test("adds an event to it by the button that names it", async () => {
  await page.goto(`${relay.url}/#/agenda`);
  await button("Add").click();
  await page.getByLabel("What, and when").fill("Dentist tomorrow at 15:00");
  await button("Put it in “Work”").click();
  await stands("SUMMARY:Dentist");
});

test("overwrites nothing that another program changed meanwhile, and then keeps both", async () => {
  await page.goto(`${relay.url}/#/agenda/${tomorrow()}`);
  await line("Dentist").getByRole("button").click();
  await page.getByLabel("What", { exact: true }).fill("Dentist, check-up");
  const [event] = await onServer();
  if (event === undefined) throw new Error("there is no event on the server");
  const changed = event.text.replace("SUMMARY:Dentist\r\n", "SUMMARY:Dentist\r\nLOCATION:Station\r\nX-ROOM:2\r\n");
  expect((await dav("PUT", event.path, { body: changed })).ok).toBe(true);
  await button("Save in “Work”").click();
  await expect(page.getByText("It was changed elsewhere first")).toBeVisible();
  await stands("SUMMARY:Dentist", "LOCATION:Station");
  await expect(page.getByLabel("What", { exact: true })).toHaveValue("Dentist, check-up");
  await expect(page.getByLabel("Place")).toHaveValue("Station");
  await button("Save in “Work”").click();
  await expect(line("Dentist, check-up")).toContainText("Station");
  await stands("SUMMARY:Dentist\\, check-up", "LOCATION:Station", "X-ROOM:2");
});

test("deletes after it has asked, and puts it back", async () => {
  await line("Dentist").getByRole("button").click();
  await button("Delete").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.locator(".line")).toHaveCount(0);
  await expect.poll(onServer).toEqual([]);
  await button("Undo").click();
  await expect(line("Dentist, check-up")).toBeVisible();
  await stands("SUMMARY:Dentist\\, check-up");
});

test("asks before it writes what was typed, writes it on a typed yes alone, and takes it back", async () => {
  const traffic = new Traffic(page);
  await page.goto(`${relay.url}/#/`);
  await page.reload();
  /** @returns her answer, once it is over */
  const say = async (words: string): Promise<string> => {
    const ended = traffic.of("turn_end").length;
    await type(page, words);
    await traffic.until(() => traffic.of("turn_end").length > ended);
    return traffic.of("assistant_text_final").at(-1)?.text ?? "";
  };
  const titles = async (): Promise<string[]> =>
    (await onServer()).map(({ text }) => /^SUMMARY:(.*)$/m.exec(text)?.[1]?.trim() ?? "").sort();
  const before = await titles();
  expect(await say("Add a haircut appointment tomorrow at 10 am")).toMatch(
    /^Shall I put “.*haircut.*” into the calendar “Work”/i,
  );
  expect(await titles()).toEqual(before);
  expect(await say("no")).toContain("I wrote nothing");
  expect(await titles()).toEqual(before);
  await say("Add a haircut appointment tomorrow at 10 am");
  expect(await say("yes")).toMatch(/^I put “.*haircut.*” into the calendar “Work”/i);
  expect(await titles()).toEqual([...before, expect.stringMatching(/haircut/i)].sort());
  expect(await say("Actually, no, stop.")).toMatch(/^I took “.*haircut.*, out of the calendar “Work” again/i);
  expect(await titles()).toEqual(before);
});
