import { describe, expect, it } from "vitest";
import { CircuitBreaker, type Entry } from "./circuit-breaker.ts";

const slip = { retryable: true };

function enter(breaker: CircuitBreaker, nowMs: number): Entry {
  const entry = breaker.enter(nowMs);
  if (entry === null) throw new Error(`left alone at ${nowMs} ms`);
  return entry;
}

/** Enters and fails. */
function fail(breaker: CircuitBreaker, nowMs: number, how: { retryable: boolean; retryAfterMs?: number } = slip): void {
  breaker.failed(enter(breaker, nowMs), nowMs, how);
}

/** One that rests from 0 to 5,000 ms. */
function resting(): CircuitBreaker {
  const breaker = new CircuitBreaker();
  for (const at of [0, 0, 0]) fail(breaker, at);
  return breaker;
}

describe("CircuitBreaker", () => {
  it("lets calls through until three have failed in a row", () => {
    const breaker = new CircuitBreaker();
    fail(breaker, 0);
    fail(breaker, 1);
    breaker.succeeded(enter(breaker, 1));
    fail(breaker, 2);
    fail(breaker, 3);
    fail(breaker, 4);
    expect(breaker.enter(5)).toBeNull();
    expect(breaker.restMs(5)).toBe(4_999);
  });

  it("asks with one call after the pause, and closes when it succeeds", () => {
    const breaker = new CircuitBreaker();
    for (const at of [0, 1, 2]) fail(breaker, at);
    expect(breaker.enter(5_001)).toBeNull();
    const probe = enter(breaker, 5_002);
    expect(breaker.enter(5_002)).toBeNull();
    breaker.succeeded(probe);
    expect([breaker.enter(5_003), breaker.enter(5_003)]).not.toContain(null);
  });

  it("rests longer each time, a minute at most", () => {
    const breaker = new CircuitBreaker();
    for (const at of [0, 0, 0]) fail(breaker, at);
    const rests: number[] = [];
    let now = 0;
    for (let pause = 0; pause < 6; pause += 1) {
      rests.push(breaker.restMs(now));
      now += breaker.restMs(now);
      fail(breaker, now);
    }
    expect(rests).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it("rests at once where asking again cannot help, or where the server asks for it", () => {
    const refused = new CircuitBreaker();
    fail(refused, 0, { retryable: false });
    expect(refused.enter(1)).toBeNull();
    const busy = new CircuitBreaker();
    fail(busy, 0, { retryable: true, retryAfterMs: 30_000 });
    expect(busy.restMs(0)).toBe(30_000);
  });

  it("rests no longer because many calls were under way when it began", () => {
    const breaker = new CircuitBreaker();
    const calls = Array.from({ length: 10 }, () => enter(breaker, 0));
    for (const call of calls.splice(0, 8)) breaker.failed(call, 0, slip);
    expect(breaker.restMs(0)).toBe(5_000);
    breaker.failed(calls[0]!, 1_000, { retryable: true, retryAfterMs: 30_000 });
    expect(breaker.restMs(1_000)).toBe(30_000);
    breaker.failed(calls[1]!, 2_000, { retryable: true, retryAfterMs: 3_000 });
    expect(breaker.restMs(2_000)).toBe(29_000);
  });

  it("takes no outcome of a call of before the pause for that of the call that asks", () => {
    const breaker = new CircuitBreaker();
    const stragglers = [0, 1, 2].map(() => enter(breaker, 0));
    for (const at of [0, 0, 0]) fail(breaker, at);
    const probe = enter(breaker, 5_000);
    breaker.failed(stragglers[0]!, 5_001, slip);
    breaker.abandoned(stragglers[1]!);
    breaker.succeeded(stragglers[2]!);
    expect(breaker.enter(5_002)).toBeNull();
    breaker.failed(probe, 5_003, slip);
    expect(breaker.restMs(5_003)).toBe(10_000);
  });

  it("lets another call ask when nobody waited for the first", () => {
    const breaker = resting();
    breaker.abandoned(enter(breaker, 5_000));
    expect(breaker.enter(5_000)).not.toBeNull();
  });

  it("leaves the asking to calls that have all their time once a hurried one was late", () => {
    const breaker = resting();
    const hurried = breaker.enter(5_000, true);
    breaker.late(hurried!);
    expect(breaker.enter(5_001, true)).toBeNull();
    breaker.succeeded(enter(breaker, 5_001));
    expect(breaker.enter(5_002, true)).not.toBeNull();
  });
});
