/**
 * `npm run bench -- acknowledgement [--times 20]`: how soon the character says that it has taken a question down, without
 * a network: from Enter, and from the release of the key that is held to talk, to the first sample at the loudspeaker, in
 * the built page. The first of each is told apart: it wakes the sound. Takes about five minutes.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import { expect, type Page } from "@playwright/test";
import { preparePage } from "../scripts/start/prepare.mjs";
import { acknowledgedAfterMs, memos, openAlone } from "../web/e2e/acknowledged.ts";
import { openBrowser, WITHOUT_FIGURE, withPauses } from "../web/e2e/microphone.ts";
import { startRelay } from "../web/e2e/relay.ts";
import { type } from "../web/e2e/typing.ts";
import { quantile, table } from "./statistics.ts";

const WANTED_MS = 150;
const HELD_MS = 1_500;
/** The page tells of what it kept within so much on a machine that does something else too. */
const PATIENCE_MS = 60_000;

const { values } = parseArgs({ options: { times: { type: "string", default: "20" } } });
const times = Number(values.times);
if (!Number.isInteger(times) || times < 3 || times > 200) {
  throw new Error(`--times is ${values.times}; expected a whole number from 3 to 200`);
}

const kept = (page: Page, count: number): Promise<void> =>
  expect(memos(page)).toHaveCount(count, { timeout: PATIENCE_MS });

async function typed(page: Page): Promise<number[]> {
  const delays: number[] = [];
  for (let asked = 1; asked <= times; asked += 1) {
    await type(page, `Question ${asked}?`);
    await kept(page, asked);
    delays.push(await acknowledgedAfterMs(page));
  }
  return delays;
}

async function held(page: Page): Promise<number[]> {
  const delays: number[] = [];
  for (let asked = 1; asked <= times; asked += 1) {
    await page.keyboard.down("Space");
    await page.waitForTimeout(HELD_MS);
    await page.keyboard.up("Space");
    await kept(page, asked);
    delays.push(await acknowledgedAfterMs(page));
  }
  return delays;
}

async function measure(ask: (page: Page) => Promise<number[]>): Promise<number[]> {
  const relay = await startRelay({ LOG_LEVEL: "error" });
  // Somebody speaks all the time.
  const clips = pocketsphinxClips().map((clip) => clip.read());
  const spoken = Array.from({ length: Math.ceil((times * 10) / Math.max(1, clips.length)) }, () => clips).flat();
  const browser = await openBrowser(clips.length === 0 ? undefined : withPauses(spoken, []), {
    flags: [WITHOUT_FIGURE],
  });
  try {
    const page = await browser.context.newPage();
    await openAlone(page, relay);
    return await ask(page);
  } finally {
    await browser.close();
    await relay.stop();
  }
}

await preparePage();
process.stdout.write(`${cpus()[0]?.model} × ${cpus().length}, load ${loadavg()[0]?.toFixed(1)}\n`);
const rows: (string | number)[][] = [];
for (const [name, ask] of [
  ["typed, from Enter", typed],
  ["held, from the release", held],
] as const) {
  const [first = Number.NaN, ...rest] = await measure(ask);
  const median = quantile(rest, 0.5);
  rows.push([name, String(rest.length), first, median, quantile(rest, 0.95), median / WANTED_MS]);
}
process.stdout.write(`${table(["", "times", "first", "median ms", "p95 ms", "of 150 ms"], rows)}\n`);
