import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../tests/manual-clock.ts";
import { FIRST_PARTIAL_AFTER_MS, FIRST_WORDS_EVERY_MS, PARTIAL_EVERY_MS, PartialScheduler } from "./partials.ts";

/** People who speak from the beginning on, and a recogniser that takes `costMs` for any call. */
function scene(people: number, costMs: number, atOnce = 1, wordsFromMs = 0) {
  const clock = new ManualClock();
  const scheduler = new PartialScheduler(clock, atOnce);
  const calls: { person: number; at: number; heardMs: number }[] = [];
  let running = 0;
  let mostRunning = 0;
  const ends = Array.from({ length: people }, (_, person) =>
    scheduler.add({
      heardMs: () => clock.now(),
      isDue: () => true,
      run: () => {
        calls.push({ person, at: clock.now(), heardMs: clock.now() });
        running += 1;
        mostRunning = Math.max(mostRunning, running);
        const hasWords = clock.now() >= wordsFromMs;
        return new Promise<boolean>((resolve) => {
          clock.after(costMs, () => {
            running -= 1;
            resolve(hasWords);
          });
        });
      },
    }),
  );
  const speak = async (durationMs: number): Promise<void> => {
    for (let ms = 0; ms < durationMs; ms += 20) {
      await clock.pass(20);
      scheduler.poke();
      await settle();
    }
  };
  return { calls, ends, speak, mostRunning: () => mostRunning };
}

describe("partial transcripts", () => {
  it("begin as soon as there is something to hear, and come no oftener than they may", async () => {
    const { calls, speak } = scene(1, 30);
    await speak(3000);
    expect(calls[0]?.at).toBe(FIRST_PARTIAL_AFTER_MS);
    const gaps = calls.slice(1).map(({ at }, i) => at - calls[i]!.at);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(PARTIAL_EVERY_MS);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(PARTIAL_EVERY_MS + 20);
  });

  it("are tried again soon while there are no words yet, but not for a noise that goes on", async () => {
    const words = scene(1, 30, 1, 500);
    await words.speak(1500);
    const gaps = words.calls.slice(1).map(({ at }, i) => at - words.calls[i]!.at);
    const hurried = words.calls.filter(({ at }) => at < 500).length;
    expect(Math.max(...gaps.slice(0, hurried))).toBeLessThanOrEqual(FIRST_WORDS_EVERY_MS + 20);
    expect(Math.min(...gaps.slice(hurried))).toBeGreaterThanOrEqual(PARTIAL_EVERY_MS);

    const noise = scene(1, 30, 1, Number.POSITIVE_INFINITY);
    await noise.speak(5000);
    const later = noise.calls.filter(({ at }) => at > 2000);
    expect(Math.min(...later.slice(1).map(({ at }, i) => at - later[i]!.at))).toBeGreaterThanOrEqual(PARTIAL_EVERY_MS);
  });

  it("take turns when the recogniser is slow: nobody waits two rounds, nothing piles up", async () => {
    const { calls, speak, mostRunning } = scene(5, 200);
    await speak(10_000);
    expect(mostRunning()).toBe(1);
    const counts = [0, 1, 2, 3, 4].map((person) => calls.filter((call) => call.person === person).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    for (let i = 5; i < calls.length; i += 1) expect(calls[i]!.person).toBe(calls[i - 5]!.person);
    // Each call is on the sound of that moment, never on an older request for it.
    for (const { at, heardMs } of calls) expect(heardMs).toBe(at);
  });

  it("use every place of a recogniser that takes several at a time", async () => {
    const { speak, mostRunning } = scene(6, 200, 3);
    await speak(3000);
    expect(mostRunning()).toBe(3);
  });

  it("end with the speech", async () => {
    const { calls, ends, speak } = scene(2, 30);
    await speak(600);
    ends[0]?.();
    const before = calls.filter(({ person }) => person === 0).length;
    await speak(2000);
    expect(calls.filter(({ person }) => person === 0)).toHaveLength(before);
    expect(calls.filter(({ person }) => person === 1).length).toBeGreaterThan(before);
  });
});
