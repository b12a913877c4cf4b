/** Whoever talks at a reception is not the owner: nothing of the owner's is told, kept or rung. */
import { createEmbeddedLlm } from "@hisho/providers/llm/embedded.ts";
import type { LanguageModel, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { secretaryTools } from "@hisho/providers/llm/secretary/tools.ts";
import { MemoryDesk } from "@hisho/providers/testing/memory-desk.ts";
import { expect, it, onTestFinished } from "vitest";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";

const SECRET = "the code of the safe is 8812";

async function relayWith(options: Parameters<typeof startRelay>[0]): Promise<RunningRelay> {
  const relay = await startRelay(options);
  onTestFinished(() => relay.close());
  const response = await fetch(`${relay.httpUrl}/api/v1/memories`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text: SECRET }),
  });
  expect(response.status).toBe(201);
  return relay;
}

async function asked(relay: RunningRelay, words: string, visitor: boolean): Promise<string> {
  const client = new TestClient(relay.url, `${visitor ? "visitor" : "owner"}-${Math.trunc(performance.now() * 1000)}`);
  await client.start({ mode: "text", audio: false, visitor, persona: { person: "Tanaka" } });
  client.text(words);
  await client.turnEnd(1);
  const text = client.of("assistant_text_final")[0]?.text ?? "";
  await client.close();
  return text;
}

it("is answered by one sentence where the owner would be served", async () => {
  const desk = new MemoryDesk(() => new Date());
  const relay = await relayWith({ replace: { llm: [createEmbeddedLlm({ desk })] } });
  expect(await asked(relay, "What is the code of the safe?", false)).toContain("8812");
  expect(await asked(relay, "What is the code of the safe?", true)).not.toContain("8812");
  for (const words of [
    "What do you remember?",
    "Remember that I was here",
    "Forget everything",
    "What's on my calendar today?",
    "Dentist next Friday at 3 pm",
    "Set a timer for 5 minutes",
    "Remind me at 6 pm to call",
    "Read my notes",
    "Add milk to my shopping list",
    "Undo that",
  ]) {
    expect(await asked(relay, words, true), words).toBe("I cannot help with that here. Please ask the staff.");
  }
  expect(await desk.list("any", "timer")).toEqual([]);
  expect(await asked(relay, "What is 12 times 12?", true)).toContain("144");
  expect(relay.store.turns.map(({ sessionId, visit = false }) => [sessionId.split("-")[0], visit])).toEqual([
    ["owner", false],
    ...Array.from({ length: 12 }, () => ["visitor", true]),
  ]);
});

it("a model is shown nothing of the owner's, and offered no tool", async () => {
  const requests: ReplyRequest[] = [];
  const embedded = createEmbeddedLlm({ desk: new MemoryDesk(() => new Date()) });
  const llm: LanguageModel = {
    ...embedded,
    async *reply(request) {
      requests.push(request);
      yield { type: "text", text: "Welcome." };
    },
  };
  const tools = secretaryTools(new MemoryDesk(() => new Date()));
  const relay = await relayWith({ replace: { llm: [llm] }, tools });
  await asked(relay, "What is the code of the safe?", false);
  await asked(relay, "What is the code of the safe?", true);
  const [owner, visitor] = requests;
  expect(owner?.memories).toHaveLength(1);
  expect(owner?.tools?.length).toBeGreaterThan(0);
  expect(visitor?.tools).toEqual([]);
  expect(visitor?.books).toBeUndefined();
  expect([owner?.persona?.person, visitor?.persona?.person]).toEqual(["Tanaka", ""]);
  expect(JSON.stringify(visitor)).not.toContain("8812");
});

it("what rings is told to the owner, and not at a reception", async () => {
  const relay = await relayWith({});
  const visitor = new TestClient(relay.url, "visitor");
  await visitor.start({ mode: "text", audio: false, visitor: true });
  const owner = new TestClient(relay.url, "owner");
  await owner.start({ mode: "text", audio: false });
  const dueAt = new Date(Date.now() + 200);
  await relay.alarms.desk.add("visitor", { kind: "reminder", text: SECRET, language: "en-US", dueAt });
  await owner.turnEnd(1);
  expect(JSON.stringify(owner.events)).toContain("8812");
  expect(JSON.stringify(visitor.events)).not.toContain("8812");
  await Promise.all([visitor.close(), owner.close()]);
});
