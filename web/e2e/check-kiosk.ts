/**
 * `npm run check:kiosk -- [VISITS]` (200): what the page holds on to over that many visits, then its eight faults, each
 * mended without a touch. Fails when the page grows, keeps something of a visitor, is stuck, or is not mended.
 */
import { KIOSK_FAULTS, mendedByItself } from "./kiosk-faults.ts";
import { type Left, manyVisits, openKiosk } from "./kiosk-visits.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

/** Twenty times as fast as in earnest: an answer takes its own time. */
const PACE = 0.05;
/** The browser compiles what is used often during the first ones. */
const WARM_UP = 5;
/** Over all visits after the warm-up; a leak of one conversation a visit is far more. */
const MOST_GROWTH = 0.3;
const MEASURES = ["heapBytes", "nodes", "listeners"] as const;

const visits = Number(process.argv[2] ?? 200);
if (!Number.isInteger(visits) || visits < 1) {
  process.stderr.write(`expected how many visits, a whole number from 1, got "${process.argv[2]}"\n`);
  process.exit(2);
}
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function holdsNothing(relay: RunningRelay): Promise<boolean> {
  const { browser, page } = await openKiosk(relay, { pace: PACE });
  let all: Left[];
  try {
    all = await manyVisits(page, visits, (n, { heapBytes, nodes, listeners, rows }) =>
      print(
        `visit ${n}: heap ${(heapBytes / 1e6).toFixed(1)} MB, nodes ${nodes}, listeners ${listeners}, rows ${rows}`,
      ),
    );
  } finally {
    await browser.close();
  }
  const first = all[Math.min(WARM_UP, all.length) - 1];
  const last = all.at(-1);
  if (first === undefined || last === undefined) throw new Error("expected at least one visit");
  const growth = (name: (typeof MEASURES)[number]): number => last[name] / first[name] - 1;
  const grew = MEASURES.filter((name) => growth(name) > MOST_GROWTH);
  const grown = MEASURES.map((name) => `${name} ${(100 * growth(name)).toFixed(1)} %`).join(", ");
  const rows = Math.max(...all.map((held) => held.rows));
  const again = all.reduce((sum, left) => sum + left.again, 0);
  print(`${all.length} visits, 0 stuck, ${again} begun again on a slow machine; rows left ${rows}`);
  print(`growth after the first ${WARM_UP}: ${grown}`);
  const faults = [...grew, ...(rows > 0 ? ["rows"] : [])];
  if (faults.length > 0) process.stderr.write(`not flat: ${faults.join(", ")}\n`);
  return faults.length === 0;
}

async function mendsItself(relay: RunningRelay): Promise<boolean> {
  let mended = true;
  for (const one of KIOSK_FAULTS) {
    try {
      const tookMs = await mendedByItself(relay, one);
      print(`${one.fault}: ${one.name}: told, mended ${(tookMs / 1000).toFixed(1)} s later, no touch`);
    } catch (error) {
      mended = false;
      process.stderr.write(`${one.fault}: ${one.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  return mended;
}

const relay = await startRelay({ LOG_LEVEL: "warn" });
try {
  const flat = await holdsNothing(relay);
  const mended = await mendsItself(relay);
  if (!flat || !mended) process.exitCode = 1;
} finally {
  await relay.stop();
}
