import { describe, expect, it } from "vitest";
import { compareHeard } from "./heard.ts";
import { percentile } from "./percentile.ts";
import { TooLate, within } from "./within.ts";

const live = () => new AbortController().signal;

describe("percentile", () => {
  it("is the nearest rank", () => {
    const values = [40, 10, 30, 20];
    expect([0, 0.25, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([10, 10, 20, 40, 40]);
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe("compareHeard", () => {
  it("counts words in English and characters in Japanese and Korean", () => {
    expect(compareHeard("en", "What's the time?", "whats a time")).toMatchObject({ unit: "words", errors: 1, of: 3 });
    expect(compareHeard("ja", "会議は何時からですか。", "会議は何時まで すか")).toMatchObject({ errors: 2, of: 10 });
    expect(compareHeard("ko", "몇 시예요?", "몇시 에요")).toMatchObject({ unit: "characters", errors: 1, of: 4 });
    expect(compareHeard("en", "one two", "")).toMatchObject({ errors: 2, of: 2 });
  });
});

describe("within", () => {
  it("ends work that does not listen to its signal", async () => {
    let given: AbortSignal | undefined;
    const working = within(5, live(), (signal) => {
      given = signal;
      return new Promise(() => {});
    });
    await expect(working).rejects.toThrow(TooLate);
    expect(given?.aborted).toBe(true);
  });

  it("gives the answer, the failure or the outer reason, whichever comes first", async () => {
    expect(await within(1_000, live(), async () => 7)).toBe(7);
    await expect(within(1_000, live(), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    const outer = new AbortController();
    const working = within(1_000, outer.signal, () => new Promise(() => {}));
    outer.abort(new Error("stopped"));
    await expect(working).rejects.toThrow("stopped");
  });
});
