/** A conversation on its way to a phone, blocked words and orders to pages: a whole relay, its tickets in a real store. */
import { createHash, randomBytes } from "node:crypto";
import { type HandedConversation, parseHandedConversation, parseOpenedHandoff } from "@hisho/protocol";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Handoff } from "../src/handoff/handoff.ts";
import { IN_MEMORY, PgliteThread } from "../src/store/pglite-thread.ts";
import type { Store, StoredTurn } from "../src/store/port.ts";
import { statement } from "../src/store/sql.ts";
import { sqlStore } from "../src/store/sql-store.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { ManualClock } from "./manual-clock.ts";

const TOKEN = "the-relays-own-token";
const bearer = { Authorization: `Bearer ${TOKEN}` };

let sql: PgliteThread;
let store: Store;
beforeAll(async () => {
  sql = await PgliteThread.open(IN_MEMORY);
  store = sqlStore(sql, () => new Date());
}, 60_000);
afterAll(() => sql.close());

async function open(): Promise<RunningRelay> {
  const relay = await startRelay({ token: TOKEN, store: { ...store, turns: [] } });
  onTestFinished(() => relay.close());
  return relay;
}

const said = (sessionId: string, userText: string, change: Partial<StoredTurn> = {}): StoredTurn => ({
  sessionId,
  turn: 1,
  clientId: crypto.randomUUID(),
  userText,
  assistantText: "三階です[1]。",
  language: "ja-JP",
  citations: [
    { n: 1, doc_id: "doc", title: "フロア案内.pdf", locator: "3ページ", snippet: "総務は三階", start: 0, end: 12 },
  ],
  endReason: "completed",
  heardMs: 1000,
  createdAt: new Date(),
  ...change,
});

async function ticketFor(relay: RunningRelay, sessionId: string) {
  const response = await fetch(`${relay.httpUrl}/api/v1/conversations/${sessionId}/handoff`, {
    method: "POST",
    headers: bearer,
  });
  return parseOpenedHandoff(await response.json())!;
}

async function redeem(relay: RunningRelay, ticket: string) {
  const response = await fetch(`${relay.httpUrl}/api/v1/handoffs/redeem`, {
    method: "POST",
    body: JSON.stringify({ ticket }),
  });
  const body: unknown = await response.json();
  return {
    status: response.status,
    reason: (body as { reason?: string }).reason,
    handed: parseHandedConversation(body),
  };
}

const wordsOf = (handed: HandedConversation | undefined) => handed?.turns.map(({ user_text }) => user_text);

