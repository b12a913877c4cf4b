import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createLog } from "../log.ts";
import type { CalendarSource, CalendarStore } from "./port.ts";
import { sealedCalendars } from "./sealed-calendars.ts";
import { Vault } from "./vault.ts";

it("begins while the store does not answer, and uses what is still in plain", async () => {
  const lines: string[] = [];
  const store = {
    passwords: () => Promise.reject(new Error("the store is being opened")),
    list: () => Promise.resolve([{ id: "a", password: "plain" } as CalendarSource]),
  } as unknown as CalendarStore;
  const log = createLog("warn", (line) => lines.push(line));
  const sealed = await sealedCalendars(store, new Vault(randomBytes(32), randomBytes), log);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("could not be sealed");
  expect(await sealed.list()).toMatchObject([{ password: "plain" }]);
});
