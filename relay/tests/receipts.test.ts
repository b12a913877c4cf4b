/** Where the time of each answer went, as an operator reads it. */
import { parseReceipts, type Receipt } from "@hisho/protocol";
import { afterEach, expect, it } from "vitest";
import { Receipts } from "../src/session/receipts.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { createMemoryStore } from "./memory-store.ts";

let relay: RunningRelay | undefined;
afterEach(() => relay?.close());

async function read({ httpUrl }: RunningRelay, query = ""): Promise<Receipt[] | undefined> {
  return parseReceipts(await (await fetch(`${httpUrl}/api/v1/receipts${query}`)).json());
}

it("has every step of a spoken answer in order, and of a typed one those that it had", async () => {
  relay = await startRelay({ stt: { text: "what is it" }, llm: { replies: ["It is this."], firstTokenMs: 60 } });
  const client = new TestClient(relay.url, "one");
  await client.start();
  client.say();
  await client.until(() => client.of("assistant_audio_start").length > 0);
  client.send({ type: "playback", turn: 1, state: "started", played_ms: 0, audible_ms: 5000 });
  const { trace_id } = await client.turnEnd(1);
  client.text("and this?");
  await client.turnEnd(2);
  const [typed, spoken] = (await read(relay)) ?? [];
  expect(spoken).toMatchObject({ session_id: "one", turn: 1, trace_id, origin: "spoken", reason: "completed" });
  const { final_text = 0, first_token = 0, first_audio = 0, audible } = spoken!.steps;
  expect(final_text).toBeGreaterThan(0);
  expect(first_token - final_text).toBeGreaterThanOrEqual(59);
  expect(first_audio).toBeGreaterThanOrEqual(first_token);
  expect(audible).toBe(5000);
  expect(typed).toMatchObject({ turn: 2, origin: "typed" });
  expect(Object.keys(typed!.steps)).toEqual(["first_token", "first_audio"]);
  await client.close();
});

it("gives those of one conversation, forgets them with it, and refuses what is no id", async () => {
  const store = createMemoryStore();
  relay = await startRelay({ store: Object.assign(store, { deleteConversation: async () => true }) });
  for (const id of ["one", "two"]) {
    const client = new TestClient(relay.url, id);
    await client.start({ audio: false });
    client.text("hello");
    await client.turnEnd(1);
    await client.close();
  }
  expect(await read(relay, "?session_id=one")).toMatchObject([{ session_id: "one" }]);
  await fetch(`${relay.httpUrl}/api/v1/conversations/one`, { method: "DELETE" });
  expect(await read(relay)).toMatchObject([{ session_id: "two" }]);
  expect((await fetch(`${relay.httpUrl}/api/v1/receipts?session_id=no%20id`)).status).toBe(400);
});

it("asks for the token", async () => {
  relay = await startRelay({ token: "a-token-of-sixteen" });
  expect((await fetch(`${relay.httpUrl}/api/v1/receipts`)).status).toBe(401);
});

it("keeps the last turns of a session and the sessions that were used last", () => {
  const receipts = new Receipts({ keep: () => {} });
  const receipt = (session_id: string, turn: number): Receipt => ({
    session_id,
    turn,
    trace_id: "t",
    origin: "typed",
    ended_at: new Date(turn).toISOString(),
    reason: "completed",
    fallback: null,
    steps: {},
  });
  for (let turn = 1; turn <= 60; turn += 1) receipts.keep(receipt("long", turn));
  expect(receipts.last(100).map(({ turn }) => turn)).toEqual(Array.from({ length: 50 }, (_, i) => 60 - i));
  for (let i = 0; i < 200; i += 1) receipts.keep(receipt(`s${i}`, 1000 + i));
  expect(receipts.last(1, "long")).toEqual([]);
  expect(receipts.last(300)).toHaveLength(200);
});
