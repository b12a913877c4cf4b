/** How soon the character says that it has taken a question down, as the loudspeaker has it. */
import { expect, type Page } from "@playwright/test";
import type { RunningRelay } from "./relay.ts";
import { heardFrom, listenToSpeaker } from "./speaker.ts";

/** A machine that does something else too is waited for, in a bench as in a walk. */
export const PATIENCE = { timeout: 90_000 };

/** The questions that are kept, on the screen. */
export const memos = (page: Page) => page.getByRole("region", { name: /questions? kept/ }).getByRole("listitem");

interface Marked {
  /** When Enter went down, ms of the page's clock. */
  done: number[];
}

/** The app with its line kept on the device, and neither network nor relay. @param page not opened yet */
export async function openAlone(page: Page, relay: RunningRelay): Promise<void> {
  // What a bench hands over was compiled by tsx, which names functions with this.
  await page.addInitScript("globalThis.__name ??= (named) => named");
  await listenToSpeaker(page);
  await page.addInitScript(() => {
    const done: number[] = [];
    Object.assign(window, { done });
    window.addEventListener("keydown", (event) => event.key === "Enter" && done.push(event.timeStamp), true);
  });
  await page.goto(`${relay.url}/?probe`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.locator(".talk-key").waitFor();
  await page.keyboard.press("m");
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open("acknowledgements")).keys()).length), PATIENCE)
    .toBe(1);
  await page.context().setOffline(true);
  await relay.halt();
  await page.goto(`${relay.url}/?probe`);
  await expect(page.locator(".state-word")).toHaveText("Not connected", PATIENCE);
}

/** From Enter to the first sample at the loudspeaker, ms, once it has been said to its end. */
export async function acknowledgedAfterMs(page: Page): Promise<number> {
  // The mouth moves with it, and is shut behind it.
  await expect(page.locator("html")).toHaveAttribute("data-weights", /^\S+ .*[1-9]/, PATIENCE);
  await expect(page.locator("html")).toHaveAttribute("data-weights", /^\S+( 0\.00){5}$/, PATIENCE);
  await heardFrom(page);
  return page.evaluate(firstSoundAfterDone);
}

/** Runs in the page. NaN where nothing was heard. */
function firstSoundAfterDone(): number {
  const { done, recorded } = window as unknown as Marked & {
    recorded: {
      sampleRateHz: number;
      blocks: { at: number; pcm: number[] }[];
      clock(): { contextS: number; ms: number };
    };
  };
  const doneMs = done.at(-1)!;
  const { contextS, ms } = recorded.clock();
  for (const { at, pcm } of recorded.blocks) {
    for (let i = 0; i < pcm.length; i += 1) {
      const heardMs = ms + (at + i / recorded.sampleRateHz - contextS) * 1000;
      if (heardMs > doneMs && Math.abs(pcm[i]!) > 1e-3) return heardMs - doneMs;
    }
  }
  return Number.NaN;
}
