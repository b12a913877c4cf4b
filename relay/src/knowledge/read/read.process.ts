/**
 * Reads files in a process that may be ended in the middle of one. It ends itself, at once, when a file makes it grow by
 * more than it was told, or when whoever started it is gone: a parser that unpacks without end lets nothing else in its
 * thread have its turn.
 */
import { Worker } from "node:worker_threads";
import { readDocument } from "./read-document.ts";
import type { ReadAnswer, ReadCall } from "./read-messages.ts";

/** Plain JavaScript, since it runs without the loader. `limit` 0: nothing is being read. */
const WATCH = `
  const { workerData } = require("node:worker_threads");
  const parent = process.ppid;
  setInterval(() => {
    const limit = Number(Atomics.load(workerData, 0));
    const isTooLarge = limit > 0 && process.memoryUsage.rss() > limit;
    if (isTooLarge || process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, 20);`;

const [mostGrowthBytes = "0"] = process.argv.slice(2);
const limitBytes = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT));
new Worker(WATCH, { eval: true, workerData: limitBytes, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } });

const say = (answer: ReadAnswer): boolean | undefined => process.send?.(answer);
const input = process.stdin;
let last: Promise<void> = Promise.resolve();

process.on("message", (call: ReadCall) => {
  last = last.then(async () => {
    const bytes = await taken(call.bytes);
    Atomics.store(limitBytes, 0, BigInt(process.memoryUsage.rss() + Number(mostGrowthBytes)));
    const result = await readDocument(bytes, call.name, call.declared);
    Atomics.store(limitBytes, 0, 0n);
    say({ type: "read", result });
  });
});
// Whoever started it is gone.
process.on("disconnect", () => process.exit(0));
say({ type: "ready" });

/** The next bytes of the input. */
async function taken(length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const piece = input.read(Math.min(length - filled, input.readableLength || 1)) as Buffer | null;
    if (piece === null) {
      await new Promise((resolve) => input.once("readable", resolve));
      continue;
    }
    bytes.set(piece, filled);
    filled += piece.length;
  }
  return bytes;
}
