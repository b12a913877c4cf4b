/** One fault of a reception screen in a real page; the walk `watchdog.walk.ts` goes through all eight. */
import { test } from "@playwright/test";
import { KIOSK_FAULTS, mendedByItself } from "./kiosk-faults.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

test("the thread that hears stops, and is there again without a touch", async () => {
  const ears = KIOSK_FAULTS.find(({ fault }) => fault === "ears");
  if (ears === undefined) throw new Error("expected a way to stop the thread that hears");
  await mendedByItself(relay, ears);
});
