/** What is said or typed is written to a calendar after a yes, whoever proposed it: rules, or a model that obeys all it reads. */
import { createEmbeddedLlm } from "@hisho/providers/llm/embedded.ts";
import { createOpenAiLlm } from "@hisho/providers/llm/openai.ts";
import { secretaryTools } from "@hisho/providers/llm/secretary/tools.ts";
import { MemoryDesk } from "@hisho/providers/testing/memory-desk.ts";
import { startChatCompletionsServer } from "@hisho/providers/testing/servers/chat-completions.ts";
import { expect, it, onTestFinished, vi } from "vitest";
import { createLog } from "../src/log.ts";
import type { EventChange, EventWriting, Written } from "../src/secretary/port.ts";
import { Proposals } from "../src/secretary/proposals.ts";
import { startRelay, TestClient } from "./harness.ts";
import { memoryCalendars } from "./memory-calendars.ts";

const SLOW_MS = 180_000;
vi.setConfig({ testTimeout: SLOW_MS });
const START = new Date(Date.now() + 86_400_000);
const TIME = { allDay: false, start: START, end: new Date(START.getTime() + 3_600_000) } as const;

async function open(answer: () => Written | Promise<Written> = written) {
  let now = 0;
  const calls: string[] = [];
  const changes: EventChange[] = [];
  const uids: (string | undefined)[] = [];
  const call = (name: string) => async (): Promise<Written> => {
    calls.push(name);
    return answer();
  };
  const writing: EventWriting = {
    add: (_calendar, { uid }) => {
      uids.push(uid);
      return call("add")();
    },
    change: (_calendar, _id, change) => {
      changes.push(change);
      return call("change")();
    },
    remove: call("remove"),
    restore: call("restore"),
  };
  const calendars = memoryCalendars();
  const account = {
    name: "会社",
    kind: "caldav",
    url: "https://cal.example/",
    username: "me",
    password: null,
  } as const;
  const collections = [{ id: "w", url: "https://cal.example/w/", name: "仕事", writable: true }];
  const { id } = await calendars.add(account, { bodies: [], etag: null, lastModified: null, collections });
  await calendars.writeTo(id, "w");
  const log = createLog("error", () => {});
  const proposals = new Proposals({ calendars, writing, clock: { now: () => now }, log });
  const desk = Object.assign(new MemoryDesk(() => new Date()), { proposals });
  const later = (ms: number): void => {
    now += ms;
  };
  return { calls, changes, uids, proposals, desk, later };
}

const event = {
  id: "e",
  title: "歯医者",
  time: TIME,
  place: "",
  calendar: "会社",
  calendarId: "0",
  change: { etag: "1" },
};
function written(): Written {
  return { event };
}

/** What is answered to each of these, said one after the other. */
async function talk(
  parts: Awaited<ReturnType<typeof open>>,
  language: "ja-JP" | "en-US" | "ko-KR",
  llm = createEmbeddedLlm(parts),
) {
  const relay = await startRelay({
    replace: { llm: [llm] },
    tools: secretaryTools(parts.desk),
    proposals: parts.proposals,
  });
  onTestFinished(() => relay.close());
  await llm.prepare?.(AbortSignal.timeout(SLOW_MS));
  const client = new TestClient(relay.url, "s");
  await client.start({ mode: "text", audio: false, language });
  let turn = 0;
  const heard = async (): Promise<string> => {
    turn += 1;
    await client.turnEnd(turn);
    return client.of("assistant_text_final").at(-1)?.text ?? "";
  };
  const say = (words: string): Promise<string> => {
    client.text(words);
    return heard();
  };
  /** A timer is over. @returns what is said of it */
  const ring = async (): Promise<string> => {
    await relay.alarms.desk.add("s", { kind: "timer", text: "pasta", language, dueAt: new Date() });
    return heard();
  };
  return Object.assign(say, { ring });
}

