import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { memoryCalendars } from "../../tests/memory-calendars.ts";
import { createMemoryStore } from "../../tests/memory-store.ts";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { Calendars } from "./calendars.ts";
import { createExpander } from "./expander.ts";
import { readCalendar } from "./read-calendar.ts";
import { withCalendars } from "./secretary.ts";

const ICS = [
  "BEGIN:VCALENDAR",
  "BEGIN:VEVENT",
  "UID:1",
  "SUMMARY:営業定例",
  "DTSTART;TZID=Asia/Tokyo:20261127T150000",
  "DTEND;TZID=Asia/Tokyo:20261127T160000",
  "LOCATION:三階 会議室B",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function open(hosts: string[] = ["127.0.0.1"]) {
  const store = memoryCalendars();
  const calendars = new Calendars({
    store,
    read: (source, now, signal) => readCalendar(source, { hosts }, now, signal),
    expander: createExpander({ limitMs: 5_000 }),
    clock: systemClock,
    log: createLog("error", () => {}),
  });
  closing.push(() => calendars.close());
  return { store, calendars };
}

const DAY = [new Date("2026-11-26T15:00Z"), new Date("2026-11-27T15:00Z"), "Asia/Tokyo"] as const;
const source = { name: "会社", kind: "url", username: null, password: null } as const;

describe("a subscribed calendar", { timeout: 30_000 }, () => {
  it("is read, asked only for what changed, and kept while it cannot be read", async () => {
    const asked: (string | undefined)[] = [];
    let now: "well" | "broken" | "changed" = "well";
    const url = await serve((request, response) => {
      asked.push(request.headers["if-none-match"]);
      if (now === "broken") response.writeHead(500).end();
      else if (request.headers["if-none-match"] === '"1"' && now === "well") response.writeHead(304).end();
      else {
        response.writeHead(200, { "content-type": "text/calendar", etag: now === "well" ? '"1"' : '"2"' });
        response.end(now === "well" ? ICS : ICS.replace("営業定例", "営業会議"));
      }
    });
    const { store, calendars } = open();
    await calendars.add({ ...source, url: `${url}/a.ics` }, null);
    const { events, unread } = await calendars.between(...DAY);
    expect(unread).toEqual([]);
    expect(events).toMatchObject([{ title: "営業定例", place: "三階 会議室B", calendar: "会社" }]);
    await calendars.refreshAll();
    now = "broken";
    await calendars.refreshAll();
    expect(store.rows[0]).toMatchObject({ failure: "unreachable" });
    expect(await calendars.between(...DAY)).toMatchObject({
      events: [{ title: "営業定例" }],
      unread: [{ name: "会社", since: new Date(5) }],
    });
    now = "changed";
    await calendars.refreshAll();
    expect(await calendars.between(...DAY)).toMatchObject({ events: [{ title: "営業会議" }], unread: [] });
    expect(asked).toEqual([undefined, '"1"', '"1"', '"1"']);
  });

  it("that holds more than is unfolded says from when on some is missing, on the days it concerns", async () => {
    const { calendars } = open();
    await calendars.add({ ...source, kind: "file", url: null }, ICS.replace("SUMMARY", "RRULE:FREQ=HOURLY\nSUMMARY"));
    const on = (day: number) =>
      calendars.between(new Date(Date.UTC(2026, 10, day)), new Date(Date.UTC(2026, 10, day + 1)), "Asia/Tokyo");
    expect((await on(30)).cut).toEqual([]);
    // 500 hours from 27 November, 06:00 UTC.
    expect((await on(48)).cut).toEqual([{ name: "会社", from: new Date("2026-12-18T02:00Z") }]);
  });

  it("is one agenda with the person's own events", async () => {
    const { calendars } = open();
    await calendars.add({ ...source, kind: "file", url: null }, ICS);
    const { desk } = createMemoryStore();
    const at = (hour: string) => new Date(`2026-11-27T${hour}:00Z`);
    const event = (text: string, start: Date, end: Date) =>
      desk.add("", { kind: "event", text, language: "ja", dueAt: null, time: { allDay: false, start, end } });
    await event("歯医者", at("01:00"), at("02:00"));
    await event("夕食", at("10:00"), at("11:00"));
    await event("別の日", at("16:00"), at("17:00"));
    await desk.add("", {
      kind: "event",
      text: "出張",
      language: "ja",
      dueAt: null,
      time: { allDay: true, firstDay: "2026-11-27", lastDay: "2026-11-28" },
    });
    const { events } = await withCalendars(desk, calendars).agenda(...DAY);
    expect(events.map(({ title, calendar }) => [title, calendar])).toEqual([
      ["出張", null],
      ["歯医者", null],
      ["営業定例", "会社"],
      ["夕食", null],
    ]);
  });

  it.each<[string, (url: string) => string, string]>([
    ["an address of this network", () => "http://10.0.0.1/a.ics", "address"],
    ["a name that is none", () => "nowhere", "address"],
    ["a file", () => "file:///etc/passwd", "address"],
    ["a redirect to this machine by another name", (url) => `${url}/away`, "address"],
    ["a page", (url) => `${url}/page`, "no-calendar"],
    ["what is not there", (url) => `${url}/404`, "no-calendar"],
    ["what asks for a password", (url) => `${url}/401`, "refused"],
    ["a server that fails", (url) => `${url}/500`, "unreachable"],
    ["what has no end", (url) => `${url}/endless`, "too-large"],
  ])("is refused: %s", async (_, address, reason) => {
    const url = await serve((request, response) => {
      const path = request.url ?? "";
      if (path === "/away") response.writeHead(302, { location: "http://localhost:1/a.ics" }).end();
      else if (path === "/page") response.end("<html>");
      else if (path === "/endless") response.writeHead(200, { "content-length": "999999999" }).write("BEGIN:VCALENDAR");
      else response.writeHead(Number(path.slice(1))).end();
    });
    const { store, calendars } = open();
    await expect(calendars.add({ ...source, url: address(url) }, null)).rejects.toMatchObject({ reason });
    expect(store.rows).toEqual([]);
  });

  it("shows its password to its own host only", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(ICS);
    });
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: `${other}/b.ics` }).end();
    });
    await open().calendars.add({ ...source, url, username: "me", password: "secret" }, null);
    expect(seen).toEqual([`Basic ${Buffer.from("me:secret").toString("base64")}`, undefined]);
  });

  it("shows an account's password to no other host that its discovery leads to", async () => {
    const shown: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      shown.push(request.headers.authorization);
      response.writeHead(207).end();
    });
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(302, { location: `${other}/dav/` }).end();
    });
    const account = { ...source, kind: "caldav" as const, url, username: "me", password: "secret" };
    await expect(open().calendars.add(account, null)).rejects.toMatchObject({ reason: "address" });
    expect(asked).not.toEqual([]);
    expect(shown.filter((password) => password !== undefined)).toEqual([]);
  });

  it("costs the others nothing when it has no end", async () => {
    const { calendars, store } = open();
    const endless = ICS.replace("SUMMARY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nSUMMARY");
    await calendars.add({ ...source, name: "endless", kind: "file", url: null }, endless);
    await calendars.add({ ...source, kind: "file", url: null }, ICS.replace("UID:1", "UID:2"));
    const agenda = await calendars.between(...DAY);
    expect(agenda.events.map(({ calendar }) => calendar)).toContain("会社");
    expect(store.rows).toHaveLength(2);
  });

  it("is read again by itself", async () => {
    let times = 0;
    const url = await serve((_, response) => {
      times += 1;
      response.end(ICS);
    });
    const waits: (() => void)[] = [];
    const clock = {
      ...systemClock,
      date: () => new Date(),
      after(_ms: number, run: () => void) {
        waits.push(run);
        return () => {};
      },
    };
    const calendars = new Calendars({
      store: memoryCalendars(),
      read: (from, now, signal) => readCalendar(from, { hosts: ["127.0.0.1"] }, now, signal),
      expander: createExpander(),
      clock,
      log: createLog("error", () => {}),
    });
    closing.push(() => calendars.close());
    await calendars.add({ ...source, url }, null);
    calendars.start();
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    waits[0]?.();
    await vi.waitFor(() => expect(waits).toHaveLength(2));
    expect(times).toBe(3);
  });
});
