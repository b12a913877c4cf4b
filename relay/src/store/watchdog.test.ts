import { MessageChannel } from "node:worker_threads";
import { expect, it, onTestFinished } from "vitest";
import { Watchdog } from "./watchdog.ts";

const DEADLINE_MS = 50;

/** As by a model that is being loaded: nothing else happens on this thread meanwhile. */
const beBusy = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

it("hears an answer that came while this thread was busy for longer than an answer may take", async () => {
  const { port1: here, port2: there } = new MessageChannel();
  onTestFinished(() => here.close());
  const outcome = await new Promise<string>((resolve) => {
    const watchdog = new Watchdog(DEADLINE_MS, () => resolve("silence"));
    here.once("message", () => {
      watchdog.answered();
      resolve("answered");
    });
    // Behind the messages of this round: timers are the next to be looked at.
    setImmediate(() => {
      watchdog.asked();
      there.postMessage("the answer");
      beBusy(2 * DEADLINE_MS);
    });
  });
  expect(outcome).toBe("answered");
});

it("tells of silence, once, and of none where nothing is awaited any more", async () => {
  const told: string[] = [];
  await new Promise<void>((resolve) => {
    const resting = new Watchdog(DEADLINE_MS, () => told.push("resting"));
    resting.asked();
    resting.answered();
    const asked = new Watchdog(2 * DEADLINE_MS, () => {
      told.push("asked");
      resolve();
    });
    asked.asked();
    asked.asked();
    asked.answered();
  });
  expect(told).toEqual(["asked"]);
});
