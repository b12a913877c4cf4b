import type { AgendaEvent } from "@hisho/providers/llm/port.ts";
import { describe, expect, it, vi } from "vitest";
import { createMemoryStore } from "../../tests/memory-store.ts";
import { systemClock } from "../clock.ts";
import type { Calendars } from "./calendars.ts";
import type { EventWriting } from "./port.ts";
import { CalendarError } from "./read-calendar.ts";
import { secretaryRoutes } from "./routes.ts";
import { withCalendars } from "./secretary.ts";

/** Saturday, 15:00 in Tokyo. */
const NOW = new Date("2026-11-21T06:00:00Z");
const clock = { ...systemClock, date: () => NOW };

const refuse = async () => ({ refused: "read-only" }) as const;
const NO_WRITING = { add: refuse, change: refuse, remove: refuse, restore: refuse };

function open(events: AgendaEvent[] = [], writing: EventWriting = NO_WRITING) {
  const { desk } = createMemoryStore();
  const calendar = { id: "c", name: "会社", kind: "url", url: "https://cal.example/a.ics", username: "me" } as const;
  const none = { collections: [], writesTo: null };
  const state = { readAt: NOW, failingSince: null, failure: null, createdAt: NOW, password: "secret", ...none };
  const calendars = {
    between: async () => ({ events, unread: [{ name: "会社", since: NOW }], cut: [{ name: "家", from: NOW }] }),
    list: async () => [{ ...calendar, ...state }],
    add: async ({ url }: { url: string | null }) => {
      if (url?.includes("10.0.0.1")) throw new CalendarError("address");
      return { ...calendar, ...state };
    },
    rename: async (id: string) => id === "c",
    remove: async (id: string) => id === "c",
    restore: async (id: string) => id === "c",
    refresh: async (id: string) => (id === "c" ? { ...calendar, ...state } : null),
  } as unknown as Calendars;
  const app = secretaryRoutes(withCalendars(desk, calendars), calendars, writing, clock);
  return async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await app.request(path, { method, ...init });
    const text = await response.text();
    return { status: response.status, json: text === "" ? null : JSON.parse(text) };
  };
}

const day = { first_day: "2026-11-27", last_day: "2026-11-28" };
const hour = { start: "2026-11-27T06:00:00.000Z", end: "2026-11-27T07:00:00.000Z" };

