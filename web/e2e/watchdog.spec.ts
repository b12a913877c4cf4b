/** Faults of microphone, hearing thread and sound, injected into a real page: noticed, shown, repaired without a touch. */
import { expect, type Page, test } from "@playwright/test";
import { openKiosk } from "./kiosk-visits.ts";
import type { SpokenTo } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

/** What the page was given, for a test to break; and which faults its screen has told. */
interface Broken {
  streams: MediaStream[];
  workers: { worker: Worker; url: string }[];
  contexts: AudioContext[];
  told: string[];
}

declare global {
  interface Window {
    broken: Broken;
  }
}

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

/** Runs in the page before anything of it. */
function keepParts(): void {
  const broken: Broken = { streams: [], workers: [], contexts: [], told: [] };
  window.broken = broken;
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    broken.streams.push(stream);
    return stream;
  };
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      broken.workers.push({ worker: this, url: String(url) });
    }
  };
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      broken.contexts.push(this);
    }
  };
  // A browser without a screen grants no wake lock, and would tell of that fault first: this one is as good as those.
  Object.defineProperty(navigator, "wakeLock", {
    value: { request: async () => ({ released: false, release: async () => undefined }) },
  });
  new MutationObserver(() => {
    const fault = document.querySelector<HTMLElement>(".kiosk-fault")?.dataset.fault;
    if (fault !== undefined && broken.told.at(-1) !== fault) broken.told.push(fault);
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

async function open(): Promise<Page> {
  const opened = await openKiosk(relay, { pace: 0.2, prepare: keepParts });
  browser = opened.browser;
  await expect.poll(() => opened.page.evaluate(() => window.broken.streams.length)).toBeGreaterThan(0);
  return opened.page;
}

const told = (page: Page, fault: string) =>
  expect.poll(() => page.evaluate(() => window.broken.told), { timeout: 90_000 }).toContain(fault);
const mended = (page: Page) => expect(page.locator(".kiosk-fault")).toBeHidden({ timeout: 90_000 });

test("the microphone is unplugged", async () => {
  const page = await open();
  const before = await page.evaluate(() => {
    for (const track of window.broken.streams.at(-1)?.getTracks() ?? []) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
    return window.broken.streams.length;
  });
  // Another one takes its place at once, or the watchdog says so and mends it.
  await expect
    .poll(() => page.evaluate(() => window.broken.streams.length), { timeout: 90_000 })
    .toBeGreaterThan(before);
  await mended(page);
  const live = () =>
    page.evaluate(() =>
      window.broken.streams
        .at(-1)
        ?.getTracks()
        .every(({ readyState }) => readyState === "live"),
    );
  await expect.poll(live).toBe(true);
  expect(await page.evaluate(() => window.broken.streams.length)).toBeGreaterThan(before);
});

test("the thread that hears has stopped", async () => {
  const page = await open();
  await page.evaluate(() => {
    for (const { worker, url } of window.broken.workers) if (url.includes("vad")) worker.terminate();
  });
  await told(page, "ears");
  await mended(page);
});

test("the sound is suspended, and then closed", async () => {
  const page = await open();
  await page.evaluate(() => window.broken.contexts.at(-1)?.suspend());
  await told(page, "sound");
  await mended(page);
  await page.evaluate(() => window.broken.contexts.at(-1)?.close());
  await expect
    .poll(() => page.evaluate(() => window.broken.contexts.at(-1)?.state), { timeout: 60_000 })
    .toBe("running");
  await mended(page);
});
