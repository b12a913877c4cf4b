/** A CalDAV account on a real server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expandCalendar } from "../src/secretary/ics.ts";
import { readCalendar } from "../src/secretary/read-calendar.ts";
import { HAS_RADICALE, type RadicaleServer, startRadicale } from "./radicale-server.ts";

/** Where there is none: apt-get install radicale. */
describe.skipIf(!HAS_RADICALE)("a CalDAV account", { timeout: 60_000 }, () => {
  let server: RadicaleServer;
  beforeAll(async () => {
    server = await startRadicale();
    await server.put(
      "weekly",
      [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:test",
        "BEGIN:VEVENT",
        "UID:weekly",
        "DTSTAMP:20261101T000000Z",
        "SUMMARY:営業定例",
        "DTSTART:20261102T060000Z",
        "DTEND:20261102T070000Z",
        "RRULE:FREQ=WEEKLY",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
      ].join("\r\n"),
    );
  }, 60_000);
  afterAll(() => server?.stop());

  const read = (path: string, password: string, hosts = ["127.0.0.1"]) =>
    readCalendar(
      { kind: "caldav", url: server.url + path, username: "me", password, etag: null, lastModified: null },
      { hosts },
      new Date("2026-11-21T06:00:00Z"),
      new AbortController().signal,
    );

  it.each(["/", "/me/"])("is found from %s, with the events that repeat into now", async (path) => {
    const found = await read(path, "secret");
    const [from, to] = [new Date("2026-11-20T00:00Z"), new Date("2026-12-01T00:00Z")];
    const events = found?.objects?.flatMap(({ text }) => expandCalendar(text, from, to, "UTC").events) ?? [];
    expect(events.map(({ title, time }) => [title, time.allDay ? "" : time.start.toISOString()])).toEqual([
      ["営業定例", "2026-11-23T06:00:00.000Z"],
      ["営業定例", "2026-11-30T06:00:00.000Z"],
    ]);
  });

  it("says that the password is wrong, or that its address is not allowed", async () => {
    await expect(read("/", "wrong")).rejects.toMatchObject({ reason: "refused" });
    await expect(read("/", "secret", [])).rejects.toMatchObject({ reason: "address" });
  });
});
