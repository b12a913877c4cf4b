/** Passages are looked for before the last word is said: over a real socket, with the real session. */
import { parseReceipts } from "@hisho/protocol";
import type { Passage } from "@hisho/providers/llm/port.ts";
import { afterEach, expect, it } from "vitest";
import type { Knowledge } from "../src/knowledge/knowledge.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";

const passage = (text: string): Passage => ({ n: 1, docId: "d", title: "Ferry", locator: "", text, score: 0.9 });

let relay: RunningRelay | undefined;
afterEach(() => relay?.close());

/** A relay that hears `words`, with a library that tells what it was asked. */
async function start(words: string | ((seconds: number) => string)) {
  const asked: { question: string; signal: AbortSignal }[] = [];
  const knowledge = {
    revision: { removed: 1, added: 1 },
    health: () => ({ status: "ok" as const }),
    search: async (question: string, _options: unknown, signal: AbortSignal) => {
      asked.push({ question, signal });
      return [passage(`at nine, says revision ${knowledge.revision.removed} [${question}]`)];
    },
  };
  const running = await startRelay({
    stt: { text: words },
    llm: { replies: ["It leaves at nine [1]."] },
    knowledge: knowledge as unknown as Knowledge,
  });
  relay = running;
  const client = new TestClient(running.url, "one");
  await client.start({ audio: false });
  const receipt = async () =>
    parseReceipts(await (await fetch(`${running.httpUrl}/api/v1/receipts`)).json())?.[0]?.retrieval;
  const metric = async (line: string) => (await (await fetch(`${running.httpUrl}/metrics`)).text()).includes(line);
  return { asked, knowledge, client, receipt, metric };
}

/** Speaks until passages have been looked for: a partial transcript holds its newest words back for a while. */
async function sayHalf(client: TestClient, asked: readonly unknown[]): Promise<void> {
  client.speechStart();
  for (let partials = 1; asked.length === 0; partials += 1) {
    client.sound(1000);
    await client.until(() => client.of("transcript_partial").length >= partials);
  }
}

it("searches once where the last words are those of the partial ones, and says what that saved", async () => {
  const { asked, client, receipt, metric } = await start("when does the ferry leave");
  await sayHalf(client, asked);
  expect(asked.map(({ question }) => question)).toEqual(["when does the ferry leave"]);
  client.speechEnd();
  const { trace_id } = await client.turnEnd(1);
  expect(trace_id).not.toBe("");
  expect(asked).toHaveLength(1);
  expect(client.of("assistant_text_final")[0]?.citations).toMatchObject([
    { n: 1, snippet: "at nine, says revision 1 [when does the ferry leave]" },
  ]);
  expect(await receipt()).toMatchObject({ foresight: "reused" });
  expect(await metric('hisho_early_retrievals_total{outcome="reused"} 1')).toBe(true);
  await client.close();
});

it("searches for the last words where they ask for more than the partial ones did", async () => {
  const { asked, client, receipt } = await start((seconds) =>
    seconds > 1.5 ? "when does the ferry leave on Sunday" : "when does the ferry leave",
  );
  await sayHalf(client, asked);
  client.sound(1000);
  client.speechEnd();
  await client.turnEnd(1);
  const last = "when does the ferry leave on Sunday";
  expect(asked.at(-1)?.question).toBe(last);
  expect(client.of("assistant_text_final")[0]?.citations[0]?.snippet).toContain(`[${last}]`);
  expect((await receipt())?.foresight).toMatch(/missed|reused/);
  await client.close();
});

it("gives no passage of a document that has changed since the partial words", async () => {
  const { asked, knowledge, client, receipt } = await start("when does the ferry leave");
  await sayHalf(client, asked);
  knowledge.revision = { removed: 2, added: 1 };
  client.speechEnd();
  await client.turnEnd(1);
  expect(asked).toHaveLength(2);
  expect(client.of("assistant_text_final")[0]?.citations[0]?.snippet).toContain("revision 2");
  // Looked for again while the silence lasted in which the person may go on.
  expect(await receipt()).toMatchObject({ foresight: "reused" });
  await client.close();
});

it("looks for nothing more where the speech was nothing", async () => {
  const { asked, client } = await start("when does the ferry leave");
  await sayHalf(client, asked);
  client.send({ type: "control", action: "speech_cancel", utterance: client.utterance });
  await client.turnEnd(1);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.signal.aborted).toBe(true);
  await client.close();
});

it("says of a typed question that nothing was looked for before", async () => {
  const { asked, client, receipt, metric } = await start("");
  client.text("when does the ferry leave");
  await client.turnEnd(1);
  expect(asked).toHaveLength(1);
  expect(await receipt()).toMatchObject({ foresight: "none" });
  expect(await metric("hisho_early_retrievals_total{")).toBe(false);
  await client.close();
});