it.each<["ja-JP" | "en-US" | "ko-KR", string, RegExp, string, RegExp, string, RegExp]>([
  [
    "ja-JP",
    "明日の15時に歯医者の予定を入れて",
    /15時から、「歯医者」を「仕事」のカレンダーに入れていいですか。$/,
    "はい、お願いします",
    /カレンダーに入れました/,
    "いいえ",
    /何も書いていません/,
  ],
  [
    "en-US",
    "add a dentist appointment tomorrow at 3 pm",
    /^Shall I put .*“仕事”.*15:00\?$/,
    "Yes, please.",
    /^I put .* into the calendar/,
    "no",
    /I wrote nothing/,
  ],
  [
    "ko-KR",
    "내일 오후 3시에 치과 일정 넣어 줘",
    /‘치과’ 일정을 ‘仕事’ 달력에 넣을까요\?$/,
    "네",
    /달력에 넣었어요/,
    "아니요",
    /아무것도 적지 않았어요/,
  ],
])(
  "asks in %s, writes once after a yes, and nothing after a no",
  async (language, wish, question, yes, done, no, dropped) => {
    const parts = await open();
    const say = await talk(parts, language);
    expect(await say(wish)).toMatch(question);
    expect(parts.calls).toEqual([]);
    expect(await say(yes)).toMatch(done);
    expect(parts.calls).toEqual(["add"]);
    await say(yes);
    await say(wish);
    expect(await say(no)).toMatch(dropped);
    await say(yes);
    expect(parts.calls).toEqual(["add"]);
    expect(parts.desk.items).toEqual([]);
  },
);

it("drops what the person passes over, and what was asked too long ago", async () => {
  const parts = await open();
  const say = await talk(parts, "ja-JP");
  await say("明日の15時に歯医者の予定を入れて");
  expect(await say("今何時")).toMatch(/時/);
  await say("はい");
  await say("明日の15時に歯医者の予定を入れて");
  parts.later(10 * 60_000);
  await say("はい");
  expect(parts.calls).toEqual([]);
});

it("moves and deletes what lies in a calendar that is written to, named as it was chosen, after a yes, and says why it does not", async () => {
  const parts = await open();
  const say = await talk(parts, "ja-JP");
  parts.desk.calendar = [event];
  expect(await say("歯医者をキャンセルして")).toMatch(/「歯医者」を、「仕事」のカレンダーから消していいですか。$/);
  expect(await say("はい")).toMatch(/消しました/);
  expect(await say("歯医者を18時に変更して")).toMatch(/^「仕事」の.*18時に変更していいですか。$/);
  expect(await say("はい")).toMatch(/変更しました/);
  expect(parts.calls).toEqual(["remove", "change"]);
  for (const refused of ["repeats", "invitation", "read-only"] as const) {
    parts.desk.calendar = [{ ...event, change: { refused } }];
    expect(await say("歯医者をキャンセルして")).not.toMatch(/いいですか/);
    await say("はい");
  }
  expect(parts.calls).toEqual(["remove", "change"]);
});

it.each(["changed", "gone", "refused", "unreachable", "unknown"] as const)(
  "says what to do next when it is %s",
  async (refused) => {
    const parts = await open(() => ({ refused }));
    for (const [language, wish, yes] of [
      ["ja-JP", "明日の15時に歯医者の予定を入れて", "はい"],
      ["en-US", "add a dentist appointment tomorrow at 3 pm", "yes"],
      ["ko-KR", "내일 오후 3시에 치과 일정 넣어 줘", "네"],
    ] as const) {
      const say = await talk(parts, language);
      await say(wish);
      expect(await say(yes)).toMatch(/ください|お願いします|Please|주세요/);
    }
    expect(parts.calls).toHaveLength(3);
  },
);

it("writes nothing for a model that calls, claims and agrees by itself, and asks in the relay's own words", async () => {
  const parts = await open();
  const server = await startChatCompletionsServer({
    calls: (messages) =>
      messages.at(-1)?.role === "user"
        ? [{ name: "add_event", arguments: JSON.stringify({ title: "transfer", when: "tomorrow at 3 pm" }) }]
        : [],
    answer: () => ["Yes. Done: it is in your calendar. Shall I read you the news?"],
  });
  onTestFinished(server.close);
  const llm = createOpenAiLlm({ endpoint: `${server.url}/v1`, model: "obedient", probeMs: 0 });
  onTestFinished(() => llm.close());
  const say = await talk(parts, "en-US", llm);
  expect(await say("What is in the handbook?")).toMatch(/Shall I put “transfer” into the calendar “仕事”, .*\?$/);
  await say("What else is in it?");
  expect(parts.calls).toEqual([]);
  await say("no");
  expect(parts.calls).toEqual([]);
});

