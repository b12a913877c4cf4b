/** Tools over a real socket, called in each of the ways that servers are known to write a call. */
import * as v from "valibot";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "../testing/servers/listen.ts";
import { createOpenAiLlm, type OpenAiLlmOptions } from "./openai.ts";
import type { ReplyPart, ReplyRequest } from "./port.ts";
import { defineTool } from "./tools.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Piece = object | { status: number };
interface Asked {
  messages: { role: string; content: string; tool_calls?: unknown[]; tool_call_id?: string }[];
  tools?: { function: { name: string } }[];
  tool_choice?: string;
}

/** Answers each request with the next script: deltas, or a status. */
async function model(scripts: readonly (readonly Piece[])[], options: Partial<OpenAiLlmOptions> = {}) {
  const asked: Asked[] = [];
  const { url, close } = await listen((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += String(piece);
    });
    request.on("end", () => {
      const script = scripts[Math.min(asked.length, scripts.length - 1)] ?? [];
      asked.push(JSON.parse(body) as Asked);
      const [first] = script;
      if (first !== undefined && "status" in first) {
        response.writeHead(first.status as number, { "content-type": "application/json" }).end("{}");
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      const chunk = (delta: object, finish_reason: string | null) =>
        response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
      for (const delta of script) chunk(delta, null);
      chunk({}, "stop");
      response.end("data: [DONE]\n\n");
    });
  });
  const llm = createOpenAiLlm({ endpoint: `${url}/v1`, model: "m", probeMs: 0, ...options });
  closing.push(close, () => llm.close());
  return { llm, asked };
}

const ran: unknown[] = [];
const addReminder = defineTool({
  name: "add_reminder",
  description: "Reminds the user.",
  parameters: { what: v.string(), minutes: v.optional(v.pipe(v.number(), v.minValue(1))) },
  run: async (args) => {
    ran.push(args);
    if (args.what === "break") throw new Error("the disk is full");
    return `You will be reminded: ${args.what}.`;
  },
});

async function ask(llm: Awaited<ReturnType<typeof model>>["llm"], signal = new AbortController().signal) {
  ran.length = 0;
  const request: ReplyRequest = {
    sessionId: "s",
    turn: 1,
    messages: [{ role: "user", text: "remind me" }],
    language: "en-US",
    timeZone: "UTC",
    now: new Date(0),
    passages: [],
    tools: [addReminder],
  };
  const parts: ReplyPart[] = [];
  for await (const part of llm.reply(request, signal)) parts.push(part);
  return {
    text: parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
    said: parts.flatMap((part) => (part.type === "tool" ? [part.said] : [])),
  };
}

const call = (piece: object) => ({ tool_calls: [piece] });
const done = [{ content: "Done." }];