describe("a ticket", () => {
  it("opens its own conversation with what it cites, once, for a phone without a token", async () => {
    const relay = await open();
    await store.saveTurn(said("mine", "総務はどこですか"));
    await store.saveTurn(said("other", "給与はいくらですか"));
    const { id, ticket } = await ticketFor(relay, "mine");
    const [row] = (await sql.run(statement("SELECT * FROM handoffs WHERE hash = $1", id)))[0]!;
    expect(JSON.stringify(row)).not.toContain(ticket);
    expect(id).toBe(createHash("sha256").update(ticket).digest("hex"));
    const state = async () =>
      ((await (await fetch(`${relay.httpUrl}/api/v1/handoffs/${id}`, { headers: bearer })).json()) as { state: string })
        .state;
    expect(await state()).toBe("open");
    const first = await redeem(relay, `https://kiosk.example/handoff.html#${ticket.toLowerCase()}`);
    expect(first.status).toBe(200);
    expect(wordsOf(first.handed)).toEqual(["総務はどこですか"]);
    expect(first.handed?.turns[0]?.passages).toEqual([
      { n: 1, title: "フロア案内.pdf", locator: "3ページ", text: "総務は三階" },
    ]);
    expect(await state()).toBe("taken");
    expect(await redeem(relay, ticket)).toMatchObject({ status: 410, reason: "used" });
  });

  it("is spent by one of two who show it at once", async () => {
    const relay = await open();
    await store.saveTurn(said("raced", "x"));
    const { ticket } = await ticketFor(relay, "raced");
    const both = await Promise.all([redeem(relay, ticket), redeem(relay, ticket)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  it("opens nothing after two minutes, after it was dropped, and when its conversation is deleted", async () => {
    const clock = new ManualClock();
    const handoff = new Handoff({ store, clock, randomBytes });
    await store.saveTurn(said("late", "x"));
    const late = (await handoff.open("late"))!;
    await clock.pass(119_999);
    expect(await handoff.state(late.id)).toBe("open");
    await clock.pass(1);
    expect(await handoff.state(late.id)).toBe("over");
    expect(await handoff.redeem(late.ticket, "10.0.0.1")).toEqual({ outcome: "expired" });
    const dropped = (await handoff.open("late"))!;
    await handoff.drop(dropped.id);
    expect(await handoff.redeem(dropped.ticket, "10.0.0.2")).toEqual({ outcome: "wrong" });
    const gone = (await handoff.open("late"))!;
    await store.deleteConversation("late");
    expect(await handoff.redeem(gone.ticket, "10.0.0.3")).toEqual({ outcome: "gone" });
  });

  it("is not to be had without the token, nor for a conversation in which nothing was said", async () => {
    const relay = await open();
    const url = `${relay.httpUrl}/api/v1/conversations/nobody/handoff`;
    expect((await fetch(url, { method: "POST" })).status).toBe(401);
    expect((await fetch(url, { method: "POST", headers: bearer })).status).toBe(404);
  });

  it("is not found by guessing: five wrong ones from an address, and even the right one waits", async () => {
    const relay = await open();
    await store.saveTurn(said("guessed", "x"));
    const { ticket } = await ticketFor(relay, "guessed");
    const wrong = `${ticket.startsWith("0") ? "1" : "0"}${ticket.slice(1)}`;
    for (let guess = 0; guess < 5; guess++) expect(await redeem(relay, wrong)).toMatchObject({ reason: "wrong" });
    expect(await redeem(relay, ticket)).toMatchObject({ status: 429, reason: "locked" });
    expect(await redeem(relay, "too short")).toMatchObject({ status: 400, reason: "malformed" });
  });
});

describe("blocked words", () => {
  it("are answered by one sentence, without the language model", async () => {
    const relay = await startRelay();
    onTestFinished(() => relay.close());
    const client = new TestClient(relay.url, "s");
    await client.start({ mode: "text", audio: false, blocked: ["キュウヨ", "salary"] });
    client.text("what is the ＳＡＬＡＲＹ here?");
    await client.turnEnd(1);
    expect(
      client.of("transcript_final").map(({ text }) => text),
      "taken back before the turn ends",
    ).toEqual(["what is the ＳＡＬＡＲＹ here?", ""]);
    expect(await relay.store.conversation("s")).toMatchObject([
      { userText: "", assistantText: "I cannot help with that here. Please ask the staff." },
    ]);
    expect(client.of("assistant_text_final")[0]?.text).toBe("I cannot help with that here. Please ask the staff.");
    expect(relay.providers.llm[0]?.calls).toHaveLength(0);
    client.send({ type: "control", action: "settings", blocked: [] });
    client.text("what is the salary here?");
    await client.turnEnd(2);
    expect(relay.providers.llm[0]?.calls).toHaveLength(1);
  });

  it("are not kept where the relay ends before their answer has", async () => {
    const relay = await startRelay();
    const client = new TestClient(relay.url, "s");
    await client.start({ mode: "text", audio: true, blocked: ["salary"] });
    client.text("what is the salary here?");
    await client.until(() => client.frames.length > 0);
    await relay.close();
    expect(relay.store.turns).toMatchObject([{ sessionId: "s", userText: "", endReason: "interrupted" }]);
  });
});

describe("an order to the pages", () => {
  it("reaches those that are connected, from whoever has the token", async () => {
    const relay = await startRelay({ token: TOKEN });
    onTestFinished(() => relay.close());
    const client = new TestClient(relay.url, "s", { headers: bearer });
    await client.start();
    const order = (action: string, headers: Record<string, string>) =>
      fetch(`${relay.httpUrl}/api/v1/pages`, { method: "POST", headers, body: JSON.stringify({ action }) });
    expect((await order("reload", {})).status).toBe(401);
    expect((await order("format", bearer)).status).toBe(400);
    expect(await (await order("reload", bearer)).json()).toEqual({ told: 1 });
    await client.until(() => client.of("page").length === 1);
    expect(client.of("page")).toEqual([{ type: "page", action: "reload" }]);
  });
});
