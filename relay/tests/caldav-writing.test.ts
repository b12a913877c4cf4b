/** Writing to a CalDAV account: on a real server, and on one that does what that one does not. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import type { AgendaEvent } from "@hisho/providers/llm/port.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../src/clock.ts";
import { createLog } from "../src/log.ts";
import { sendToAccount } from "../src/secretary/account-requests.ts";
import { Calendars } from "../src/secretary/calendars.ts";
import { EventWriter } from "../src/secretary/event-writer.ts";
import { createExpander } from "../src/secretary/expander.ts";
import type { Written } from "../src/secretary/port.ts";
import { Proposals } from "../src/secretary/proposals.ts";
import { readCalendar } from "../src/secretary/read-calendar.ts";
import { memoryCalendars } from "./memory-calendars.ts";
import { HAS_RADICALE, type RadicaleServer, startRadicale } from "./radicale-server.ts";

const NOW = new Date("2026-11-21T06:00:00Z");
const RULES = { hosts: ["127.0.0.1"] };
const UTC = { timeZone: "UTC" };
const at = (start: string, end: string) => ({ allDay: false, start: new Date(start), end: new Date(end) }) as const;
const HOUR = at("2026-11-23T06:00:00Z", "2026-11-23T07:00:00Z");
const never = new AbortController().signal;

const ics = (name: string, ...lines: string[]): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:test",
    "BEGIN:VEVENT",
    `UID:${name}`,
    "DTSTAMP:20261101T000000Z",
    `SUMMARY:${name}`,
    "DTSTART:20261124T060000Z",
    "DTEND:20261124T070000Z",
    ...lines,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An account that is read and written to. */
async function open(url: string, { answerMs = 10_000 } = {}) {
  /** What waits on the clock. */
  const due: (() => void)[] = [];
  const store = memoryCalendars();
  const after = (_ms: number, action: () => void) => {
    due.push(action);
    return () => {};
  };
  const clock = { ...systemClock, after, date: () => NOW };
  const log = createLog("error", () => {});
  const calendars = new Calendars({
    store,
    read: (source, now, signal) => readCalendar(source, RULES, now, signal),
    expander: createExpander(),
    clock,
    log,
  });
  closing.push(() => calendars.close());
  const onUnsure = (calendar: string): void => calendars.refreshLater(calendar);
  const writer = new EventWriter({ store, send: sendToAccount(RULES), clock, log, onUnsure, answerMs });
  const { id, collections } = await calendars.add(
    { name: "会社", kind: "caldav", url, username: "me", password: "secret" },
    null,
  );
  await calendars.writeTo(id, collections[0]?.id ?? "");
  const agenda = async (): Promise<AgendaEvent[]> =>
    (await calendars.between(new Date("2026-11-20T00:00Z"), new Date("2026-12-20T00:00Z"), "UTC")).events;
  const called = async (title: string): Promise<AgendaEvent> => {
    const found = (await agenda()).find((event) => event.title === title);
    if (found === undefined) throw new Error(`${title} is not in the agenda`);
    return found;
  };
  return { store, calendars, writer, id, collections, agenda, called, due, refresh: () => calendars.refresh(id) };
}

const eventOf = (written: Written): AgendaEvent => {
  if ("refused" in written) throw new Error(`refused: ${written.refused}`);
  return written.event;
};
const etagOf = ({ change }: AgendaEvent): string => (change !== undefined && "etag" in change ? change.etag : "");

