import { expect, it, vi } from "vitest";
import { afterFirstPaint, whenActed } from "./after-first-paint.ts";

function pageThat(readyState: DocumentReadyState, { withIdle = true, hidden = false } = {}) {
  const target = new EventTarget();
  const frames: (() => void)[] = [];
  const asked: { callback: () => void; options: unknown }[] = [];
  const ask = (callback: () => void, options: unknown) => asked.push({ callback, options });
  const page = {
    document: { readyState, hidden },
    requestAnimationFrame: (draw: () => void) => frames.push(draw),
    addEventListener: target.addEventListener.bind(target),
    setTimeout: ask,
    ...(withIdle && { requestIdleCallback: ask }),
  } as unknown as Parameters<typeof afterFirstPaint>[0];
  const done = vi.fn();
  void afterFirstPaint(page).then(done);
  const turn = () => new Promise(setImmediate);
  return {
    asked,
    done,
    async happens(name: string) {
      target.dispatchEvent(new Event(name));
      await turn();
    },
    draws() {
      for (const draw of frames.splice(0)) draw();
    },
    async rests() {
      for (const { callback } of asked) callback();
      await turn();
    },
  };
}

it("waits for the load, for a picture, and then for a quiet moment, for 2 s at most", async () => {
  const { asked, done, happens, draws, rests } = pageThat("interactive");
  expect(asked).toHaveLength(0);
  await happens("load");
  draws();
  expect(asked).toHaveLength(0);
  draws();
  expect(done).not.toHaveBeenCalled();
  expect(asked.map(({ options }) => options)).toEqual([{ timeout: 2_000 }]);
  await rests();
  expect(done).toHaveBeenCalledTimes(1);
});

it.each(["pointerdown", "keydown"])("is over at once with a %s, also before the load", async (act) => {
  const { asked, done, happens } = pageThat("interactive");
  await happens(act);
  expect(done).toHaveBeenCalledTimes(1);
  await happens("load");
  expect(asked).toHaveLength(0);
});

it("waits a little where the browser knows no idle moment, and asks when the page has loaded already", async () => {
  const { asked, done, draws, rests } = pageThat("complete", { withIdle: false });
  draws();
  draws();
  expect(asked.map(({ options }) => options)).toEqual([300]);
  expect(done).not.toHaveBeenCalled();
  await rests();
  expect(done).toHaveBeenCalledTimes(1);
});

it("waits for no picture of a page that is not seen", async () => {
  const { done, rests } = pageThat("complete", { hidden: true });
  await rests();
  expect(done).toHaveBeenCalledTimes(1);
});

it("tells of the first act when the page rests after it, and of none once nobody waits", async () => {
  const target = new EventTarget();
  const asked: (() => void)[] = [];
  const page = {
    addEventListener: target.addEventListener.bind(target),
    requestIdleCallback: (callback: () => void) => asked.push(callback),
  } as unknown as Parameters<typeof whenActed>[0];
  const acted = whenActed(page, new AbortController().signal);
  const [left, over] = [vi.fn(), new AbortController()];
  void whenActed(page, over.signal).then(left);
  over.abort();
  target.dispatchEvent(new Event("keydown"));
  expect(asked).toHaveLength(1);
  for (const callback of asked) callback();
  expect(await acted).toBe(true);
  expect(left.mock.calls).toEqual([[false]]);
});