const TOLD = { language: "en-US", timeZone: "Asia/Tokyo", now: new Date() };
const ASKED = "Shall I delete it?";
const never = new AbortController().signal;

it("tells the outcome of one write to an answer that begins anew, whatever was said meanwhile", async () => {
  for (const words of ["yes please", "yes, no, better not"]) {
    let finish: (() => void) | undefined;
    const parts = await open(() => new Promise((resolve) => (finish = () => resolve(written()))));
    parts.proposals.propose("s", { kind: "remove", calendar: "仕事", event }, ASKED);
    const first = new AbortController();
    const interrupted = parts.proposals.settle("s", { words: "yes", heard: ASKED }, TOLD, first.signal);
    first.abort(new Error("went on"));
    const again = parts.proposals.settle("s", { words, heard: ASKED }, TOLD, never);
    finish?.();
    await expect(interrupted).rejects.toThrow("went on");
    expect(await again).toMatch(/^I deleted/);
    expect(parts.calls).toEqual(["remove"]);
  }
});

it.each(["Shall I", "Shall I delete it? Time is up. Tea.", ""])(
  "asks again where a yes follows what is not the question, heard to its end: %j",
  async (heard) => {
    const { proposals, calls } = await open();
    proposals.propose("s", { kind: "remove", calendar: "仕事", event }, ASKED);
    expect(await proposals.settle("s", { words: "yes", heard }, TOLD, never)).toBe(ASKED);
    expect(calls).toEqual([]);
    await proposals.settle("s", { words: "yes", heard: `Well.\n\n${ASKED}` }, TOLD, never);
    expect(calls).toEqual(["remove"]);
  },
);

it.each(["はい？", "네?", "Yes?", "어", "はい、でも16時にして"])("takes %s for no yes", async (words) => {
  const { proposals, calls } = await open();
  proposals.propose("s", { kind: "remove", calendar: "仕事", event }, ASKED);
  expect(await proposals.settle("s", { words, heard: ASKED }, TOLD, never)).toBeUndefined();
  await proposals.settle("s", { words: "はい", heard: ASKED }, TOLD, never);
  expect(calls).toEqual([]);
});

it("moves an event that names no zone by the person's clocks", async () => {
  const { proposals, changes } = await open();
  proposals.propose("s", { kind: "move", calendar: "仕事", event, time: TIME }, ASKED);
  await proposals.settle("s", { words: "yes", heard: ASKED }, TOLD, never);
  expect(changes).toEqual([{ time: TIME, timeZone: "Asia/Tokyo", etag: "1" }]);
});

it("asks last, where a model asks something else after the question", async () => {
  const parts = await open();
  const server = await startChatCompletionsServer({
    calls: (messages) =>
      messages.at(-1)?.role === "user"
        ? [{ name: "add_event", arguments: JSON.stringify({ title: "transfer", when: "tomorrow at 3 pm" }) }]
        : [],
    answer: (messages) => [`${messages.at(-1)?.content ?? ""} Would you like a joke?`],
  });
  onTestFinished(server.close);
  const llm = createOpenAiLlm({ endpoint: `${server.url}/v1`, model: "chatty", probeMs: 0 });
  onTestFinished(() => llm.close());
  const say = await talk(parts, "en-US", llm);
  expect(await say("What is in the handbook?")).toMatch(/a joke\?\s+Shall I put “transfer” into [^?]*\?$/);
});

