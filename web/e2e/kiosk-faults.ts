/** The eight faults that a reception screen mends by itself, each caused in a real page before a real relay. */
import type { Page } from "@playwright/test";
import { kiosk as english } from "../src/ui/strings/kiosk/en.ts";
import type { FaultId } from "../src/watchdog/faults.ts";
import { keepParts } from "./kiosk-parts.ts";
import { ask, openKiosk, PATIENCE_MS, visit } from "./kiosk-visits.ts";
import type { RunningRelay } from "./relay.ts";

/** Five times as fast as in earnest: an answer is still waited for on a busy machine. */
const PACE = 0.2;

export interface KioskFault {
  fault: FaultId;
  /** How it is caused. */
  name: string;
  /** The character stands on the screen. */
  figure?: true;
  cause(page: Page, relay: RunningRelay): Promise<unknown>;
  /** Takes away what no page can mend: the plug, the full disk, the relay that is off. */
  relent?(page: Page, relay: RunningRelay): Promise<unknown>;
  /** Runs in the page. */
  isWhole(): boolean;
}

export const KIOSK_FAULTS: readonly KioskFault[] = [
  {
    fault: "microphone",
    name: "the microphone is unplugged",
    cause: (page) =>
      page.evaluate(() => {
        window.parts.unplugged = true;
        for (const track of window.parts.streams.at(-1)?.getTracks() ?? []) {
          track.stop();
          track.dispatchEvent(new Event("ended"));
        }
      }),
    relent: (page) =>
      page.evaluate(() => {
        window.parts.unplugged = false;
      }),
    isWhole: () => window.parts.streams.at(-1)?.getAudioTracks()[0]?.readyState === "live",
  },
  {
    fault: "ears",
    name: "the thread that hears has stopped",
    cause: (page) =>
      page.evaluate(() => {
        for (const { worker, url } of window.parts.workers) if (url.includes("vad")) worker.terminate();
      }),
    isWhole: () => window.parts.workers.filter(({ url }) => url.includes("vad")).length > 1,
  },
  {
    fault: "sound",
    name: "the sound is suspended",
    // As a call that comes in does: whoever wakes it meanwhile has it taken again.
    cause: (page) =>
      page.evaluate(async () => {
        const context = window.parts.contexts.at(-1);
        const take = (): void => {
          if (window.parts.silenced && context?.state === "running") void context.suspend();
        };
        window.parts.silenced = true;
        context?.addEventListener("statechange", take);
        await context?.suspend();
      }),
    relent: (page) =>
      page.evaluate(() => {
        window.parts.silenced = false;
      }),
    isWhole: () => window.parts.contexts.at(-1)?.state === "running",
  },
  {
    fault: "sound",
    name: "the sound is closed",
    cause: (page) => page.evaluate(() => window.parts.contexts.at(-1)?.close()),
    isWhole: () => window.parts.contexts.at(-1)?.state === "running",
  },
  {
    fault: "socket",
    name: "the relay is off for a while",
    cause: (_, relay) => relay.halt(),
    relent: (_, relay) => relay.startAgain(),
    isWhole: () => true,
  },
  {
    fault: "turn",
    name: "an answer never comes",
    async cause(page) {
      await page.evaluate(() => {
        window.parts.frozen = true;
      });
      await ask(page, "What is 12 times 8?");
    },
    relent: (page) =>
      page.evaluate(() => {
        window.parts.frozen = false;
      }),
    isWhole: () => true,
  },
  {
    fault: "picture",
    name: "the picture's context is lost",
    figure: true,
    async cause(page) {
      await page.locator(".kiosk-figure [data-avatar] canvas").waitFor({ timeout: PATIENCE_MS });
      await page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>(".kiosk-figure canvas");
        canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
      });
    },
    isWhole: () => {
      const canvas = document.querySelector<HTMLCanvasElement>(".kiosk-figure [data-avatar] canvas");
      return canvas?.getContext("webgl2")?.isContextLost() === false;
    },
  },
  {
    fault: "storage",
    name: "the storage is full for a while",
    cause: (page) =>
      page.evaluate(() => {
        window.parts.full = true;
      }),
    relent: (page) =>
      page.evaluate(() => {
        window.parts.full = false;
      }),
    isWhole: () => true,
  },
  {
    fault: "awake",
    name: "the wake lock is taken away",
    cause: (page) =>
      page.evaluate(() => {
        for (const lock of window.parts.locks) lock.released = true;
      }),
    isWhole: () => window.parts.locks.at(-1)?.released === false,
  },
];

/**
 * Causes the fault, and waits until the small light has told it in its plain sentence and the page has mended it without a
 * touch. Then a visitor is served.
 * @returns ms from the light to its going out
 * @throws Error when somebody had to touch the page, or the light said something else; TimeoutError when it was not mended
 */
export async function mendedByItself(relay: RunningRelay, one: KioskFault): Promise<number> {
  const { browser, page } = await openKiosk(relay, { pace: PACE, prepare: keepParts, figure: one.figure ?? false });
  const isDark = () => window.parts.streams.length > 0 && document.querySelector(".kiosk-fault") === null;
  const hasTold = (fault: string) => window.parts.told.some((said) => said.fault === fault);
  const seen = () => {
    const { told, touches, contexts, streams } = window.parts;
    const tracks = streams.map((stream) => stream.getAudioTracks()[0]?.readyState);
    return { told, touches, contexts: contexts.map(({ state }) => state), tracks };
  };
  const waits = { timeout: PATIENCE_MS };
  try {
    await page.waitForFunction(isDark, undefined, waits);
    await page.evaluate(() => window.parts.told.splice(0));
    await one.cause(page, relay);
    const touches = await page.evaluate(() => window.parts.touches);
    await page.waitForFunction(hasTold, one.fault, waits).catch(async (error: unknown) => {
      throw new Error(`not told: ${JSON.stringify(await page.evaluate(seen))}`, { cause: error });
    });
    const toldMs = Date.now();
    await one.relent?.(page, relay);
    await page.waitForFunction(isDark, undefined, waits);
    const tookMs = Date.now() - toldMs;
    await page.waitForFunction(one.isWhole, undefined, waits);
    const after = await page.evaluate(seen);
    if (after.touches !== touches) throw new Error(`${one.name}: expected no touch, saw ${after.touches - touches}`);
    const sentence = after.told.find(({ fault }) => fault === one.fault)?.sentence;
    const expected = english.faults[one.fault];
    if (sentence !== expected)
      throw new Error(`${one.name}: expected the light to say "${expected}", it said "${sentence}"`);
    await visit(page);
    return tookMs;
  } finally {
    await browser.close();
  }
}
