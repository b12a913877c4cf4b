import { describe, expect, it } from "vitest";
import { CircuitBreaker } from "./circuit-breaker.ts";

const slip = { retryable: true };

/** Enters and fails. */
function fail(breaker: CircuitBreaker, nowMs: number, how: { retryable: boolean; retryAfterMs?: number } = slip): void {
  expect(breaker.enter(nowMs)).toBe(true);
  breaker.failed(nowMs, how);
}

describe("CircuitBreaker", () => {
  it("lets calls through until three have failed in a row", () => {
    const breaker = new CircuitBreaker();
    fail(breaker, 0);
    fail(breaker, 1);
    breaker.succeeded();
    fail(breaker, 2);
    fail(breaker, 3);
    fail(breaker, 4);
    expect(breaker.enter(5)).toBe(false);
    expect(breaker.restMs(5)).toBe(4_999);
  });

  it("asks with one call after the pause, and closes when it succeeds", () => {
    const breaker = new CircuitBreaker();
    for (const at of [0, 1, 2]) fail(breaker, at);
    expect(breaker.enter(5_001)).toBe(false);
    expect(breaker.enter(5_002)).toBe(true);
    expect(breaker.enter(5_002)).toBe(false);
    breaker.succeeded();
    expect([breaker.enter(5_003), breaker.enter(5_003)]).toEqual([true, true]);
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
    expect(refused.enter(1)).toBe(false);
    const busy = new CircuitBreaker();
    fail(busy, 0, { retryable: true, retryAfterMs: 30_000 });
    expect(busy.restMs(0)).toBe(30_000);
  });

  it("rests no longer because many calls were under way when it began", () => {
    const breaker = new CircuitBreaker();
    for (let call = 0; call < 8; call += 1) expect(breaker.enter(0)).toBe(true);
    for (let call = 0; call < 8; call += 1) breaker.failed(0, slip);
    expect(breaker.restMs(0)).toBe(5_000);
    breaker.failed(1_000, { retryable: true, retryAfterMs: 30_000 });
    expect(breaker.restMs(1_000)).toBe(30_000);
    breaker.failed(2_000, { retryable: true, retryAfterMs: 3_000 });
    expect(breaker.restMs(2_000)).toBe(29_000);
  });

  it("lets another call ask when nobody waited for the first", () => {
    const breaker = new CircuitBreaker();
    for (const at of [0, 0, 0]) fail(breaker, at);
    expect(breaker.enter(5_000)).toBe(true);
    breaker.abandoned();
    expect(breaker.enter(5_000)).toBe(true);
  });
});
