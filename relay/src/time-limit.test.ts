import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { withTimeLimit } from "./time-limit.ts";

const never = new AbortController().signal;

it("ends what took too long, also inside another limit, whatever was collected meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const ended = Promise.all(
    [withTimeLimit(never, 300), withTimeLimit(withTimeLimit(never, 300), 60_000)].map(
      (signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(signal.reason))),
    ),
  );
  // Nothing is collected that this job has made.
  await setImmediate();
  collect();
  expect(await ended).toMatchObject([{ name: "TimeoutError" }, { name: "TimeoutError" }]);
});

it("ends with the signal, and its reason", () => {
  const gone = new AbortController();
  const signal = withTimeLimit(gone.signal, 60_000);
  const reason = new Error("gone");
  gone.abort(reason);
  expect(signal.reason).toBe(reason);
});