const REMOVAL = { kind: "remove", calendar: "仕事", event } as const;
const ADDITION = {
  kind: "add",
  calendar: "仕事",
  calendarId: "0",
  event: { title: "歯医者", time: TIME, place: "" },
} as const;
type Opened = Awaited<ReturnType<typeof open>>;
const saying =
  ({ proposals }: Opened, language = "en-US") =>
  (words: string, session = "s") =>
    proposals.settle(session, { words, heard: ASKED }, { ...TOLD, language }, never);

it("gives an event of which no answer came the same UID until it is written, and no other one", async () => {
  const answers: Written[] = [{ refused: "unknown" }, { refused: "unreachable" }, written(), written(), written()];
  const parts = await open(() => answers.shift() ?? written());
  const { proposals, uids } = parts;
  const say = saying(parts);
  for (const title of ["歯医者", "歯医者", "歯医者", "歯医者", "会議"]) {
    proposals.propose("s", { ...ADDITION, event: { ...ADDITION.event, title } }, ASKED);
    await say("yes");
  }
  const [first, again, last, ...others] = uids;
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect([again, last]).toEqual([first, first]);
  expect(new Set([first, ...others]).size).toBe(3);
});

it.each<["ja-JP" | "en-US" | "ko-KR", string, string, string, RegExp]>([
  ["ja-JP", "明日の15時に歯医者の予定を入れて", "はい", "やっぱりやめて", /「歯医者」を取り消しました。「仕事」の/],
  ["en-US", "add a dentist appointment tomorrow at 3 pm", "yes", "No, stop.", /^I took .* out of .*“仕事” again/],
  ["ko-KR", "내일 오후 3시에 치과 일정 넣어 줘", "네", "아니 그만", /‘仕事’ 달력에서 다시 뺐어요/],
])("takes back in %s what was just written, once", async (language, wish, yes, back, told) => {
  const parts = await open();
  const say = await talk(parts, language);
  await say(wish);
  await say(yes);
  expect(await say(back)).toMatch(told);
  expect(parts.calls).toEqual(["add", "remove"]);
  await say(back);
  expect(parts.calls).toEqual(["add", "remove"]);
});

it.each([
  ["ja-JP", "明日の15時に歯医者の予定を入れて", "はい", "やめて"],
  ["en-US", "add a dentist appointment tomorrow at 3 pm", "yes", "Stop."],
  ["en-US", "add a dentist appointment tomorrow at 3 pm", "yes", "never mind"],
  ["ko-KR", "내일 오후 3시에 치과 일정 넣어 줘", "네", "그만"],
] as const)(
  "leaves in %s what was written where something rang since, and is asked to stop that: %s, %s, %s",
  async (language, wish, yes, stop) => {
    const parts = await open();
    const say = await talk(parts, language);
    await say(wish);
    await say(yes);
    expect(await say.ring()).toContain("pasta");
    await say(stop);
    expect(parts.calls).toEqual(["add"]);
  },
);

it.each([
  ["ja-JP", "明日の15時に歯医者の予定を入れて", "はい", "元に戻して"],
  ["en-US", "add a dentist appointment tomorrow at 3 pm", "yes", "Undo"],
  ["ko-KR", "내일 오후 3시에 치과 일정 넣어 줘", "네", "되돌려 줘"],
] as const)(
  "takes back in %s what was written, and nothing before it, though something rang since: %s, %s, %s",
  async (language, wish, yes, undo) => {
    const parts = await open();
    await parts.desk.add("s", { kind: "entry", list: "", text: "milk", language, dueAt: null });
    const say = await talk(parts, language);
    await say(wish);
    await say(yes);
    await say.ring();
    expect(parts.proposals.isTakenBack("s", undo)).toBe(true);
    expect(await say(undo)).not.toContain("milk");
    expect(parts.calls).toEqual(["add", "remove"]);
  },
);

it("takes back what was under way as something rang", async () => {
  let finish: (() => void) | undefined;
  const parts = await open(() => new Promise((resolve) => (finish = () => resolve(written()))));
  const { proposals, calls } = parts;
  proposals.propose("s", ADDITION, ASKED);
  const told = proposals.settle("s", { words: "yes", heard: ASKED }, TOLD, new AbortController().signal);
  proposals.letStand("s");
  finish?.();
  await told;
  const undone = saying(parts)("undo that");
  await vi.waitFor(() => expect(calls).toEqual(["add", "remove"]));
  finish?.();
  expect(await undone).toMatch(/^I took/);
});