describe("a model that calls tools", () => {
  it.each<[string, readonly Piece[], object[]]>([
    [
      "in pieces, as OpenAI does",
      [
        call({ index: 0, id: "a1", type: "function", function: { name: "add_reminder", arguments: "" } }),
        call({ index: 0, function: { arguments: '{"what":' } }),
        call({ index: 0, function: { arguments: '"tea"}' } }),
        call({ index: 1, id: "a2", type: "function", function: { name: "add_reminder", arguments: "" } }),
        call({ index: 1, function: { arguments: '{"what":"milk"}' } }),
      ],
      [{ what: "tea" }, { what: "milk" }],
    ],
    [
      "whole and all with index 0, as Ollama does",
      [
        call({ index: 0, id: "o1", function: { name: "add_reminder", arguments: '{"what":"tea"}' } }),
        call({ index: 0, id: "o2", function: { name: "add_reminder", arguments: '{"what":"milk"}' } }),
      ],
      [{ what: "tea" }, { what: "milk" }],
    ],
    [
      "without ids and indices, arguments as an object",
      [
        call({ function: { name: "add_reminder", arguments: { what: "tea", minutes: null } } }),
        call({ function: { name: "add_reminder", arguments: { what: "milk" } } }),
      ],
      [{ what: "tea" }, { what: "milk" }],
    ],
    [
      "with its id in every piece",
      [
        call({ index: 0, id: "v1", function: { name: "add_reminder", arguments: '{"what"' } }),
        call({ index: 0, id: "v1", function: { name: "", arguments: ':"tea"}' } }),
      ],
      [{ what: "tea" }],
    ],
  ])("%s", async (_, script, expected) => {
    const { llm, asked } = await model([script, done]);
    const { text } = await ask(llm);
    expect(text).toBe("Done.");
    expect(ran).toEqual(expected);
    expect(asked[0]?.tools?.map((tool) => tool.function.name)).toEqual(["add_reminder"]);
    const [callMessage, ...results] = asked[1]?.messages.slice(2) ?? [];
    expect(callMessage).toMatchObject({ role: "assistant", content: "" });
    expect(callMessage?.tool_calls).toHaveLength(expected.length);
    expect(results).toHaveLength(expected.length);
    expect(new Set(results.map((result) => result.tool_call_id)).size).toBe(expected.length);
    expect(results[0]).toMatchObject({ role: "tool", content: "You will be reminded: tea." });
  });

  it.each<[string, string, string]>([
    ["add_reminder", "{not json", "not JSON"],
    ["add_reminder", '{"what":7}', "what: expected string"],
    ["add_reminder", '{"what":"tea","minutes":0}', "minutes: expected >=1"],
    ["add_reminder", '{"what":"break"}', "the disk is full"],
    ["delete_everything", "{}", "There is no tool delete_everything"],
  ])("%s(%s) is told what was wrong, and answers", async (name, json, sentence) => {
    const { llm, asked } = await model([[call({ index: 0, id: "x", function: { name, arguments: json } })], done]);
    const { text, said } = await ask(llm);
    expect(text).toBe("Done.");
    expect(said[0]).toContain(sentence);
    expect(said[0]).toContain("Nothing was done");
    expect(asked[1]?.messages.at(-1)?.content).toBe(said[0]);
  });

  it("is made to answer when it goes on calling", async () => {
    const again = [call({ index: 0, id: "x", function: { name: "add_reminder", arguments: '{"what":"tea"}' } })];
    const { llm, asked } = await model([again]);
    await ask(llm);
    expect(asked).toHaveLength(5);
    expect(asked.map(({ tool_choice }) => tool_choice)).toEqual([undefined, undefined, undefined, undefined, "none"]);
    expect(ran).toHaveLength(4);
  });

  it.each([400, 500, 501])("is asked without tools once its server has answered them with %s", async (status) => {
    const { llm, asked } = await model([[{ status }], done]);
    expect((await ask(llm)).text).toBe("Done.");
    expect((await ask(llm)).text).toBe("Done.");
    expect(asked.map(({ tools }) => tools?.length ?? 0)).toEqual([1, 0, 0]);
  });

  it("is offered its tools again after a while: what was refused may have been too long", async () => {
    let now = 0;
    const { llm, asked } = await model([[{ status: 400 }], done], { now: () => now });
    await ask(llm);
    now = 600_000;
    expect((await ask(llm)).text).toBe("Done.");
    expect(asked.map(({ tools }) => tools?.length ?? 0)).toEqual([1, 0, 1]);
  });

  it.each([408, 502, 503, 504])("keeps its tools when its server was only away for a moment (%s)", async (status) => {
    const { llm, asked } = await model([[{ status }], done]);
    await expect(ask(llm)).rejects.toMatchObject({ reason: "unavailable" });
    await ask(llm);
    expect(asked.at(-1)?.tools).toHaveLength(1);
  });

  it("is not offered any where they are switched off", async () => {
    const { llm, asked } = await model([done], { tools: false });
    await ask(llm);
    expect(asked[0]).not.toHaveProperty("tools");
    expect(asked[0]?.messages[0]?.content).not.toContain("with the tools only");
  });
});
