/** Each fault of a reception screen, caused in a real page: noticed, told, mended without a touch, the next visitor served. */
import { expect, test } from "@playwright/test";
import { FAULTS } from "../src/watchdog/faults.ts";
import { KIOSK_FAULTS, mendedByItself } from "./kiosk-faults.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

test("all eight are here", () => {
  expect(new Set(KIOSK_FAULTS.map(({ fault }) => fault))).toEqual(new Set(FAULTS));
});

for (const one of KIOSK_FAULTS) {
  test(one.name, async () => {
    test.setTimeout(600_000);
    const tookMs = await mendedByItself(relay, one);
    process.stdout.write(`${one.fault}: ${one.name}: mended ${(tookMs / 1000).toFixed(1)} s after the light\n`);
  });
}
