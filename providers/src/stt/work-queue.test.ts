import { describe, expect, it } from "vitest";
import { WorkQueue } from "./work-queue.ts";

function deferred() {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

const never = new AbortController().signal;

describe("the recogniser's queue", () => {
  it("does urgent work first and keeps the order among equals", async () => {
    const queue = new WorkQueue();
    const done: string[] = [];
    const gate = deferred();
    const add = (name: string, urgent: boolean, wait?: Promise<void>) =>
      queue.add({
        urgent,
        signal: never,
        run: async () => {
          await wait;
          done.push(name);
        },
      });
    const all = [
      add("first", false, gate.promise),
      add("p1", false),
      add("f1", true),
      add("p2", false),
      add("f2", true),
    ];
    expect(queue.length).toBe(4);
    gate.open();
    await Promise.all(all);
    expect(done).toEqual(["first", "f1", "f2", "p1", "p2"]);
  });

  it("drops what is aborted before it began", async () => {
    const queue = new WorkQueue();
    const gate = deferred();
    const running = queue.add({ urgent: true, signal: never, run: () => gate.promise });
    const stop = new AbortController();
    let ran = false;
    const waiting = queue.add({ urgent: true, signal: stop.signal, run: async () => (ran = true) });
    stop.abort(new Error("spoken over"));
    await expect(waiting).rejects.toThrow("spoken over");
    expect(queue.length).toBe(0);
    gate.open();
    await running;
    expect(ran).toBe(false);
  });

  it("rejects at once what is aborted while it runs, and starts the next only when that has ended", async () => {
    const queue = new WorkQueue();
    const gate = deferred();
    const stop = new AbortController();
    const running = queue.add({ urgent: false, signal: stop.signal, run: () => gate.promise });
    let nextRan = false;
    const next = queue.add({ urgent: true, signal: never, run: async () => (nextRan = true) });
    stop.abort(new Error("spoken over"));
    await expect(running).rejects.toThrow("spoken over");
    expect(nextRan).toBe(false);
    gate.open();
    await next;
    expect(nextRan).toBe(true);
  });

  it("goes on after work that failed, and does not take what is aborted already", async () => {
    const queue = new WorkQueue();
    await expect(
      queue.add({
        urgent: false,
        signal: never,
        run: async () => {
          throw new Error("broken");
        },
      }),
    ).rejects.toThrow("broken");
    expect(await queue.add({ urgent: false, signal: never, run: async () => 7 })).toBe(7);
    expect(() => queue.add({ urgent: false, signal: AbortSignal.abort(), run: async () => 7 })).toThrow();
  });
});
