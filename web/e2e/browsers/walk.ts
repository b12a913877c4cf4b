/** What somebody does first, in whatever browser: in, past the first steps, a typed question, and the page again. */
import { type DrivenBrowser, ENTER } from "./driven.ts";

/** Of one expectation; the machine may be busy. */
const WITHIN_MS = 60_000;
const QUESTION = "12*8";
const ANSWER = "96";
const ON_PURPOSE = "made by the walk itself";

/** One line of the table. */
export interface Seen {
  what: string;
  /** Null when it is as it should be, else what was found. */
  wrong: string | null;
  note?: string;
}

/** Resolves with the first value that `body` returns and that is not false, null or undefined. */
async function until(browser: DrivenBrowser, body: string): Promise<unknown> {
  const end = performance.now() + WITHIN_MS;
  for (;;) {
    const value = await browser.evaluate(body);
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`not within ${WITHIN_MS / 1000} s: ${body}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const FIELD = `document.querySelector("main textarea")`;

/** By the key that passes over all of it. */
async function passFirstRun(browser: DrivenBrowser): Promise<void> {
  await until(browser, `return document.querySelector("[data-first-run] [data-skip]") !== null`);
  await browser.evaluate(`document.querySelector("[data-first-run] [data-skip]").click()`);
  await until(browser, `return document.querySelector("[data-first-run]") === null`);
}

async function askByKeyboard(browser: DrivenBrowser): Promise<void> {
  await until(browser, `return document.querySelector("main.talk") !== null`);
  if ((await browser.evaluate(`return document.activeElement === ${FIELD}`)) !== true) await browser.press("t");
  await until(browser, `return document.activeElement !== null && document.activeElement === ${FIELD}`);
  await browser.press(`${QUESTION}${ENTER}`);
  await until(browser, `return document.querySelector(".caption")?.textContent.includes("${ANSWER}")`);
}

async function isKept(browser: DrivenBrowser): Promise<void> {
  await browser.evaluate(`location.hash = "#/history"`);
  await until(browser, `return document.body.textContent.includes("${QUESTION}")`);
}

/** True, or the reason why the page has none. */
const SERVICE_WORKER = `
  if (!("serviceWorker" in navigator)) return "this browser offers none to the page";
  const late = new Promise((resolve) => setTimeout(resolve, 30000, "none was active after 30 s"));
  return Promise.race([navigator.serviceWorker.ready.then(() => true), late]);`;

/** The first of the browser's languages that the app speaks, else English; begin.js writes it before the app has come. */
const LANGUAGE = `
  const known = ["ja", "en", "ko"];
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => known.includes(tag)) ?? "en";
  const { lang } = document.documentElement;
  return { lang, wanted };`;

/** How she stands in the room: drawn, or by her picture until then; null while neither can be seen. */
const SHE = `
  const still = document.querySelector("img.stage-poster");
  if (still?.dataset.left === "true") return "drawn live";
  return still?.complete && still.naturalWidth > 0 && still.getBoundingClientRect().height > 0 ? "by her picture" : null;`;

/**
 * The walk at `url`; goes on after what fails, and never throws for what the page did.
 * @param picture keeps what the browser shows now under a name
 */
export async function walk(
  browser: DrivenBrowser,
  url: string,
  picture: (name: string) => Promise<void>,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  const step = async (what: string, does: () => Promise<unknown>): Promise<void> => {
    try {
      const note = await does();
      seen.push({ what, wrong: null, ...(typeof note === "string" && { note }) });
    } catch (error) {
      seen.push({ what, wrong: error instanceof Error ? error.message : String(error) });
    }
  };
  await step("opens", async () => {
    await browser.open(url);
    await picture("first");
    // The room that begin.js shows is no app yet.
    await until(browser, `return document.querySelector("[data-first-run]") !== null`);
  });
  await step("speaks the browser's language", async () => {
    const { lang, wanted } = (await browser.evaluate(LANGUAGE)) as { lang: string; wanted: string };
    if (lang !== wanted) throw new Error(`lang="${lang}", expected "${wanted}"`);
    return lang;
  });
  await step("she stands in the room", async () => {
    const how = String(await until(browser, SHE));
    await picture("first-run");
    return how;
  });
  await step("the first run can be passed over", () => passFirstRun(browser));
  await step("a typed question is answered", () => askByKeyboard(browser));
  await step("she stands there after the answer", async () => {
    const how = String(await until(browser, SHE));
    await picture("answered");
    return how;
  });
  await step("service worker", async () => {
    const found = await browser.evaluate(SERVICE_WORKER);
    return found === true ? "registered" : `not registered: ${String(found)}`;
  });
  await step("the question is there after a reload", async () => {
    await browser.reload();
    await picture("again");
    await isKept(browser);
  });
  await step("no errors in the console", async () => {
    const found = [...new Set(await browser.errors())];
    if (found.length > 0) throw new Error(found.join(" | "));
    // Silence counts only where an error would have been heard.
    await browser.evaluate(`setTimeout(() => { throw new Error("${ON_PURPOSE}") })`);
    const end = performance.now() + WITHIN_MS;
    while (!(await browser.errors()).some((message) => message.includes(ON_PURPOSE))) {
      if (performance.now() > end) throw new Error("an error that the walk made itself was not heard");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  return seen;
}
