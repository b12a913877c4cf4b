/**
 * `npm run bench -- history [--turns 100000]`: the device's record of years in Japanese, English and Korean, in a real
 * Chromium's IndexedDB: how long a search takes, cold (a page just opened) and warm, as a ratio to a cursor over every
 * turn in the same run; what a turn costs to write beside its words; how much lies on the disk.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { openRecord } from "../web/e2e/record-page.ts";
import { quantile, table } from "./statistics.ts";

const ROUNDS = 5;
const WRITES = 200;
const QUERIES = [
  "kumquat",
  "金柑",
  "금귤",
  "会議",
  "meeting",
  "회의",
  "出張 領収書",
  "receipt Osaka",
  "ほてる",
  "99999",
  "の",
  "xyzzy",
];

const { values } = parseArgs({ options: { turns: { type: "string", default: "100000" } } });
const count = Number(values.turns);
if (!Number.isInteger(count) || count < 1_000 || count > 1_000_000) {
  throw new Error(`--turns is ${values.turns}; expected a whole number from 1000 to 1000000`);
}

const page = await openRecord();
try {
  console.log(`${cpus()[0]?.model} × ${cpus().length}, load ${loadavg()[0]?.toFixed(1)}, Chromium ${page.version}`);
  console.log(`filled ${count} turns: ${(await page.fill(count)).toFixed(2)} ms a turn, in batches`);
  const before = await page.size();
  console.log(`gathered the words in ${((await page.tidy()) / 1_000).toFixed(1)} s`);
  const after = await page.size();
  const rows = [];
  const allWarm: number[] = [];
  const allCold: number[] = [];
  const allScan: number[] = [];
  for (const query of QUERIES) {
    const cold = [];
    const warm = [];
    const scan = await page.scan(query);
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = await page.searchCold(query);
      if (first.total !== scan.total) throw new Error(`"${query}": found ${first.total} of ${scan.total}`);
      cold.push(first.ms);
      warm.push((await page.search(query)).ms);
    }
    allWarm.push(...warm);
    allCold.push(...cold);
    allScan.push(scan.ms);
    const [p50, p95] = [quantile(warm, 0.5), quantile(warm, 0.95)];
    rows.push([query, `${scan.total}`, p50, p95, quantile(cold, 0.5), scan.ms, p50 / scan.ms]);
  }
  console.log(table(["query", "matches", "warm p50", "warm p95", "cold p50", "cursor", "warm/cursor"], rows));
  const all = (list: readonly number[]): string =>
    `median ${quantile(list, 0.5).toFixed(1)} ms, p95 ${quantile(list, 0.95).toFixed(1)} ms`;
  console.log(`all queries, warm: ${all(allWarm)}; cold: ${all(allCold)}; cursor: ${all(allScan)}`);
  const [bare, beside] = [await page.writeBare(WRITES), await page.write(WRITES, 8)];
  console.log(`a turn to the disk: ${all(beside)}; without words, conversation and merging: ${all(bare)}`);
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(
    `on the disk: ${mb(before.usageBytes)} before and ${mb(after.usageBytes)} after gathering; ${after.segments} segments of ${mb(after.characters * 2)} in memory`,
  );
} finally {
  await page.close();
}