describe.skipIf(!HAS_RADICALE)("events of a real server", { timeout: 120_000 }, () => {
  let server: RadicaleServer;
  beforeAll(async () => {
    server = await startRadicale();
    await server.put(
      "kept",
      ics("kept", "X-ODD;X-P=1:a\\;b", "BEGIN:VALARM", "TRIGGER:-PT5M", "ACTION:AUDIO", "END:VALARM"),
    );
    await server.put("shared", ics("shared"));
    await server.put("doomed", ics("doomed"));
    await server.put("weekly", ics("weekly", "RRULE:FREQ=WEEKLY"));
    await server.put("invited", ics("invited", "ATTENDEE:mailto:a@example.com"));
  }, 120_000);
  afterAll(() => server?.stop());

  it("tell what can be changed, and why not", async () => {
    const { collections, agenda, called } = await open(server.url);
    expect(collections).toMatchObject([{ name: "Work", writable: true }]);
    expect((await called("kept")).change).toMatchObject({ etag: expect.any(String) });
    expect((await called("weekly")).change).toEqual({ refused: "repeats" });
    expect((await called("invited")).change).toEqual({ refused: "invitation" });
    expect(new Set((await agenda()).map(({ id }) => id)).size).toBe((await agenda()).length);
  });

  it("are added, moved, removed and put back, there and in the agenda at once", async () => {
    const { writer, id, agenda, called, refresh } = await open(server.url);
    const added = eventOf(await writer.add(id, { ...UTC, title: "歯医者", place: "駅前, 二階", time: HOUR }, never));
    const shown = await called("歯医者");
    expect(shown).toMatchObject({ id: added.id, time: HOUR, place: "駅前, 二階", calendar: "会社", calendarId: id });
    await refresh();
    expect(await called("歯医者")).toEqual(shown);

    const time = at("2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z");
    const moved = eventOf(await writer.change(id, added.id, { ...UTC, time, etag: etagOf(shown) }, never));
    expect(moved).toMatchObject({ id: added.id, time, title: "歯医者", place: "駅前, 二階" });
    await refresh();
    expect(await called("歯医者")).toEqual(moved);
    expect(eventOf(await writer.remove(id, added.id, UTC, never)).id).toBe(added.id);
    expect((await agenda()).map(({ title }) => title)).not.toContain("歯医者");
    await refresh();
    expect((await agenda()).map(({ title }) => title)).not.toContain("歯医者");
    expect(await writer.remove(id, added.id, UTC, never)).toEqual({ refused: "gone" });
    expect(eventOf(await writer.restore(id, added.id, "UTC", never))).toMatchObject({ id: added.id, time });
    await refresh();
    expect(await called("歯医者")).toMatchObject({ time });
    expect(await writer.restore(id, added.id, "UTC", never)).toEqual({ event: await called("歯医者") });
    expect(await writer.restore(id, "nobody", "UTC", never)).toEqual({ refused: "gone" });
    await writer.remove(id, added.id, UTC, never);
  });

  it("keep all that a change does not name, as the server has it", async () => {
    const { writer, id, called } = await open(server.url);
    const before = (await server.get("kept")) ?? "";
    eventOf(await writer.change(id, (await called("kept")).id, { ...UTC, title: "renamed" }, never));
    const after = (await server.get("kept")) ?? "";
    const changed = /^(?:SUMMARY|DTSTAMP|SEQUENCE|LAST-MODIFIED):/;
    const rest = (text: string) => text.split("\r\n").filter((line) => !changed.test(line));
    expect(rest(after).sort()).toEqual(rest(before).sort());
    expect(after).toContain("SUMMARY:renamed");
    expect(after).toContain("SEQUENCE:1");
  });

  it("are not overwritten where another client changed or deleted them", async () => {
    const { writer, id, agenda, called } = await open(server.url);
    const [shared, doomed] = [await called("shared"), await called("doomed")];
    await server.put("shared", ics("shared", "LOCATION:elsewhere"));
    expect(await writer.change(id, shared.id, { ...UTC, title: "mine" }, never)).toMatchObject({
      refused: "changed",
      now: { id: shared.id, place: "elsewhere" },
    });
    expect(await server.get("shared")).toContain("LOCATION:elsewhere");
    // It was read again: the agenda has it as it is, and a change that knows of it is taken.
    const now = await called("shared");
    expect(now.place).toBe("elsewhere");
    expect(await writer.change(id, shared.id, { ...UTC, title: "mine", etag: etagOf(shared) }, never)).toEqual({
      refused: "changed",
      now,
    });
    eventOf(await writer.change(id, shared.id, { ...UTC, title: "mine", etag: etagOf(now) }, never));
    await server.remove("doomed");
    expect(await writer.change(id, doomed.id, { ...UTC, title: "mine" }, never)).toEqual({ refused: "gone" });
    expect((await agenda()).map(({ title }) => title)).not.toContain("doomed");
  });

  it("of two edits at once take the first, and refuse the second that does not know of it", async () => {
    const { writer, id } = await open(server.url);
    const added = eventOf(await writer.add(id, { ...UTC, title: "two", place: "", time: HOUR }, never));
    const edit = (title: string) => writer.change(id, added.id, { ...UTC, title, etag: etagOf(added) }, never);
    const [first, second] = await Promise.all([edit("one"), edit("other")]);
    expect([eventOf(first).title, second]).toMatchObject(["one", { refused: "changed", now: { title: "one" } }]);
    // As another relay would, with a store of its own.
    const other = await open(server.url);
    const there = await other.called("one");
    eventOf(await writer.change(id, added.id, { ...UTC, title: "three" }, never));
    expect(await other.writer.change(other.id, there.id, { ...UTC, title: "four" }, never)).toMatchObject({
      refused: "changed",
      now: { title: "three" },
    });
    await writer.remove(id, added.id, UTC, never);
  });

  it("are refused with a wrong password", async () => {
    const { store, writer, id } = await open(server.url);
    Object.assign(store.rows[0] ?? {}, { password: "wrong" });
    expect(await writer.add(id, { ...UTC, title: "x", place: "", time: HOUR }, never)).toEqual({ refused: "refused" });
  });
});

