import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { expect, it } from "vitest";
import { keptLog } from "../tests/kept-log.ts";
import { ManualClock } from "../tests/manual-clock.ts";
import { ProviderSwitch } from "./provider-switch.ts";
import { Roles } from "./roles.ts";

const clock = new ManualClock();
const roles = (): Roles => new Roles(createScriptedProviders(), clock, keptLog().log);

/** Whether it is settled once everything that is due has run. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await new Promise(setImmediate);
  return settled;
}

it("gives new turns the new ones, and lets the old ones go when their last turn ends", async () => {
  const [first, second] = [roles(), roles()];
  const providers = new ProviderSwitch(first);
  const turn = providers.take();
  const free = providers.replace(second);
  expect(providers.take()).toBe(second);
  expect(await isSettled(free)).toBe(false);
  turn.release();
  expect(await isSettled(free)).toBe(true);
});

it("waits for turns from before an earlier change too: a provider may have been kept through it", async () => {
  const providers = new ProviderSwitch(roles());
  const turn = providers.take();
  const once = providers.replace(roles());
  const twice = providers.replace(roles());
  expect([await isSettled(once), await isSettled(twice)]).toEqual([false, false]);
  turn.release();
  expect([await isSettled(once), await isSettled(twice)]).toEqual([true, true]);
});
