/**
 * A reception screen over many visits, in a real browser with a real relay: each wakes it, asks, hears the answer and goes
 * away; the visit is wiped.
 */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Recording, wavOf } from "@hisho/providers/testing/wav.ts";
import type { CDPSession, Page } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import type { RunningRelay } from "./relay.ts";

/** Ten times as fast as in earnest. */
const PACE = 0.1;
export const PATIENCE_MS = 120_000;

/** A reception screen that was armed before: it begins by itself. */
const SETTINGS = {
  on: true,
  passcode: { salt: "0".repeat(32), hash: "0".repeat(64), iterations: 1 },
  wipe: "device-and-relay",
  keyboard: true,
  addressed: false,
  languages: ["en", "ja", "ko"],
};

/** What the page holds on to after a visit. */
export interface Held {
  heapBytes: number;
  nodes: number;
  listeners: number;
  /** Rows in every store of the device's record. */
  rows: number;
}

/** What one visit left, and how often its visitor was taken for gone before the answer. */
export interface Left extends Held {
  again: number;
}

export const until = (page: Page, at: string): Promise<void> =>
  page.locator(`.kiosk[data-at="${at}"]`).waitFor({ state: "attached", timeout: PATIENCE_MS });

const RATE_HZ = 16_000;
const NOISE = 0.002;

/** So long nobody speaks: a page has begun by then. */
const QUIET_S = 20;

/**
 * A minute of a room, again and again, in which somebody says one thing, or nobody anything: a microphone that hears
 * nothing at all is broken.
 */
async function roomWith(said: Recording | undefined): Promise<string> {
  if (said !== undefined && said.sampleRateHz !== RATE_HZ) throw new RangeError(`said: expected ${RATE_HZ} Hz`);
  const pcm = Float32Array.from({ length: 60 * RATE_HZ }, (_, i) => NOISE * Math.sin(i * i * 0.7));
  said?.pcm.forEach((sample, i) => {
    pcm[QUIET_S * RATE_HZ + i]! += sample;
  });
  const file = path.join(await mkdtemp(path.join(tmpdir(), "hisho-room-")), "room.wav");
  await writeFile(file, wavOf({ pcm, sampleRateHz: RATE_HZ }));
  return file;
}

/** Runs in the page: a browser without a screen grants no wake lock, and the kiosk would tell of that before anything else. */
function grantWakeLock(): void {
  Object.defineProperty(navigator, "wakeLock", {
    configurable: true,
    value: { request: async () => ({ released: false, release: async () => undefined }) },
  });
}

/** @param flags of the browser, besides those of every test */
export async function openKiosk(
  relay: Pick<RunningRelay, "url">,
  options: {
    flags?: readonly string[];
    settings?: Record<string, unknown>;
    /** By which the relay knows the screen; where it lets everybody in there is none. */
    token?: string;
    /** What somebody says in the room, once a minute; 16 kHz, at most 30 s. */
    said?: Recording;
    pace?: number;
    figure?: boolean;
    /** Runs in the page before anything of it. */
    prepare?: () => void;
    /** Its timers are moved by `page.clock`, too. */
    clock?: boolean;
  } = {},
): Promise<{ browser: SpokenTo; page: Page }> {
  const { flags = [], settings = {}, pace = PACE, figure = false } = options;
  const room = await roomWith(options.said);
  const browser = await openBrowser(undefined, {
    flags: [
      `--use-file-for-fake-audio-capture=${room}`,
      "--autoplay-policy=no-user-gesture-required",
      ...(figure ? [] : [...WITHOUT_FIGURE]),
      ...flags,
    ],
    context: { viewport: { width: 1280, height: 720 }, permissions: ["microphone", "camera"] },
  });
  const page = await browser.context.newPage();
  await page.addInitScript(
    (kept) => {
      if (localStorage.getItem("hisho.kiosk") === null) localStorage.setItem("hisho.kiosk", kept);
    },
    JSON.stringify({ ...SETTINGS, ...settings }),
  );
  if (options.token !== undefined) {
    await page.addInitScript(
      (known) => localStorage.setItem("hisho.settings", known),
      JSON.stringify({ welcomed: true, token: options.token }),
    );
  }
  if (options.clock === true) await page.clock.install();
  await page.addInitScript(grantWakeLock);
  // What runs the sources names every function with it, and the page does not know it.
  await page.addInitScript("globalThis.__name ??= (named) => named");
  if (options.prepare !== undefined) await page.addInitScript(options.prepare);
  await page.goto(`${relay.url}/?probe&pace=${pace}`);
  await page.locator('.kiosk:not([data-at="arming"])').waitFor({ timeout: PATIENCE_MS });
  return { browser, page };
}