interface Script {
  /** ETags as it tells them. */
  etag?: (version: number) => string | null;
  /** In place of doing it. @returns whether it was answered */
  before?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** After it was done, in place of its answer. @returns whether it was answered */
  after?: (request: IncomingMessage, response: ServerResponse) => boolean;
  privileges?: string;
  /** What it keeps of what it is given. */
  rewrite?: (text: string) => string;
}

/** One collection with a few objects, by RFC 4791, as far as it is asked for. */
async function scripted(script: Script) {
  const objects = new Map([["a.ics", { text: ics("a"), version: 1 }]]);
  const asked: string[] = [];
  const etagOf = (version: number): string | null =>
    script.etag === undefined ? `"${version}"` : script.etag(version);
  const responseOf = (name: string, prop: string): string =>
    `<d:response><d:href>/cal/${name}</d:href><d:propstat><d:prop>${prop}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;
  const multistatus = (inner: string): string =>
    `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">${inner}</d:multistatus>`;
  const listed = (): string =>
    [...objects]
      .map(([name, { text, version }]) =>
        responseOf(
          name,
          `${etagOf(version) === null ? "" : `<d:getetag>${etagOf(version)}</d:getetag>`}<c:calendar-data><![CDATA[${text}]]></c:calendar-data>`,
        ),
      )
      .join("");
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const { method = "", url = "" } = request;
    const name = url.split("/").at(-1) ?? "";
    if (["GET", "PUT", "DELETE"].includes(method)) asked.push(method);
    if (script.before?.(request, response) === true) return;
    const xml = (inner: string) =>
      response.writeHead(207, { "content-type": "application/xml" }).end(multistatus(inner));
    if (method === "PROPFIND") {
      const principal = "<d:current-user-principal><d:href>/cal/</d:href></d:current-user-principal>";
      const home = "<c:calendar-home-set><d:href>/cal/</d:href></c:calendar-home-set>";
      const holds = '<c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>';
      const type = `<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>${holds}`;
      xml(responseOf("", `${principal}${home}${type}${script.privileges ?? ""}<d:displayname>仕事</d:displayname>`));
      return;
    }
    if (method === "REPORT") {
      xml(listed());
      return;
    }
    const known = objects.get(name);
    if (method === "GET") {
      if (known === undefined) response.writeHead(404).end();
      else {
        const etag = etagOf(known.version);
        response.writeHead(200, etag === null ? {} : { etag }).end(known.text);
      }
      return;
    }
    const { "if-match": ifMatch, "if-none-match": ifNone } = request.headers;
    const isMet =
      (ifNone === undefined || known === undefined) &&
      (ifMatch === undefined || (known !== undefined && ifMatch === etagOf(known.version)));
    if (!isMet) {
      response.writeHead(412).end();
      return;
    }
    if (method === "DELETE") objects.delete(name);
    else objects.set(name, { text: script.rewrite?.(body) ?? body, version: (known?.version ?? 0) + 1 });
    if (script.after?.(request, response) === true) return;
    response.writeHead(method === "DELETE" ? 204 : 201).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const opened = await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cal/`, { answerMs: 2_000 });
  asked.length = 0;
  return { ...opened, objects, asked };
}

const isWrite = ({ method }: IncomingMessage): boolean => method === "PUT" || method === "DELETE";
const cut = (_request: IncomingMessage, response: ServerResponse): boolean => {
  response.socket?.destroy();
  return true;
};

describe("events of a server that", { timeout: 60_000 }, () => {
  it("tells no ETag after a write are read again as it has made them", async () => {
    const { writer, id, called, asked } = await scripted({ rewrite: (text) => text.replace("SUMMARY:b", "SUMMARY:B") });
    expect(eventOf(await writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never)).title).toBe("B");
    expect(asked).toEqual(["PUT", "GET"]);
    expect((await called("B")).time).toEqual(HOUR);
  });

  it.each<[string, (version: number) => string | null]>([
    ["weak ETags", (version) => `W/"${version}"`],
    ["no ETags", () => null],
  ])("tells %s are compared by what they say", async (_name, etag) => {
    const { writer, id, called, objects } = await scripted({ etag });
    const a = await called("a");
    eventOf(await writer.change(id, a.id, { ...UTC, title: "mine" }, never));
    objects.set("a.ics", { text: ics("a", "LOCATION:elsewhere"), version: 7 });
    expect(await writer.change(id, a.id, { ...UTC, title: "again" }, never)).toMatchObject({
      refused: "changed",
      now: { place: "elsewhere" },
    });
    expect(objects.get("a.ics")?.text).toContain("LOCATION:elsewhere");
  });

  it("does not allow it are told so, and are tried no more", async () => {
    const { writer, id, called, asked } = await scripted({
      before: (request, response) => isWrite(request) && Boolean(response.writeHead(403).end()),
    });
    const a = await called("a");
    expect(await writer.change(id, a.id, { ...UTC, title: "x" }, never)).toEqual({ refused: "read-only" });
    expect((await called("a")).change).toEqual({ refused: "read-only" });
    asked.length = 0;
    expect(await writer.add(id, { ...UTC, title: "x", place: "", time: HOUR }, never)).toEqual({
      refused: "read-only",
    });
    expect(asked).toEqual([]);
  });

  it("tells that it may only be read", async () => {
    const { collections } = await scripted({
      privileges: "<d:current-user-privilege-set><d:privilege><d:read/></d:privilege></d:current-user-privilege-set>",
    });
    expect(collections).toMatchObject([{ name: "仕事", writable: false }]);
  });

  it("changed in between are left as they are", async () => {
    const { writer, id, called, objects } = await scripted({
      before(request) {
        if (request.method === "PUT") objects.set("a.ics", { text: ics("a", "LOCATION:elsewhere"), version: 9 });
        return false;
      },
    });
    const a = await called("a");
    const refused = await writer.change(id, a.id, { ...UTC, title: "x" }, never);
    expect(objects.get("a.ics")).toEqual({ text: ics("a", "LOCATION:elsewhere"), version: 9 });
    expect(refused).toEqual({ refused: "changed", now: await called("a") });
    expect((await called("a")).place).toBe("elsewhere");
  });

  it("changed in between are not deleted either, whoever read them last", async () => {
    const { writer, id, called, objects, asked, refresh } = await scripted({});
    const etag = etagOf(await called("a"));
    objects.set("a.ics", { text: ics("a", "LOCATION:elsewhere"), version: 2 });
    await refresh();
    const now = await called("a");
    expect(await writer.remove(id, now.id, { ...UTC, etag }, never)).toEqual({ refused: "changed", now });
    expect(asked).not.toContain("DELETE");
    eventOf(await writer.remove(id, now.id, { ...UTC, etag: etagOf(now) }, never));
    expect(objects.size).toBe(0);
  });

  it.each([
    ["RRULE:FREQ=DAILY", "repeats"],
    ["ATTENDEE:mailto:a@example.com", "invitation"],
    ["STATUS:CANCELLED", "gone"],
  ])("changed to what is not changed from here (%s) tells why", async (line, refused) => {
    const { writer, id, called, objects } = await scripted({});
    const a = await called("a");
    objects.set("a.ics", { text: ics("a", line), version: 2 });
    expect(await writer.remove(id, a.id, { ...UTC, etag: etagOf(a) }, never)).toEqual({ refused });
    expect(objects.size).toBe(1);
  });

  it("name no zone are told by the clocks of whoever asks", async () => {
    const { writer, id, called, objects, refresh } = await scripted({});
    const floating = ics("a").replace(/(DT(?:START|END):\d+T\d+)Z/g, "$1");
    objects.set("a.ics", { text: floating, version: 2 });
    await refresh();
    const timeZone = "Asia/Tokyo";
    const time = at("2026-11-23T21:00:00Z", "2026-11-23T22:00:00Z");
    const { id: event } = await called("a");
    const renamed = eventOf(await writer.change(id, event, { timeZone, title: "b" }, never));
    expect(renamed.time).toEqual(time);
    objects.set("a.ics", { text: floating, version: 9 });
    expect(await writer.change(id, event, { timeZone, title: "b" }, never)).toMatchObject({ now: { time } });
    expect(eventOf(await writer.remove(id, event, { timeZone }, never)).time).toEqual(time);
    expect(eventOf(await writer.restore(id, event, timeZone, never)).time).toEqual(time);
  });

  it("is asked again to add what it has already keeps the one it has", async () => {
    const { writer, id, objects } = await scripted({});
    const uid = "0f0e0d0c-0b0a-4908-8706-050403020100";
    const event = { ...UTC, uid, title: "b", place: "", time: HOUR };
    const added = eventOf(await writer.add(id, event, never));
    expect(eventOf(await writer.add(id, event, never))).toEqual(added);
    expect(objects.size).toBe(2);
    expect(objects.get(`${uid}.ics`)).toMatchObject({ version: 1, text: expect.stringContaining(`UID:${uid}`) });
    const other = await writer.add(id, { ...event, title: "c" }, never);
    expect(other).toEqual({ refused: "changed", now: added });
    expect(objects.get(`${uid}.ics`)?.version).toBe(1);
  });

  it.each(["add", "move", "remove"] as const)(
    "have what was said yes to (%s) taken back at once, unless it was changed there meanwhile",
    async (kind) => {
      const { store, writer, id, called, objects, agenda, refresh } = await scripted({});
      const log = createLog("error", () => {});
      const proposals = new Proposals({ calendars: store, writing: writer, clock: systemClock, log });
      const say = (words: string) =>
        proposals.settle("s", { words, heard: "?" }, { language: "en-US", timeZone: "UTC", now: NOW }, never);
      const write = async (): Promise<void> => {
        const a = await called("a");
        const proposal =
          kind === "add"
            ? { kind, calendarId: id, event: { title: "b", place: "", time: HOUR } }
            : kind === "move"
              ? { kind, event: a, time: HOUR }
              : { kind, event: a };
        proposals.propose("s", { ...proposal, calendar: "仕事" }, "?");
        await say("yes");
      };
      const times = async () => (await agenda()).map(({ title, time }) => [title, time]);
      const before = await times();
      await write();
      expect(await times()).not.toEqual(before);
      expect(await say("no, stop")).toMatch(/again\.$|^I put “a” back/);
      expect(await times()).toEqual(before);

      await write();
      const name = kind === "add" ? ([...objects.keys()].find((each) => each !== "a.ics") ?? "") : "a.ics";
      const elsewhere = {
        text: ics(kind === "add" ? name.replace(".ics", "") : "a").replaceAll("20261124T", "20261125T"),
        version: 9,
      };
      objects.set(name, elsewhere);
      // Read anew meanwhile, it is known, and still not what was written.
      await refresh();
      expect(await say("no, stop")).toMatch(/^I could not take that back\. .* was changed elsewhere/);
      expect(objects.get(name)).toEqual(elsewhere);
    },
  );

  it("loses its answer after it was written are written once, and told as written", async () => {
    const { writer, id, called, objects, asked } = await scripted({
      after: (request, response) => isWrite(request) && cut(request, response),
    });
    const added = eventOf(await writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never));
    expect(asked.filter((method) => method === "PUT")).toHaveLength(1);
    expect(objects.size).toBe(2);
    eventOf(await writer.change(id, added.id, { ...UTC, title: "c" }, never));
    expect(asked.filter((method) => method === "PUT")).toHaveLength(2);
    eventOf(await writer.remove(id, (await called("c")).id, UTC, never));
    expect([objects.size, asked.filter((method) => method === "DELETE").length]).toEqual([1, 1]);
  });

  it.each<[string, Script["before"]]>([
    ["breaks off", (request, response) => isWrite(request) && cut(request, response)],
    ["fails", (request, response) => isWrite(request) && Boolean(response.writeHead(500).end())],
  ])("%s before it was written are not written, and that is known", async (_name, before) => {
    const { writer, id, called, objects } = await scripted(before === undefined ? {} : { before });
    const a = await called("a");
    const refused = { refused: "unreachable" };
    expect(await writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never)).toEqual(refused);
    expect(await writer.change(id, a.id, { ...UTC, title: "x" }, never)).toEqual(refused);
    expect(await writer.remove(id, a.id, UTC, never)).toEqual(refused);
    expect([...objects]).toEqual([["a.ics", { text: ics("a"), version: 1 }]]);
  });

  it.each<[string, Script["before"]]>([
    ["says nothing in time", isWrite],
    ["gave up waiting for another", (request, response) => isWrite(request) && Boolean(response.writeHead(504).end())],
  ])("%s may still write it, and that is said", async (_name, before) => {
    const { writer, id, called, objects } = await scripted(before === undefined ? {} : { before });
    const a = await called("a");
    const refused = { refused: "unknown" };
    expect(await writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never)).toEqual(refused);
    expect(await writer.change(id, a.id, { ...UTC, title: "x" }, never)).toEqual(refused);
    expect(await writer.remove(id, a.id, UTC, never)).toEqual(refused);
    expect([...objects]).toEqual([["a.ics", { text: ics("a"), version: 1 }]]);
  });

  it.each<[string, { title?: string; time?: typeof HOUR }, boolean]>([
    ["as it was asked", { time: HOUR }, true],
    ["in another way", { time: HOUR, title: "b" }, false],
  ])("changed it only later, %s, is asked again", async (_name, change, isDone) => {
    let isSlow = true;
    const { writer, id, called, objects, refresh } = await scripted({
      before: (request) => isSlow && isWrite(request),
    });
    const a = await called("a");
    const again = () => writer.change(id, a.id, { ...UTC, ...change, etag: etagOf(a) }, never);
    expect(await again()).toEqual({ refused: "unknown" });
    isSlow = false;
    const late = ics("a").replaceAll("20261124T", "20261123T");
    for (const version of [2, 3]) {
      objects.set("a.ics", { text: late, version });
      if (version === 3) await refresh();
      const answer = await again();
      const now = await called("a");
      expect(now.time).toEqual(HOUR);
      expect(answer).toEqual(isDone ? { event: now } : { refused: "changed", now });
      expect(objects.get("a.ics")).toEqual({ text: late, version });
    }
  });

  it.each([false, true])("deleted it only later is asked again, read meanwhile: %s", async (isRead) => {
    let isSlow = true;
    const { writer, id, called, objects, refresh } = await scripted({
      before: (request) => isSlow && isWrite(request),
    });
    const a = await called("a");
    const again = () => writer.remove(id, a.id, { ...UTC, etag: etagOf(a) }, never);
    expect(await again()).toEqual({ refused: "unknown" });
    isSlow = false;
    objects.delete("a.ics");
    if (isRead) await refresh();
    expect(eventOf(await again()).title).toBe("a");
    expect(await again()).toEqual({ refused: "gone" });
    expect(eventOf(await writer.restore(id, a.id, "UTC", never))).toMatchObject({ id: a.id, time: a.time });
    expect([...objects]).toEqual([["a.ics", { text: ics("a"), version: 1 }]]);
    // Deleted by somebody else, it is not theirs to put back.
    objects.delete("a.ics");
    expect(await again()).toEqual({ refused: "gone" });
    expect(await writer.restore(id, a.id, "UTC", never)).toEqual({ refused: "gone" });
  });

  it("was told by the page to put it back tells an undo by voice where it is", async () => {
    const { store, writer, id, called, objects } = await scripted({});
    const log = createLog("error", () => {});
    const proposals = new Proposals({ calendars: store, writing: writer, clock: systemClock, log });
    const say = (words: string) =>
      proposals.settle("s", { words, heard: "?" }, { language: "en-US", timeZone: "UTC", now: NOW }, never);
    const a = await called("a");
    proposals.propose("s", { kind: "remove", event: a, calendar: "仕事" }, "?");
    await say("yes");
    eventOf(await writer.restore(id, a.id, "UTC", never));
    expect(await say("undo")).toMatch(/^I put “a” back: it is in the calendar “仕事”/);
    expect(objects.get("a.ics")?.version).toBe(1);
  });

  it("writes it only then is read again a while after", async () => {
    const { writer, id, agenda, due, objects } = await scripted({ before: isWrite });
    const uid = "0f0e0d0c-0b0a-4908-8706-050403020100";
    expect(await writer.add(id, { ...UTC, uid, title: "b", place: "", time: HOUR }, never)).toEqual({
      refused: "unknown",
    });
    objects.set(`${uid}.ics`, { text: ics(uid).replace(`SUMMARY:${uid}`, "SUMMARY:b"), version: 1 });
    expect((await agenda()).map(({ title }) => title)).toEqual(["a"]);
    for (const action of due) action();
    await expect.poll(async () => (await agenda()).map(({ title }) => title).sort()).toEqual(["a", "b"]);
  });

  it("has written it after all, though it said nothing in time, are told as written", async () => {
    const { writer, id, objects } = await scripted({ after: isWrite });
    eventOf(await writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never));
    expect(objects.size).toBe(2);
  });

  it("answers nothing any more may have been written", async () => {
    let isOver = false;
    const { writer, id } = await scripted({
      before: (request, response) => {
        isOver ||= isWrite(request);
        return isOver && cut(request, response);
      },
    });
    expect(await writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never)).toEqual({ refused: "unknown" });
    // Not even read before it is written.
    expect(await writer.remove(id, "nobody", UTC, never)).toEqual({ refused: "gone" });
  });

  it("sends elsewhere are not followed", async () => {
    const { writer, id, objects } = await scripted({
      before: (request, response) =>
        isWrite(request) && Boolean(response.writeHead(307, { location: "/cal/b.ics" }).end()),
    });
    expect(await writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never)).toEqual({ refused: "refused" });
    expect(objects.size).toBe(1);
  });

  it("is asked nothing once the person has turned away", async () => {
    const { writer, id, asked } = await scripted({});
    const gone = AbortSignal.abort(new Error("gone"));
    await expect(writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, gone)).rejects.toThrow("gone");
    expect(asked).toEqual([]);
  });

  it("was read while it was written to keeps what was written", async () => {
    let held: (() => void) | undefined;
    let isHeld = false;
    const { writer, id, called, refresh } = await scripted({
      before(request) {
        if (request.method === "REPORT" && isHeld) held?.();
        return false;
      },
    });
    const reached = new Promise<void>((resolve) => {
      held = resolve;
    });
    isHeld = true;
    const reading = refresh();
    await reached;
    const writing = writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never);
    await Promise.all([reading, writing]);
    expect((await called("b")).time).toEqual(HOUR);
  });

  it("holds other collections than the chosen one are only read there", async () => {
    const { store, calendars, writer, id, collections, called, asked } = await scripted({});
    const a = await called("a");
    await store.saveCollections(id, [...collections, { id: "other", url: "", name: "家族", writable: true }]);
    await calendars.writeTo(id, "other");
    expect((await called("a")).change).toEqual({ refused: "read-only" });
    const refused = { refused: "read-only" };
    expect(await writer.change(id, a.id, { ...UTC, title: "x" }, never)).toEqual(refused);
    expect(await writer.remove(id, a.id, UTC, never)).toEqual(refused);
    expect(asked).toEqual([]);
  });

  it("is no longer written to refuses", async () => {
    const { calendars, writer, id, called } = await scripted({});
    const a = await called("a");
    await calendars.writeTo(id, null);
    expect((await called("a")).change).toBeUndefined();
    const refused = { refused: "read-only" };
    expect(await writer.add(id, { ...UTC, title: "b", place: "", time: HOUR }, never)).toEqual(refused);
    expect(await writer.change(id, a.id, { ...UTC, title: "x" }, never)).toEqual(refused);
    expect(await writer.remove(id, a.id, UTC, never)).toEqual(refused);
    expect(await writer.add("nobody", { ...UTC, title: "b", place: "", time: HOUR }, never)).toEqual({
      refused: "gone",
    });
  });
});
