import { describe, expect, it } from "vitest";
import { ManualClock } from "../../tests/manual-clock.ts";
import { GuessLimit } from "./guess-limit.ts";

const guess = (limit: GuessLimit, address: string, times: number): void => {
  for (let n = 0; n < times; n += 1) limit.count(address);
};

describe("GuessLimit", () => {
  it("lets an address try five times, then has it wait until a minute after the first", async () => {
    const clock = new ManualClock();
    const limit = new GuessLimit(clock);
    guess(limit, "192.0.2.1", 4);
    expect(limit.waitMs("192.0.2.1")).toBe(0);
    await clock.pass(20_000);
    guess(limit, "192.0.2.1", 1);
    expect(limit.waitMs("192.0.2.1")).toBe(40_000);
    expect(limit.waitMs("192.0.2.2")).toBe(0);
    await clock.pass(40_000);
    expect(limit.waitMs("192.0.2.1")).toBe(0);
  });

  it("does not count what was right", () => {
    const limit = new GuessLimit(new ManualClock());
    for (let n = 0; n < 200; n += 1) {
      limit.count("192.0.2.1");
      limit.takeBack("192.0.2.1");
    }
    expect(limit.waitMs("192.0.2.1")).toBe(0);
  });

  it.each([
    ["an IPv6 host by its network", "2001:db8::1", "2001:db8::2"],
    ["an IPv4 host in either spelling", "192.0.2.1", "::ffff:192.0.2.1"],
  ])("knows %s", (_what, one, other) => {
    const limit = new GuessLimit(new ManualClock());
    guess(limit, one, 5);
    expect(limit.waitMs(other)).toBe(60_000);
  });

  it("has everybody wait when many addresses guess together", async () => {
    const clock = new ManualClock();
    const limit = new GuessLimit(clock);
    for (let n = 0; n < 100; n += 1) limit.count(`10.0.0.${n}`);
    expect(limit.waitMs("192.0.2.1")).toBe(60_000);
    await clock.pass(60_000);
    expect(limit.waitMs("192.0.2.1")).toBe(0);
  });
});