it("tells of a write that was under way as something rang, and lets it stand", async () => {
  let finish: (() => void) | undefined;
  const parts = await open(() => new Promise((resolve) => (finish = () => resolve(written()))));
  const { proposals, calls } = parts;
  proposals.propose("s", REMOVAL, ASKED);
  const first = new AbortController();
  const interrupted = proposals.settle("s", { words: "yes", heard: ASKED }, TOLD, first.signal);
  first.abort(new Error("went on"));
  proposals.letStand("s");
  expect(proposals.isTakenBack("s", "no, stop")).toBe(false);
  const told = saying(parts)("stop");
  finish?.();
  await expect(interrupted).rejects.toThrow("went on");
  expect(await told).toMatch(/^I deleted/);
  expect(await saying(parts)("stop")).toBeUndefined();
  expect(calls).toEqual(["remove"]);
});

it("is silenced over what rings, and takes nothing back", async () => {
  const parts = await open();
  const relay = await startRelay({ stt: { text: () => "No, stop." }, proposals: parts.proposals });
  onTestFinished(() => relay.close());
  const client = new TestClient(relay.url, "s");
  client.autoCredit = false;
  await client.start({ language: "en-US" });
  parts.proposals.propose("s", ADDITION, ASKED);
  await saying(parts)("yes");
  const text = "the first of many things to take along. ".repeat(20);
  await relay.alarms.desk.add("s", { kind: "reminder", text, language: "en-US", dueAt: new Date() });
  await client.until(() => client.frames.length > 0);
  client.send({ type: "playback", turn: 1, state: "started", played_ms: 0 });
  client.say(500);
  client.autoCredit = true;
  expect((await client.turnEnd(2)).reason).toBe("cancelled");
  expect(parts.calls).toEqual(["add"]);
});

it("moves back and puts back what was just moved or removed, only as it was written", async () => {
  const moved = { ...event, change: { etag: "2" } };
  const parts = await open(() => ({ event: moved }));
  const say = saying(parts);
  const later = { ...TIME, start: TIME.end, end: new Date(TIME.end.getTime() + 3_600_000) };
  parts.proposals.propose("s", { kind: "move", calendar: "仕事", event, time: later }, ASKED);
  await say("yes");
  expect(await say("undo that")).toMatch(/^I put “歯医者” back: it is in the calendar “仕事” .*\.$/);
  expect(parts.changes.at(-1)).toEqual({ time: TIME, timeZone: "Asia/Tokyo", etag: "2" });
  parts.proposals.propose("s", REMOVAL, ASKED);
  await say("yes");
  expect(await say("undo that")).toMatch(/^I put “歯医者” back/);
  expect(parts.calls).toEqual(["change", "change", "remove", "restore"]);
});

it.each<[string, (parts: Opened) => unknown, string, string]>([
  ["three minutes later", ({ later }) => later(180_001), "undo", "s"],
  ["after something else", (parts) => saying(parts)("what time is it"), "undo", "s"],
  ["in another conversation", () => {}, "undo", "t"],
  ["with a question", () => {}, "undo?", "s"],
  ["with a mere no", () => {}, "no", "s"],
])("takes nothing back %s", async (_name, between, words, session) => {
  const parts = await open();
  parts.proposals.propose("s", REMOVAL, ASKED);
  await saying(parts)("yes");
  await between(parts);
  expect(await saying(parts)(words, session)).toBeUndefined();
  expect(parts.calls).toEqual(["remove"]);
});

it("says why it does not take something back, and takes it back later where its server was away", async () => {
  const answers: Written[] = [written(), { refused: "unreachable" }, { refused: "changed" }];
  const parts = await open(() => answers.shift() ?? written());
  const say = saying(parts);
  parts.proposals.propose("s", ADDITION, ASKED);
  await say("yes");
  expect(await say("undo")).toMatch(/^I could not take that back\. I could not reach/);
  expect(await say("undo")).toMatch(/^I could not take that back\. “歯医者” was changed elsewhere/);
  expect(await say("undo")).toBeUndefined();
  expect(parts.calls).toEqual(["add", "remove", "remove"]);
});

