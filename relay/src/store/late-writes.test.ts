import { mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../tests/manual-clock.ts";
import { createMemoryStore } from "../../tests/memory-store.ts";
import { temporary, turn } from "../../tests/store-fixtures.ts";
import { createLog } from "../log.ts";
import { withLateWrites } from "./late-writes.ts";
import { type Store, StoreError, type StoreErrorReason } from "./port.ts";
import { TurnSpool } from "./turn-spool.ts";

/** A store that fails while `problem` says why. */
function failing(spool?: TurnSpool) {
  const memory = createMemoryStore();
  const state: { problem: StoreErrorReason | null; asked: string[]; late: boolean[]; poison: string | null } = {
    problem: null,
    asked: [],
    late: [],
    poison: null,
  };
  const unless = (): void => {
    if (state.problem !== null) throw new StoreError(state.problem, "away");
  };
  const store = {
    ...memory,
    async saveTurn(each, isLate) {
      state.asked.push(each.clientId ?? "none");
      state.late.push(isLate === true);
      unless();
      if (state.poison !== null && each.clientId === state.poison) throw new StoreError("conflict", "taken");
      return memory.saveTurn(each);
    },
    async recentTurns(sessionId, limit) {
      unless();
      return memory.recentTurns(sessionId, limit);
    },
    async deleteConversation() {
      unless();
      return memory.turns.splice(0).length > 0;
    },
  } as Partial<Store> as Store;
  const clock = new ManualClock();
  const lines: string[] = [];
  const log = createLog("info", (line) => lines.push(line));
  return { state, turns: memory.turns, clock, lines, late: withLateWrites(store, clock, log, spool) };
}

const numbers = (turns: readonly { turn: number }[]): number[] => turns.map((each) => each.turn);

describe("a turn that the store did not take", () => {
  it("is refused at once, waits, and is written in its order when the store is back", async () => {
    const { state, turns, clock, late } = failing();
    state.problem = "unreachable";
    await expect(late.saveTurn(turn("s", 1))).rejects.toMatchObject({ reason: "unreachable" });
    await expect(late.saveTurn(turn("s", 2))).rejects.toMatchObject({ reason: "unreachable" });
    expect(late.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("store takes them: 2") });
    state.problem = null;
    await clock.pass(30_000);
    expect(numbers(turns)).toEqual([1, 2]);
    // The second was behind the first and not tried by itself.
    expect(state.late).toEqual([false, true, true, false]);
    expect(late.health()).toEqual({ status: "ok" });
    expect(await late.settle(1_000)).toBe(0);
  });

  it("is written before anything later, and before its session is read", async () => {
    const { state, turns, late } = failing();
    state.problem = "disk";
    await expect(late.saveTurn(turn("s", 1))).rejects.toThrow();
    state.problem = null;
    expect(numbers(await late.recentTurns("s", 10))).toEqual([1]);
    state.problem = "disk";
    await expect(late.saveTurn(turn("s", 2))).rejects.toThrow();
    state.problem = null;
    await late.saveTurn(turn("s", 3));
    expect(numbers(turns)).toEqual([1, 2, 3]);
  });

  it("is asked about seldom while the store stays away, and once each time", async () => {
    const { state, clock, late } = failing();
    state.problem = "unreachable";
    await Promise.allSettled([1, 2, 3].map((number) => late.saveTurn(turn("s", number))));
    state.asked.length = 0;
    await clock.pass(10 * 60_000);
    expect(state.asked.length).toBeGreaterThan(15);
    expect(state.asked.length).toBeLessThan(30);
    expect(new Set(state.asked)).toEqual(new Set(["id-1"]));
  });

  it("does not keep others back when it alone is refused", async () => {
    const { state, turns, late } = failing();
    state.problem = "unreadable";
    await expect(late.saveTurn(turn("s", 1))).rejects.toThrow();
    state.problem = null;
    state.poison = "id-1";
    await late.saveTurn(turn("s", 2));
    expect(numbers(turns)).toContain(2);
  });

  it("is written without its client id when that is another turn's", async () => {
    const { state, turns, late } = failing();
    state.poison = "id-1";
    await late.saveTurn(turn("s", 1));
    expect(turns).toEqual([turn("s", 1, { clientId: null })]);
  });

  it("goes with its conversation when that is deleted, and stays when it could not be deleted", async () => {
    const { state, turns, clock, late } = failing();
    state.problem = "unreachable";
    await expect(late.saveTurn(turn("s", 1))).rejects.toThrow();
    await expect(late.deleteConversation("s")).rejects.toThrow();
    await settle();
    expect(await late.settle(1_000)).toBe(1);
    state.problem = null;
    expect(await late.deleteConversation("s")).toBe(true);
    await clock.pass(60_000);
    expect(turns).toEqual([]);
  });
});

