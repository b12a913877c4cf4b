import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { longPress } from "./long-press.ts";

const at = (clientX: number, pointerType = "touch") => ({ pointerType, clientX, clientY: 0 });
const act = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  act.mockReset();
});
afterEach(() => vi.useRealTimers());

test("a finger that rests acts once, and its click is not another", () => {
  const press = longPress(act);
  press.down(at(0));
  press.move(at(6));
  vi.advanceTimersByTime(499);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledOnce();
  press.end();
  expect(press.takesClick()).toBe(true);
  expect(press.takesClick()).toBe(false);
});

test.each([
  ["is lifted", (press: ReturnType<typeof longPress>) => press.end()],
  ["moves", (press: ReturnType<typeof longPress>) => press.move(at(11))],
])("a finger that %s before does nothing", (_, before) => {
  const press = longPress(act);
  press.down(at(0));
  vi.advanceTimersByTime(300);
  before(press);
  vi.advanceTimersByTime(1_000);
  expect(act).not.toHaveBeenCalled();
  expect(press.takesClick()).toBe(false);
});

test("a mouse has another button for it", () => {
  const press = longPress(act);
  press.down(at(0, "mouse"));
  vi.advanceTimersByTime(1_000);
  expect(act).not.toHaveBeenCalled();
});