it("takes a cancelling that agrees to a removal for a yes, and does not take it back in the same breath", async () => {
  for (const [language, yes, told] of [
    ["ja-JP", "はい、取り消してください", /消しました/],
    ["en-US", "Yes, cancel it.", /^I deleted/],
    ["ko-KR", "네, 취소해 줘", /지웠어요/],
  ] as const) {
    const parts = await open();
    parts.proposals.propose("s", REMOVAL, ASKED);
    expect(await saying(parts, language)(yes)).toMatch(told);
    expect(parts.calls).toEqual(["remove"]);
  }
});

it("tells of what was taken back once more only, and only while it is new", async () => {
  for (const [ms, told] of [
    [180_000, /^I put “歯医者” back/],
    [180_001, undefined],
  ] as const) {
    const parts = await open();
    parts.proposals.propose("s", REMOVAL, ASKED);
    await saying(parts)("yes");
    parts.later(179_999);
    const first = new AbortController();
    const interrupted = parts.proposals.settle("s", { words: "undo", heard: "" }, TOLD, first.signal);
    first.abort(new Error("went on"));
    await expect(interrupted).rejects.toThrow("went on");
    parts.later(ms);
    const answer = await saying(parts)("what time is it");
    if (told === undefined) expect(answer).toBeUndefined();
    else expect(answer).toMatch(told);
    expect(parts.calls).toEqual(["remove", "restore"]);
  }
});

it("takes back once what is taken back in the same breath, or over her answer", async () => {
  const parts = await open();
  const { proposals, calls } = parts;
  proposals.propose("s", REMOVAL, ASKED);
  expect(proposals.isTakenBack("s", "no, stop")).toBe(false);
  await saying(parts)("yes");
  expect(["no, stop", "stop", "やめて", "いや、やめて"].map((words) => proposals.isTakenBack("s", words))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  const first = new AbortController();
  const heard = { words: "Yes. No, stop.", heard: ASKED };
  const interrupted = proposals.settle("s", heard, TOLD, first.signal);
  first.abort(new Error("went on"));
  const again = proposals.settle("s", { ...heard, words: "Yes. No, stop. Please" }, TOLD, never);
  await expect(interrupted).rejects.toThrow("went on");
  expect(await again).toMatch(/^I put “歯医者” back/);
  expect(calls).toEqual(["remove", "restore"]);
});

it("hears over her answer only what takes back a write that is new", async () => {
  const parts = await open();
  parts.proposals.propose("s", REMOVAL, ASKED);
  await saying(parts)("yes");
  parts.later(180_000);
  expect(parts.proposals.isTakenBack("s", "no, stop")).toBe(true);
  parts.later(1);
  expect(parts.proposals.isTakenBack("s", "no, stop")).toBe(false);
});

it("hears over her answer what takes back what was just written", async () => {
  let said = "tell me";
  const parts = await open();
  const relay = await startRelay({
    stt: { text: () => said },
    llm: { replies: ["This is the first sentence of a long answer. ".repeat(20)] },
    proposals: parts.proposals,
  });
  onTestFinished(() => relay.close());
  const client = new TestClient(relay.url, "s");
  client.autoCredit = false;
  await client.start({ language: "en-US" });
  client.say(500);
  await client.until(() => client.frames.length > 0);
  client.send({ type: "playback", turn: 1, state: "started", played_ms: 0 });
  parts.proposals.propose("s", REMOVAL, ASKED);
  await saying(parts)("yes");
  said = "No, stop.";
  client.say(500);
  client.autoCredit = true;
  await client.until(() => client.of("assistant_text_final").some(({ turn }) => turn === 2));
  expect(client.of("assistant_text_final").at(-1)?.text).toMatch(/^I put “歯医者” back/);
  expect(parts.calls).toEqual(["remove", "restore"]);
});
