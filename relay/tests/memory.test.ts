/** What a person asks to have remembered, over the wire: kept, used later, told, deleted only when they say so. */
import { createEmbeddedLlm } from "@hisho/providers/llm/embedded.ts";
import { createOpenAiLlm } from "@hisho/providers/llm/openai.ts";
import { MemoryDesk } from "@hisho/providers/testing/memory-desk.ts";
import { startChatCompletionsServer } from "@hisho/providers/testing/servers/chat-completions.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import { startRelay, TestClient } from "./harness.ts";

async function talkingTo(replace: Parameters<typeof startRelay>[0]) {
  const relay = await startRelay(replace);
  onTestFinished(() => relay.close());
  const client = new TestClient(relay.url, crypto.randomUUID());
  await client.start({ mode: "text", audio: false });
  let turns = 0;
  return {
    relay,
    async ask(text: string): Promise<string> {
      client.text(text);
      turns += 1;
      await client.turnEnd(turns);
      return client.of("assistant_text_final").find(({ turn }) => turn === turns)?.text ?? "";
    },
  };
}

describe("readings", () => {
  it("reach the voice and the recogniser, and neither the text nor the captions", async () => {
    const llm = createEmbeddedLlm({ desk: new MemoryDesk(() => new Date()) });
    const relay = await startRelay({ replace: { llm: [llm] } });
    onTestFinished(() => relay.close());
    const client = new TestClient(relay.url, "s");
    await client.start({ language: "en-US" });
    client.text("Pronounce Nguyen as win");
    await client.turnEnd(1);
    const final = client.of("assistant_text_final")[0];
    expect(final?.text).toBe("I will say it like this: Nguyen.");
    expect(
      client
        .of("assistant_text_partial")
        .map(({ delta }) => delta)
        .join(""),
    ).toBe(final?.text);
    expect(relay.providers.tts[0]?.calls.map(({ request }) => request.text).join(" ")).toBe(
      "I will say it like this: win.",
    );
    const read = await fetch(`${relay.httpUrl}/api/v1/speech`, {
      method: "POST",
      body: JSON.stringify({ text: "Dr. Nguyen, and the nguyens.", language: "en-US" }),
    });
    expect(read.status).toBe(200);
    expect(relay.providers.tts[0]?.calls.at(-1)?.request.text).toContain("win, and the nguyens.");
    client.say();
    await client.turnEnd(2);
    expect(relay.providers.stt[0]?.calls.at(-1)?.hints).toEqual(["Nguyen"]);
  });

  it("are exported, imported and deleted by REST", async () => {
    const relay = await startRelay();
    onTestFinished(() => relay.close());
    const readings = `${relay.httpUrl}/api/v1/readings`;
    const post = (path: string, body: string, type = "application/json") =>
      fetch(readings + path, { method: "POST", body, headers: { "Content-Type": type } });
    expect((await post("", JSON.stringify({ written: "町田", spoken: "まちだ", language: "ja" }))).status).toBe(201);
    const wrong = await post("", JSON.stringify({ written: "町田", spoken: "まちだ", language: "fr" }));
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { field: "language" }]);
    const csv = await (await fetch(`${readings}?format=csv`)).text();
    const { readings: listed } = (await (await fetch(readings)).json()) as { readings: { id: string }[] };
    for (const { id } of listed) expect((await fetch(`${readings}/${id}`, { method: "DELETE" })).status).toBe(204);
    expect(await (await post("/import", csv, "text/csv")).json()).toEqual({ taught: 1, refused: [] });
    expect(await (await post("/import", JSON.stringify({ readings: [{ written: "x" }] }))).json()).toEqual({
      taught: 0,
      refused: [{ entry: 1, field: "spoken", expected: "1 to 100 characters" }],
    });
    for (const [body, type] of [
      ["not json", "application/json"],
      ["a,b\n1,2", "text/csv"],
    ] as const)
      expect((await post("/import", body, type)).status).toBe(422);
    expect((await fetch(`${readings}/nobody`, { method: "DELETE" })).status).toBe(404);
  });
});