/** Touches the screen and types; on a busy machine a hurried visit ends before it has begun, and is begun again. */
export async function ask(page: Page, question: string): Promise<void> {
  const invite = page.locator(".kiosk[data-at=attract] h1");
  const field = page.getByRole("textbox", { name: "Your question" });
  const soon = { timeout: 5_000 };
  const givesUpMs = Date.now() + 5 * PATIENCE_MS;
  for (;;) {
    try {
      if ((await invite.count()) > 0) await invite.click(soon);
      if ((await field.count()) === 0) await page.getByRole("button", { name: "Type", exact: true }).click(soon);
      await field.clear(soon);
      // Key by key: whoever types is not taken for gone.
      await field.pressSequentially(question, { timeout: 30_000 });
      await page.keyboard.press("Enter");
      return;
    } catch (error) {
      if (Date.now() > givesUpMs) throw error;
    }
  }
}

/** Runs in the page. */
function outcome(): "answered" | "over" | null {
  if (document.querySelector(".kiosk .caption")?.textContent?.includes("96") === true) return "answered";
  return document.querySelector<HTMLElement>(".kiosk")?.dataset.at === "attract" ? "over" : null;
}

/**
 * One visit from the touch to the wiped screen. Where a busy machine was so slow that the hurried screen took the visitor
 * for gone, they come again.
 * @returns how often they had to
 * @throws TimeoutError where the screen is stuck
 */
export async function visit(page: Page): Promise<number> {
  for (let again = 0; ; again++) {
    await until(page, "attract");
    await ask(page, "What is 12 times 8?");
    const ended = await page.waitForFunction(outcome, undefined, { timeout: PATIENCE_MS });
    if ((await ended.jsonValue()) === "over") continue;
    await until(page, "attract");
    return again;
  }
}

/** What the device's record may hold of what people say. */
const SAID = ["conversations", "turns", "pending", "passages", "recordings", "fresh", "segments"];

/** What is on the device's disk in these parts of its record: every row, as JSON. */
export const recordOf = (page: Page, parts: readonly string[] = SAID): Promise<readonly string[]> =>
  page.evaluate(async (wanted) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open("hisho");
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const stores = [...database.objectStoreNames].filter((name) => wanted.includes(name));
    const rows: unknown[] = [];
    for (const name of stores) {
      const found = await new Promise<unknown[]>((resolve, reject) => {
        const reading = database.transaction(name).objectStore(name).getAll();
        reading.onsuccess = () => resolve(reading.result);
        reading.onerror = () => reject(reading.error);
      });
      rows.push(...found);
    }
    database.close();
    return rows.map((row) => JSON.stringify(row));
  }, parts);

async function held(page: Page, browser: CDPSession): Promise<Held> {
  await browser.send("HeapProfiler.collectGarbage");
  const { metrics } = await browser.send("Performance.getMetrics");
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const rows = (await recordOf(page)).length;
  return { heapBytes: metric("JSHeapUsedSize"), nodes: metric("Nodes"), listeners: metric("JSEventListeners"), rows };
}

/** @param told after every visit @returns what was held after each */
export async function manyVisits(
  page: Page,
  visits: number,
  told: (visit: number, left: Left) => void = () => undefined,
): Promise<Left[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("HeapProfiler.enable");
  const all: Left[] = [];
  for (let n = 1; n <= visits; n++) {
    const again = await visit(page);
    const now = { ...(await held(page, session)), again };
    all.push(now);
    told(n, now);
  }
  return all;
}
