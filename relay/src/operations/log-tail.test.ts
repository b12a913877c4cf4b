import { expect, it } from "vitest";
import { createLog } from "../log.ts";
import { LogTail } from "./log-tail.ts";

function tailOf(write: (log: ReturnType<typeof createLog>) => void): LogTail {
  const tail = new LogTail();
  write(createLog("debug", (line) => tail.add(line), { date: () => new Date(0) }));
  return tail;
}

it("gives the newest lines first, of a level and graver ones", () => {
  const tail = tailOf((log) => {
    log.info("turn began", { origin: "spoken" });
    log.debug("detail");
    log.error("answer failed", { error: new Error("gone") });
  });
  expect(tail.last({ least: "info", most: 9 }).map(({ level, message }) => [level, message])).toEqual([
    ["error", "answer failed"],
    ["info", "turn began"],
  ]);
  expect(tail.last({ least: "warn", most: 9 })).toHaveLength(1);
  expect(tail.last({ least: "debug", most: 2 })).toHaveLength(2);
  expect(tail.last({ least: "info", most: 9 })[1]).toEqual({
    at: "1970-01-01T00:00:00.000Z",
    level: "info",
    message: "turn began",
    fields: { origin: "spoken" },
  });
});

it("gives the lines of one turn, not those that only mention it", () => {
  const tail = tailOf((log) => {
    log.child({ trace: "abc1" }).info("turn began");
    log.child({ trace: "abc2" }).info("turn began", { after: "abc1" });
  });
  expect(tail.last({ trace: "abc1", least: "debug", most: 9 })).toHaveLength(1);
});

it("is bounded, and takes nothing that is no line of the log", () => {
  const tail = tailOf((log) => {
    for (let n = 0; n < 2100; n++) log.info("line", { n });
  });
  tail.add("not JSON");
  tail.add(JSON.stringify({ at: 5, level: "info", message: "x" }));
  tail.add(`{"at":"x","level":"info","message":"${"x".repeat(9000)}"}`);
  const lines = tail.last({ least: "debug", most: 5000 });
  expect(lines).toHaveLength(1998);
  expect(lines[0]?.fields.n).toBe(2099);
});
