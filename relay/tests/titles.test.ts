/** Titles are written behind the talk, and give way to it. */
import { createEmbeddedLlm } from "@hisho/providers/llm/embedded.ts";
import type { LanguageModel } from "@hisho/providers/llm/port.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { MemoryDesk } from "@hisho/providers/testing/memory-desk.ts";
import { expect, it, onTestFinished } from "vitest";
import { createLog } from "../src/log.ts";
import { ProviderSwitch } from "../src/provider-switch.ts";
import { Roles } from "../src/roles.ts";
import { Titles } from "../src/sync/titles.ts";
import { ManualClock } from "./manual-clock.ts";
import { createMemoryStore } from "./memory-store.ts";

const log = createLog("error", (line) => process.stderr.write(`${line}\n`));

it("are broken off when somebody begins to talk, and written once it is quiet again", async () => {
  let busy = false;
  const asked: AbortSignal[] = [];
  const llm: LanguageModel = {
    ...createEmbeddedLlm({ desk: new MemoryDesk(() => new Date()) }),
    name: "writer",
    async *write(_task, signal) {
      asked.push(signal);
      if (asked.length === 1) {
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      }
      yield "Lunch on Friday";
    },
  };
  const clock = new ManualClock();
  const made: string[] = [];
  const titles = new Titles({
    store: {
      ...createMemoryStore().sync,
      firstOfUntitled: async () => ({ user: "Where do we eat?", assistant: "At noon.", language: "en-US" }),
      makeTitle: async (_session, title) => void made.push(title),
    },
    providers: new ProviderSwitch(new Roles({ ...createScriptedProviders(), llm: [llm] }, clock, log)),
    clock,
    log,
    busy: () => busy,
  });
  onTestFinished(() => titles.close());
  titles.noted("s");
  await clock.pass(2_000);
  expect(asked).toHaveLength(1);
  busy = true;
  await clock.pass(200);
  expect(asked[0]?.aborted).toBe(true);
  await clock.pass(20_000);
  expect([asked.length, made]).toEqual([1, []]);
  busy = false;
  await clock.pass(5_000);
  expect(made).toEqual(["Lunch on Friday"]);
});