describe("the desk by HTTP", () => {
  it("keeps, shows, changes, removes and puts back", async () => {
    const ask = open();
    const added = await ask("POST", "/desk", {
      kind: "event",
      text: "歯医者",
      language: "ja-JP",
      time: hour,
      place: "駅前",
    });
    expect(added).toMatchObject({
      status: 201,
      json: { kind: "event", text: "歯医者", time: hour, place: "駅前", due_at: null },
    });
    const { id } = added.json;
    const agenda = await ask("GET", "/agenda?from=2026-11-27&to=2026-11-27&time_zone=Asia/Tokyo");
    expect(agenda.json).toMatchObject({
      events: [{ id, title: "歯医者", place: "駅前", time: hour, calendar: null }],
      unread: [{ name: "会社", since: NOW.toISOString() }],
      cut: [{ name: "家", from: NOW.toISOString() }],
    });
    expect((await ask("GET", "/agenda?from=2026-11-28&to=2026-11-28&time_zone=Asia/Tokyo")).json.events).toEqual([]);
    expect((await ask("PATCH", `/desk/${id}`, { time: day })).json).toMatchObject({ time: day });
    expect((await ask("GET", "/desk")).json.items).toHaveLength(1);
    expect(await ask("DELETE", `/desk/${id}`)).toMatchObject({ status: 204 });
    expect(await ask("DELETE", `/desk/${id}`)).toMatchObject({ status: 404 });
    expect(await ask("POST", `/desk/${id}/restore`)).toMatchObject({ status: 200, json: { id } });
  });

  it("keeps how a reminder comes again, changes its next time alone, or all of them", async () => {
    const ask = open();
    const repeat = { rule: "FREQ=WEEKLY;BYDAY=MO", time_zone: "Asia/Tokyo" };
    const given = { kind: "reminder", text: "定例", due_at: "2026-11-22T00:00:00Z", repeat };
    const { id, ...made } = (await ask("POST", "/desk", given)).json;
    // Monday at nine in Tokyo.
    expect(made).toMatchObject({ due_at: "2026-11-23T00:00:00.000Z", repeat });
    const change = async (body: unknown) => (await ask("PATCH", `/desk/${id}`, body)).json;
    expect(await change({ done: true, of: "2026-11-16T00:00:00Z" })).toMatchObject({
      due_at: "2026-11-23T00:00:00.000Z",
    });
    expect(await change({ due_at: "2026-11-23T00:10:00Z" })).toMatchObject({
      due_at: "2026-11-23T00:10:00.000Z",
      repeat,
    });
    // Earlier than its own time, twice, and back: still the only one of that day.
    for (const due_at of ["2026-11-22T23:00:00.000Z", "2026-11-22T22:00:00.000Z"]) {
      expect(await change({ due_at })).toMatchObject({ due_at });
      expect((await ask("GET", "/agenda?from=2026-11-22&to=2026-11-23&time_zone=Asia/Tokyo")).json.rings).toEqual([
        { item: id, at: due_at },
      ]);
    }
    expect(await change({ done: true })).toMatchObject({ due_at: "2026-11-30T00:00:00.000Z", done_at: null, repeat });
    expect((await ask("GET", "/agenda?from=2026-11-30&to=2026-12-13&time_zone=Asia/Tokyo")).json.rings).toEqual([
      { item: id, at: "2026-11-30T00:00:00.000Z" },
      { item: id, at: "2026-12-07T00:00:00.000Z" },
    ]);
    // Put off after it had rung: the next time stays.
    await change({ due_at: "2026-11-23T00:20:00Z", of: "2026-11-23T00:10:00Z" });
    expect((await ask("GET", "/agenda?from=2026-11-23&to=2026-11-30&time_zone=Asia/Tokyo")).json.rings).toEqual([
      { item: id, at: "2026-11-23T00:20:00.000Z" },
      { item: id, at: "2026-11-30T00:00:00.000Z" },
    ]);
    const daily = { rule: "FREQ=DAILY", time_zone: "Asia/Tokyo" };
    expect(await change({ due_at: "2026-11-30T01:00:00Z", repeat: daily })).toMatchObject({
      due_at: "2026-11-30T01:00:00.000Z",
      repeat: daily,
    });
    expect(await change({ repeat: null })).toMatchObject({ due_at: "2026-11-30T01:00:00.000Z", repeat: null });
  });

  it("names due_at where what comes again has no first time or one long over, and ends it after its last", async () => {
    const ask = open();
    const repeat = { rule: "FREQ=DAILY", time_zone: "UTC" };
    const pills = { kind: "reminder", text: "pills", repeat };
    for (const due_at of [null, "1996-01-01T09:00:00Z"]) {
      expect(await ask("POST", "/desk", { ...pills, due_at })).toMatchObject({
        status: 400,
        json: { field: "due_at" },
      });
    }
    const { id } = (await ask("POST", "/desk", { ...pills, due_at: "9999-12-31T23:00:00Z" })).json;
    const past = { due_at: "1996-01-01T09:00:00Z", repeat };
    expect(await ask("PATCH", `/desk/${id}`, past)).toMatchObject({ status: 400, json: { field: "due_at" } });
    expect((await ask("PATCH", `/desk/${id}`, { done: true })).json.done_at).not.toBeNull();
  });

  it("lets a timer stand still and run on", async () => {
    const ask = open();
    const due = new Date(NOW.getTime() + 60_000).toISOString();
    const { id } = (await ask("POST", "/desk", { kind: "timer", text: "", due_at: due })).json;
    expect((await ask("PATCH", `/desk/${id}`, { paused: true })).json).toMatchObject({ due_at: null, left_ms: 60_000 });
    expect((await ask("PATCH", `/desk/${id}`, { paused: false })).json).toMatchObject({ due_at: due, left_ms: null });
  });

  it.each([
    ["来週の金曜の3時に歯医者", [{ kind: "event", text: "歯医者", time: hour }]],
    ["25日に健康診断の予定を入れて", [{ kind: "event", time: { first_day: "2026-11-25", last_day: "2026-11-25" } }]],
    [
      "30分後に電話するのをリマインドして",
      [{ kind: "reminder", text: "電話する", due_at: "2026-11-21T06:30:00.000Z" }],
    ],
    ["10分タイマー", [{ kind: "timer", due_at: "2026-11-21T06:10:00.000Z" }]],
    ["牛乳と卵を買い物リストに追加", [{ kind: "entry", text: "牛乳", list: "買い物" }, { text: "卵" }]],
    ["来客用の傘を注文する", [{ kind: "note", text: "来客用の傘を注文する" }]],
  ])("understands %s", async (text, drafts) => {
    const body = { text, language: "ja-JP", time_zone: "Asia/Tokyo" };
    expect((await open()("POST", "/desk/understand", body)).json.drafts).toMatchObject(drafts);
  });

  it.each<[string, string, unknown, string]>([
    ["GET", "/agenda?from=2026-02-30&to=2026-03-01&time_zone=UTC", undefined, "from"],
    ["GET", "/agenda?from=2026-03-01&time_zone=UTC", undefined, "to"],
    ["GET", "/agenda?from=2026-03-02&to=2026-03-01&time_zone=UTC", undefined, "to"],
    ["GET", "/agenda?from=2026-01-01&to=2027-03-01&time_zone=UTC", undefined, "to"],
    ["GET", "/agenda?from=2026-03-01&to=2026-03-01&time_zone=Moon", undefined, "time_zone"],
    ["POST", "/desk", "{", "body"],
    ["POST", "/desk", { kind: "wish", text: "x" }, "kind"],
    ["POST", "/desk", { kind: "note", text: " " }, "text"],
    ["POST", "/desk", { kind: "note", text: "x".repeat(1_001) }, "text"],
    ["POST", "/desk", { kind: "reminder", text: "x" }, "due_at"],
    ["POST", "/desk", { kind: "note", text: "x", due_at: NOW.toISOString() }, "due_at"],
    ...["2099-01-01T00:00:00+09", "0000-01-01T00:00:00Z", "2026-02-31T00:00:00Z", "tomorrow"].map(
      (due_at): [string, string, unknown, string] => [
        "POST",
        "/desk",
        { kind: "reminder", text: "x", due_at },
        "due_at",
      ],
    ),
    ["PATCH", "/desk/1", { due_at: "0000-01-01T00:00:00Z" }, "due_at"],
    ["POST", "/desk", { kind: "event", text: "x" }, "time"],
    ["POST", "/desk", { kind: "event", text: "x", time: { start: hour.end, end: hour.start } }, "time"],
    ["POST", "/desk", { kind: "event", text: "x", time: { first_day: "2026-02-30", last_day: "2026-02-30" } }, "time"],
    ["POST", "/desk", { kind: "entry", text: "x" }, "list"],
    ["POST", "/desk/understand", { text: "x", language: "ja", time_zone: "Moon" }, "time_zone"],
    ...["FREQ=SECONDLY", "FREQ=DAILY;COUNT=1000000000", "", 7].map((rule): [string, string, unknown, string] => [
      "POST",
      "/desk",
      { kind: "reminder", text: "x", due_at: NOW.toISOString(), repeat: { rule, time_zone: "UTC" } },
      "repeat.rule",
    ]),
    [
      "POST",
      "/desk",
      { kind: "reminder", text: "x", due_at: NOW.toISOString(), repeat: { rule: "FREQ=DAILY", time_zone: "Moon" } },
      "repeat.time_zone",
    ],
    [
      "POST",
      "/desk",
      { kind: "timer", text: "x", due_at: NOW.toISOString(), repeat: { rule: "FREQ=DAILY", time_zone: "UTC" } },
      "repeat",
    ],
    ["PATCH", "/desk/1", {}, "body"],
    ["POST", "/calendars", { kind: "file", name: "x", text: "<html>" }, "text"],
    ["POST", "/calendars", { kind: "ftp", name: "x", url: "x" }, "kind"],
    ["PATCH", "/calendars/c", { name: "" }, "name"],
    ["PATCH", "/calendars/c", {}, "body"],
    ...["", "a\nb", "a\rb", "a\0b", "x".repeat(10_000), "\ud800"].flatMap(
      (title): [string, string, unknown, string][] => [
        ["POST", "/calendars/c/events", { title, time: hour, time_zone: "UTC" }, "title"],
        ["PATCH", "/calendars/c/events/e", { title, time_zone: "UTC" }, "title"],
      ],
    ),
    ["POST", "/calendars/c/events", { title: "x", time: hour, place: "a\nb", time_zone: "UTC" }, "place"],
    ["POST", "/calendars/c/events", { title: "x", time: hour, time_zone: "Moon" }, "time_zone"],
    [
      "POST",
      "/calendars/c/events",
      { title: "x", time: { start: hour.end, end: hour.start }, time_zone: "UTC" },
      "time",
    ],
    ["POST", "/calendars/c/events", { title: "x", time: hour, time_zone: "UTC", uid: "../a" }, "uid"],
    ["PATCH", "/calendars/c/events/e", { time_zone: "UTC" }, "body"],
    ["DELETE", "/calendars/c/events/e?time_zone=Moon", undefined, "time_zone"],
    ["POST", "/calendars/c/events/e/restore?time_zone=Moon", undefined, "time_zone"],
  ])("%s %s with %j is told what is wrong", async (method, path, body, field) => {
    expect(await open()(method, path, body)).toMatchObject({ status: 400, json: { field } });
  });

  it.each<[unknown, string]>([
    [{ due_at: NOW.toISOString() }, "due_at"],
    [{ time: day }, "time"],
    [{ list: "買い物" }, "list"],
    [{ place: "駅前" }, "place"],
    [{ text: " " }, "text"],
  ])("gives a note nothing that a note does not have: %j", async (change, field) => {
    const ask = open();
    const { id } = (await ask("POST", "/desk", { kind: "note", text: "傘" })).json;
    expect(await ask("PATCH", `/desk/${id}`, change)).toMatchObject({ status: 400, json: { field } });
    expect((await ask("GET", "/desk")).json.items).toMatchObject([{ id, text: "傘", due_at: null, time: null }]);
  });

  it("writes nothing to a calendar that is only read, and to none that cannot be written to", async () => {
    const ask = open();
    const refused = (status: number) => ({ status, json: { reason: "read-only" } });
    expect(await ask("PATCH", "/calendars/c", { writes_to: "nowhere" })).toMatchObject(refused(422));
    const event = { title: "歯医者", time: hour, time_zone: "Asia/Tokyo" };
    expect(await ask("POST", "/calendars/c/events", event)).toMatchObject(refused(403));
    expect(await ask("PATCH", "/calendars/c/events/e", event)).toMatchObject(refused(403));
    expect(await ask("DELETE", "/calendars/c/events/e")).toMatchObject(refused(403));
    expect(await ask("POST", "/calendars/c/events/e/restore")).toMatchObject(refused(403));
  });

  it("answers a state that is not the one meant with the event as it is now", async () => {
    const time = { allDay: false, start: new Date(hour.start), end: new Date(hour.end) } as const;
    const now = { id: "e", title: "歯医者", time, place: "", calendar: "会社", calendarId: "c", change: { etag: "8" } };
    const remove = vi.fn(async () => ({ refused: "changed", now }) as const);
    const ask = open([], { ...NO_WRITING, remove });
    expect(await ask("DELETE", "/calendars/c/events/e?etag=7&time_zone=Asia/Tokyo")).toMatchObject({
      status: 409,
      json: { reason: "changed", event: { id: "e", title: "歯医者", time: hour, change: "calendar", etag: "8" } },
    });
    const meant = { etag: "7", timeZone: "Asia/Tokyo" };
    expect(remove).toHaveBeenCalledWith("c", "e", meant, expect.any(AbortSignal));
  });

  it("shows calendars without their passwords, and says why one is not taken", async () => {
    const ask = open();
    const { json } = await ask("GET", "/calendars");
    expect(json.calendars).toMatchObject([
      { id: "c", name: "会社", kind: "url", read_at: NOW.toISOString(), failure: null },
    ]);
    expect(JSON.stringify(json)).not.toContain("secret");
    const calendar = { kind: "url", name: "会社", url: "https://cal.example/a.ics" };
    expect(await ask("POST", "/calendars", calendar)).toMatchObject({ status: 201 });
    const refused = await ask("POST", "/calendars", { ...calendar, url: "http://10.0.0.1/a.ics" });
    expect(refused).toMatchObject({ status: 422, json: { reason: "address" } });
    for (const [method, path] of [
      ["DELETE", ""],
      ["POST", "/restore"],
      ["POST", "/refresh"],
    ] as const) {
      expect((await ask(method, `/calendars/c${path}`)).status).toBeLessThan(300);
      expect(await ask(method, `/calendars/x${path}`)).toMatchObject({ status: 404 });
    }
  });
});
