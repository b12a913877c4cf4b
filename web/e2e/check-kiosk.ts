/** `npm run check:kiosk -- VISITS` (200): what the page holds on to over that many visits. Fails when it grows. */
import { manyVisits, openKiosk } from "./kiosk-visits.ts";
import { startRelay } from "./relay.ts";

const WARM_UP = 5;
/** Over all visits after the warm-up; a leak of one conversation a visit is far more. */
const MOST_GROWTH = 0.3;

const visits = Number(process.argv[2] ?? 200);
const relay = await startRelay();
const { browser, page } = await openKiosk(relay);
try {
  const all = await manyVisits(page, visits, (n, { heapBytes, nodes, listeners, rows }) => {
    const heap = (heapBytes / 1e6).toFixed(1);
    process.stdout.write(`visit ${n}: heap ${heap} MB, nodes ${nodes}, listeners ${listeners}, rows ${rows}\n`);
  });
  const first = all[Math.min(WARM_UP, all.length - 1)];
  const last = all.at(-1);
  if (first === undefined || last === undefined) throw new Error("expected at least one visit");
  const growth = (name: "heapBytes" | "nodes" | "listeners"): number => last[name] / first[name] - 1;
  const line = (["heapBytes", "nodes", "listeners"] as const)
    .map((name) => `${name} ${(100 * growth(name)).toFixed(1)} %`)
    .join(", ");
  process.stdout.write(
    `${all.length} visits, 0 stuck; growth after the first ${WARM_UP}: ${line}; rows left ${last.rows}\n`,
  );
  const grew = (["heapBytes", "nodes", "listeners"] as const).filter((name) => growth(name) > MOST_GROWTH);
  if (grew.length > 0 || last.rows > 0) {
    process.stderr.write(`not flat: ${[...grew, ...(last.rows > 0 ? ["rows"] : [])].join(", ")}\n`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  await relay.stop();
}