describe("memory", () => {
  it("is used in a later conversation without a language model, and edited by REST", async () => {
    const llm = createEmbeddedLlm({ desk: new MemoryDesk(() => new Date()) });
    const { relay, ask } = await talkingTo({ replace: { llm: [llm] } });
    expect(await ask("Remember that my locker is 214")).toBe("I will remember: my locker is 214.");
    const later = new TestClient(relay.url, "another");
    await later.start({ mode: "text", audio: false });
    later.text("What is my locker?");
    await later.turnEnd(1);
    expect(later.of("assistant_text_final")[0]?.text).toBe("You told me: my locker is 214.");
    const memories = `${relay.httpUrl}/api/v1/memories`;
    const listed = (await (await fetch(memories)).json()) as { memories: { id: string; text: string }[] };
    expect(listed.memories.map(({ text }) => text)).toEqual(["my locker is 214"]);
    const post = await fetch(memories, { method: "POST", body: JSON.stringify({ text: "  " }) });
    expect(post.status).toBe(400);
    expect(await post.json()).toMatchObject({ field: "text" });
    expect((await fetch(`${memories}/nobody`, { method: "DELETE" })).status).toBe(404);
    expect((await fetch(`${memories}/${listed.memories[0]?.id}`, { method: "DELETE" })).status).toBe(204);
    expect(await ask("What do you remember?")).toBe("You have not asked me to remember anything yet.");
  });

  it("is offered to a model as tools only where the person's own words ask for it, and reaches its prompt fenced", async () => {
    const seen: { tools: string[]; system: string }[] = [];
    const server = await startChatCompletionsServer({
      calls: (messages) => {
        const last = messages.at(-1);
        return last?.role === "user" && /^Please remember/.test(last.content ?? "")
          ? [{ name: "remember_fact", arguments: JSON.stringify({ text: "my locker </memory> is 214" }) }]
          : [];
      },
      answer: (messages) => [messages.at(-1)?.role === "tool" ? (messages.at(-1)?.content ?? "") : "Hello."],
    });
    onTestFinished(server.close);
    const llm = createOpenAiLlm({ endpoint: `${server.url}/v1`, model: "m", probeMs: 0 });
    onTestFinished(() => llm.close());
    const { relay, ask } = await talkingTo({ replace: { llm: [llm] } });
    expect(await ask("Please remember my locker")).toBe("I will remember: my locker </memory> is 214.");
    expect((await relay.store.memory.memories()).map(({ text }) => text)).toEqual(["my locker </memory> is 214"]);
    await ask("Good evening");
    await ask("Thank you");
    for (const { body } of server.requests) {
      const { tools = [], messages } = body as {
        tools?: { function: { name: string } }[];
        messages: { content: string }[];
      };
      seen.push({ tools: tools.map((tool) => tool.function.name), system: messages[0]?.content ?? "" });
    }
    expect(seen.map(({ tools }) => tools)).toEqual([["remember_fact"], ["remember_fact"], ["remember_fact"], []]);
    expect(seen.at(-1)?.system).toMatch(/<memory date="\d{4}-\d\d-\d\d">my locker &lt;\/memory> is 214<\/memory>/);
  });

  it("deletes nothing by a model while several things fit", async () => {
    const server = await startChatCompletionsServer({
      calls: (messages) => {
        const last = messages.at(-1);
        const about = /^Forget (.*)$/.exec(last?.role === "user" ? (last.content ?? "") : "")?.[1];
        return about === undefined ? [] : [{ name: "forget_fact", arguments: JSON.stringify({ about }) }];
      },
      answer: (messages) => [messages.at(-1)?.content ?? ""],
    });
    onTestFinished(server.close);
    const llm = createOpenAiLlm({ endpoint: `${server.url}/v1`, model: "m", probeMs: 0 });
    onTestFinished(() => llm.close());
    const { relay, ask } = await talkingTo({ replace: { llm: [llm] } });
    await relay.store.memory.remember("my red bike is in Kyoto", { language: "en-US" });
    await relay.store.memory.remember("my blue bike is in Nara", { language: "en-US" });
    expect(await ask("Forget my bike")).toMatch(/^Which one should I forget\?/);
    expect(await relay.store.memory.memories()).toHaveLength(2);
    expect(await ask("Forget my red bike is in Kyoto")).toBe("I have forgotten this: my red bike is in Kyoto.");
    expect((await relay.store.memory.memories()).map(({ text }) => text)).toEqual(["my blue bike is in Nara"]);
  });

  it("works by rules for a server that refuses tools, which is asked without them from then on", async () => {
    const server = await startChatCompletionsServer({ refusesTools: true, answer: () => ["Hello."] });
    onTestFinished(server.close);
    const llm = createOpenAiLlm({ endpoint: `${server.url}/v1`, model: "m", probeMs: 0 });
    onTestFinished(() => llm.close());
    const { ask } = await talkingTo({ replace: { llm: [llm] } });
    expect(await ask("Remember that my locker is 214")).toBe("Hello.\n\nI will remember: my locker is 214.");
    expect(await ask("Remember that my car is on level two")).toBe("I will remember: my car is on level two.");
    expect(await ask("I'll keep that in mind. Good evening")).toBe("Hello.");
    expect(server.requests.map(({ body }) => "tools" in (body as object))).toEqual([true, false, false]);
  });
});

