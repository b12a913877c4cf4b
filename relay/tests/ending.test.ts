/** The relay's orderly end: what runs is ended or finished, and the store is not asked for anything after it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CLOSE } from "@hisho/protocol";
import { expect, it, onTestFinished } from "vitest";
import { Recordings } from "../src/recordings/recordings.ts";
import { StoreError } from "../src/store/port.ts";
import { type RelayOptions, startRelay, TestClient } from "./harness.ts";
import { keptLog } from "./kept-log.ts";
import { createMemoryStore } from "./memory-store.ts";

type HarnessStore = NonNullable<RelayOptions["store"]>;

/** A store that takes its time for a turn, and refuses and notes whatever is asked of it once it is closed. */
function slowStore(slowMs: number) {
  const store = createMemoryStore();
  let isClosed = false;
  let underWay = 0;
  const askedLate: string[] = [];
  const closing = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value === "object" && value !== null && !Array.isArray(value)) return closing(value);
        if (typeof value !== "function" || name === "health") return value;
        return async (...args: unknown[]) => {
          if (isClosed) {
            askedLate.push(String(name));
            throw new StoreError("closed", "the store is closed");
          }
          underWay += 1;
          try {
            if (name === "saveTurn") await new Promise((resolve) => setTimeout(resolve, slowMs));
            return await value.apply(target, args);
          } finally {
            underWay -= 1;
          }
        };
      },
    });
  return {
    store: closing(store) as HarnessStore,
    turns: store.turns,
    askedLate,
    /** @returns how many calls it has not answered */
    close(): number {
      isClosed = true;
      return underWay;
    },
  };
}

const failures = (lines: readonly Record<string, unknown>[]): unknown[] =>
  lines.filter(({ level }) => level === "warn" || level === "error");

it("finishes what it keeps before the store is closed, however slow that is", { timeout: 30_000 }, async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "hisho-ending-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const { log, lines } = keptLog();
  const slow = slowStore(1_500);
  await slow.store.desk.add("s1", { kind: "reminder", text: "tea", language: "en-US", dueAt: new Date() });
  const noted: string[] = [];
  const { saveTurnAudio } = slow.store;
  slow.store.saveTurnAudio = async (turn, audio) => {
    noted.push(...Object.keys(audio));
    return saveTurnAudio(turn, audio);
  };
  const relay = await startRelay({
    store: slow.store,
    log,
    recordings: new Recordings({ directory, on: true, log }),
    llm: { replies: ["A long answer that goes on and on. ".repeat(40)] },
  });
  const client = new TestClient(relay.url, "s1");
  await client.start({ mode: "push_to_talk" });
  client.say(500);
  await client.until(() => client.frames.length > 0);
  await relay.close();
  expect(slow.close(), "nothing is under way").toBe(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(slow.askedLate).toEqual([]);
  expect(client.closed?.code).toBe(CLOSE.shutdown);
  expect(slow.turns).toHaveLength(1);
  expect(noted).toEqual(["assistantAudioRef"]);
  expect(failures(lines)).toEqual([]);
});
