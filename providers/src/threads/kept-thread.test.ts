import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EchoCall } from "../testing/echo.worker.ts";
import { KeptThread } from "./kept-thread.ts";
import { createStopFlag, requestStop } from "./stop-flag.ts";

const never = new AbortController().signal;
const load: EchoCall = { type: "load", fails: false };
let thread: KeptThread<EchoCall, string>;

beforeEach(() => {
  thread = new KeptThread(new URL("../testing/echo.worker.ts", import.meta.url));
});
afterEach(() => thread.close());

describe("a kept thread", { timeout: 30_000 }, () => {
  it("answers calls in their order, an error to the call that caused it", async () => {
    expect(thread.state).toBe("idle");
    await thread.start(load, never);
    const answers = await Promise.allSettled([
      thread.call({ type: "say", words: "one" }),
      thread.call({ type: "throw" }),
      thread.call({ type: "say", words: "two" }),
    ]);
    expect(answers.map((answer) => (answer.status === "fulfilled" ? answer.value : answer.reason.message))).toEqual([
      "one (1)",
      "as asked",
      "two (1)",
    ]);
  });

  it("is stopped by a flag while it is busy", async () => {
    await thread.start(load, never);
    const stop = createStopFlag();
    const busy = thread.call({ type: "block", stop });
    requestStop(stop);
    expect(await busy).toBe("stopped");
  });

  it("is started and loaded again after it has crashed; the open call fails", async () => {
    await thread.start(load, never);
    await expect(thread.call({ type: "crash" })).rejects.toThrow("ended with code 7");
    await vi.waitFor(() => expect(thread.state).toBe("ready"), 10_000);
    expect(await thread.call({ type: "say", words: "back" })).toBe("back (1)");
  });

  it("is not started again when it does not load", async () => {
    await expect(thread.start({ type: "load", fails: true }, never)).rejects.toThrow("nothing to load");
    expect(thread.state).toBe("failed");
    await expect(thread.call({ type: "say", words: "one" })).rejects.toThrow("failed");
  });

  it("ends in the middle of its work when closed, and stays closed", async () => {
    await thread.start(load, never);
    const busy = thread.call({ type: "block", stop: createStopFlag() });
    const failed = expect(busy).rejects.toThrow("ended");
    await thread.close();
    await failed;
    expect(thread.state).toBe("closed");
  });

  it("gives up loading when aborted", async () => {
    const stop = new AbortController();
    const starting = thread.start(load, stop.signal);
    stop.abort(new Error("no more"));
    await expect(starting).rejects.toThrow("no more");
  });
});