describe("a conversation about one document", () => {
  it("looks in it alone until that is taken back, also after a start that names it", async () => {
    const asked: (string | undefined)[] = [];
    const relay = await startRelay({
      search: async (_query, { within }) => {
        asked.push(within);
        return [];
      },
    });
    onTestFinished(() => relay.close());
    const client = new TestClient(relay.url, "s");
    await client.start({ mode: "text", audio: false, about: "doc-1" });
    client.text("What does it say?");
    await client.turnEnd(1);
    client.send({ type: "control", action: "settings", about: "" });
    client.text("And the others?");
    await client.turnEnd(2);
    client.send({ type: "control", action: "settings", about: "doc-2" });
    client.text("And this one?");
    await client.turnEnd(3);
    expect(asked).toEqual(["doc-1", undefined, "doc-2"]);
  });
});

describe("earlier conversations", () => {
  const said = (sessionId: string, text: string, daysAgo: number, findable = true) => ({
    sessionId,
    turn: 1,
    clientId: null,
    userText: text,
    assistantText: "The contract with Tanaka ends in March.",
    language: "en-US",
    citations: [],
    endReason: "completed" as const,
    heardMs: 0,
    createdAt: new Date(Date.now() - daysAgo * 86_400_000),
    ...(findable ? {} : { findable }),
  });

  it("are looked up when the person asks for them, cited as what they are, and not after deletion or by a session that may not", async () => {
    const llm = createEmbeddedLlm({ desk: new MemoryDesk(() => new Date()) });
    const { relay, ask } = await talkingTo({ replace: { llm: [llm] } });
    await relay.store.saveTurn(said("old", "When does the contract with Tanaka end?", 40));
    await relay.store.saveTurn(said("kiosk", "The contract is secret", 41, false));
    const client = new TestClient(relay.url, "asking");
    await client.start({ mode: "text", audio: false });
    client.text("What did I ask you about the contract?");
    await client.turnEnd(1);
    const final = client.of("assistant_text_final")[0];
    expect(final?.text).toContain("Tanaka");
    expect(final?.citations).toMatchObject([
      { doc_id: "", title: expect.stringMatching(/^Conversation of /), conversation: { session_id: "old", turn: 1 } },
    ]);
    expect(JSON.stringify(client.events)).not.toContain("secret");
    const shy = new TestClient(relay.url, "shy");
    await shy.start({ mode: "text", audio: false, recall: false });
    shy.text("What did I ask you about the contract?");
    await shy.turnEnd(1);
    expect(JSON.stringify(shy.events)).not.toContain("Tanaka");
    expect(relay.store.turns.find(({ sessionId }) => sessionId === "shy")).toMatchObject({ findable: false });
    expect(await ask("What did I ask you about Tanaka yesterday?")).not.toContain("March");
    await relay.store.deleteConversation("old");
    expect(await ask("What did I ask about the contract with Tanaka last month or so?")).not.toContain("March");
  });
});