describe("a turn that the store did not take before the relay ended", () => {
  const log = createLog("error", () => {});
  const spooled = async (directory: string) => (await readdir(directory).catch(() => [])).length;

  it("is written by the next relay, with its voices, and is on disk no longer than it waits", async () => {
    const directory = join(await temporary(), "unsaved");
    const before = failing(new TurnSpool(directory, log));
    before.state.problem = "unreachable";
    const citations = [{ n: 1, doc_id: "d", title: "", locator: "", snippet: "a\u2028b", start: 3 }];
    await expect(before.late.saveTurn(turn("s", 2, { citations }))).rejects.toThrow();
    await expect(before.late.saveTurn(turn("s", 1, { clientId: null }))).rejects.toThrow();
    await expect(before.late.saveTurnAudio(turn("s", 2), { userAudioRef: "s/2.opus" })).rejects.toThrow();
    expect(await spooled(directory)).toBe(2);
    const after = failing(new TurnSpool(directory, log));
    await expect.poll(() => spooled(directory)).toBe(0);
    expect(after.turns).toEqual([
      turn("s", 1, { clientId: null }),
      turn("s", 2, { citations, userAudioRef: "s/2.opus" }),
    ]);
  });

  it("stays on disk while the next relay's store takes nothing, or would lose it", async () => {
    const directory = join(await temporary(), "unsaved");
    const before = failing(new TurnSpool(directory, log));
    before.state.problem = "disk";
    await expect(before.late.saveTurn(turn("s", 1))).rejects.toThrow();
    const after = failing(new TurnSpool(directory, log));
    after.state.problem = "disk";
    await expect.poll(() => after.late.settle(1_000)).toBe(1);
    expect(await spooled(directory)).toBe(1);
    after.state.problem = null;
    await after.clock.pass(60_000);
    expect(numbers(after.turns)).toEqual([1]);
    await expect.poll(() => spooled(directory)).toBe(0);
  });

  it("leaves no half of itself where the disk does not take it", async () => {
    const directory = join(await temporary(), "unsaved");
    const lines: string[] = [];
    const spool = new TurnSpool(
      directory,
      createLog("warn", (line) => lines.push(line)),
    );
    await spool.keep(turn("s", 1));
    const [name = ""] = await readdir(directory);
    await rm(join(directory, name));
    await mkdir(join(directory, name)); // no file takes a folder's place
    await spool.keep(turn("s", 1));
    expect(await readdir(directory)).toEqual([name]);
    expect(lines.join()).toContain("not kept on disk");
  });

  it("loses the half that a killed relay left, and no half that is being written", async () => {
    const directory = join(await temporary(), "unsaved");
    await mkdir(directory);
    for (const name of ["old.json.unfinished", "new.json.unfinished"]) await writeFile(join(directory, name), "{");
    const now = new Date();
    const old = new Date(now.getTime() - 2 * 3_600_000);
    await utimes(join(directory, "old.json.unfinished"), old, old);
    await new TurnSpool(directory, log).sweep(now);
    expect(await readdir(directory)).toEqual(["new.json.unfinished"]);
  });

  it("goes with its conversation, and what is no turn is left alone", async () => {
    const directory = join(await temporary(), "unsaved");
    const before = failing(new TurnSpool(directory, log));
    before.state.problem = "disk";
    await expect(before.late.saveTurn(turn("s", 1))).rejects.toThrow();
    await expect(before.late.saveTurn(turn("other", 1))).rejects.toThrow();
    await writeFile(join(directory, "x.json"), '{"sessionId":"s"}');
    const lines: string[] = [];
    const spool = new TurnSpool(
      directory,
      createLog("error", (line) => lines.push(line)),
    );
    await spool.forget("s");
    expect((await spool.left()).map(({ sessionId }) => sessionId)).toEqual(["other"]);
    expect(lines.join()).toContain("x.json");
    expect(await spooled(directory)).toBe(2);
  });
});
