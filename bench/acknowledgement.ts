/**
 * `npm run bench -- acknowledgement [--times 20]`: how soon the character says that it has taken a question down, without
 * a network: from Enter to the first sample at the loudspeaker, in the built page. The first is told apart: it wakes the
 * sound. Takes about two minutes.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { expect } from "@playwright/test";
import { preparePage } from "../scripts/start/prepare.mjs";
import { acknowledgedAfterMs, memos, openAlone, PATIENCE } from "../web/e2e/acknowledged.ts";
import { openBrowser, WITHOUT_FIGURE } from "../web/e2e/microphone.ts";
import { startRelay } from "../web/e2e/relay.ts";
import { type } from "../web/e2e/typing.ts";
import { quantile, table } from "./statistics.ts";

const WANTED_MS = 150;

const { values } = parseArgs({ options: { times: { type: "string", default: "20" } } });
const times = Number(values.times);
if (!Number.isInteger(times) || times < 3 || times > 200) {
  throw new Error(`--times is ${values.times}; expected a whole number from 3 to 200`);
}

async function measure(): Promise<number[]> {
  const relay = await startRelay({ LOG_LEVEL: "error" });
  const browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  try {
    const page = await browser.context.newPage();
    await openAlone(page, relay);
    const delays: number[] = [];
    for (let asked = 1; asked <= times; asked += 1) {
      await type(page, `Question ${asked}?`);
      await expect(memos(page)).toHaveCount(asked, PATIENCE);
      delays.push(await acknowledgedAfterMs(page));
    }
    return delays;
  } finally {
    await browser.close();
    await relay.stop();
  }
}

await preparePage();
process.stdout.write(`${cpus()[0]?.model} × ${cpus().length}, load ${loadavg()[0]?.toFixed(1)}\n`);
const [first = Number.NaN, ...rest] = await measure();
const median = quantile(rest, 0.5);
const row = [String(rest.length), first, median, quantile(rest, 0.95), median / WANTED_MS];
process.stdout.write(`${table(["times", "first ms", "median ms", "p95 ms", "of 150 ms"], [row])}\n`);
