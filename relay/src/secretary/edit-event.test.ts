import { describe, expect, it } from "vitest";
import { changedObject, newObject, obstacleIn } from "./edit-event.ts";
import { eventIn } from "./event-of.ts";

const NOW = new Date("2026-11-21T06:00:00.789Z");
const UTC = { timeZone: "UTC" };
const at = (start: string, end: string) => ({ allDay: false, start: new Date(start), end: new Date(end) }) as const;
const TOKYO = ["BEGIN:VTIMEZONE", "TZID:東京", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0900"];
const BERLIN = [
  "BEGIN:VTIMEZONE",
  "TZID:Berlin",
  "BEGIN:DAYLIGHT",
  "DTSTART:19700329T020000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "END:DAYLIGHT",
  "BEGIN:STANDARD",
  "DTSTART:19701025T030000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "END:STANDARD",
  "END:VTIMEZONE",
];

const object = (lines: readonly string[], zones: readonly string[] = [], eol = "\r\n") =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Other//EN",
    'x-wr-calname;x-odd="a:b":Work\\, mine',
    ...zones,
    "BEGIN:VEVENT",
    "UID:one",
    "DTSTAMP:20200101T000000Z",
    ...lines,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join(eol);

const linesOf = (text: string | undefined) => text?.split(/\r?\n/) ?? [];

describe("a change of an event", () => {
  const text = object(
    [
      "dtstart;TZID=東京;X-A=1:20261127T150000",
      "DTEND;TZID=東京:20261127T160000",
      "SUMMARY;LANGUAGE=ja:営業",
      'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="三階\\, B":geo:35.0,1',
      " 39.0",
      "X-UNKNOWN:a\\;b\\nc\\zd",
      "SEQUENCE:4",
      "BEGIN:VALARM",
      "TRIGGER:-PT15M",
      "ACTION:DISPLAY",
      "SUMMARY:not this one",
      "END:VALARM",
      "BEGIN:X-COMPONENT",
      "X-P:1",
      "END:X-COMPONENT",
    ],
    [...TOKYO, "TZOFFSETTO:+0900", "END:STANDARD", "END:VTIMEZONE"],
  );

  it("leaves every other line as it is, byte by byte, and keeps parameters and the zone", () => {
    const time = at("2026-11-28T01:30:00Z", "2026-11-28T02:00:00Z");
    const changed = changedObject(text, { ...UTC, title: "採用, 面接; \\ 第二", place: "三階", time }, NOW);
    const [before, after] = [linesOf(text), linesOf(changed)];
    expect(before.filter((line) => !after.includes(line))).toEqual([
      "DTSTAMP:20200101T000000Z",
      "dtstart;TZID=東京;X-A=1:20261127T150000",
      "DTEND;TZID=東京:20261127T160000",
      "SUMMARY;LANGUAGE=ja:営業",
      "SEQUENCE:4",
    ]);
    expect(after.filter((line) => !before.includes(line))).toEqual([
      "DTSTAMP:20261121T060000Z",
      "DTSTART;X-A=1;TZID=東京:20261128T103000",
      "DTEND;TZID=東京:20261128T110000",
      "SUMMARY;LANGUAGE=ja:採用\\, 面接\\; \\\\ 第二",
      "SEQUENCE:5",
      "LOCATION:三階",
      "LAST-MODIFIED:20261121T060000Z",
    ]);
    expect(eventIn(changed ?? "", "UTC")).toEqual({ title: "採用, 面接; \\ 第二", place: "三階", time });
    // What is new stands before what lies inside the event.
    expect(after.indexOf("LOCATION:三階")).toBeLessThan(after.indexOf("BEGIN:VALARM"));
  });

  it("keeps the ends of lines that the object has, and takes a place away", () => {
    const changed = changedObject(
      object(["DTSTART:20261127T060000Z", "LOCATION:x"], [], "\n"),
      { ...UTC, place: "" },
      NOW,
    );
    expect(changed).not.toContain("\r");
    expect(changed).not.toContain("LOCATION");
    expect(changed).toContain("SEQUENCE:1\n");
  });

  it.each<
    [string, string[], string[], ReturnType<typeof at> | { allDay: true; firstDay: string; lastDay: string }, string[]]
  >([
    [
      "in UTC",
      ["DTSTART:20261127T060000Z", "DURATION:PT1H"],
      [],
      at("2026-11-28T06:00:00Z", "2026-11-28T07:00:00Z"),
      ["DTSTART:20261128T060000Z", "DURATION:PT1H"],
    ],
    [
      "of another length",
      ["DTSTART:20261127T060000Z", "DURATION:PT1H"],
      [],
      at("2026-11-28T06:00:00Z", "2026-11-28T08:00:00Z"),
      ["DTSTART:20261128T060000Z", "DTEND:20261128T080000Z"],
    ],
    [
      "in a zone that is only named",
      ["DTSTART;TZID=Nowhere:20261127T060000"],
      [],
      at("2026-11-28T06:00:00Z", "2026-11-28T07:00:00Z"),
      ["DTSTART:20261128T060000Z", "DTEND:20261128T070000Z"],
    ],
    [
      "without a zone",
      ["DTSTART:20261127T060000", "DTEND:20261127T070000"],
      [],
      at("2026-11-28T06:00:00Z", "2026-11-28T07:00:00Z"),
      ["DTSTART:20261128T060000", "DTEND:20261128T070000"],
    ],
    [
      "for whole days",
      ["DTSTART;TZID=Berlin:20261127T060000", "DTEND;TZID=Berlin:20261127T070000"],
      BERLIN,
      { allDay: true, firstDay: "2026-12-31", lastDay: "2026-12-31" },
      ["DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"],
    ],
    [
      "into summer time",
      ["DTSTART;TZID=Berlin:20261127T060000", "DTEND;TZID=Berlin:20261127T070000"],
      BERLIN,
      at("2027-03-28T00:30:00Z", "2027-03-28T03:30:00Z"),
      ["DTSTART;TZID=Berlin:20270328T013000", "DTEND;TZID=Berlin:20270328T053000"],
    ],
  ])("%s", (_name, lines, zones, time, expected) => {
    const changed = changedObject(object(lines, zones), { ...UTC, time }, NOW);
    expect(linesOf(changed).filter((line) => /^(?:DTSTART|DTEND|DURATION)[;:].*(?:202[67]|PT)/.test(line))).toEqual(
      expected,
    );
    expect(eventIn(changed ?? "", "UTC")?.time).toEqual(time);
  });

  it("writes what lies around a change of the clocks as the instant that is meant", () => {
    for (const start of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2027-03-28T01:30:00Z"]) {
      const time = at(start, "2027-03-28T04:00:00Z");
      const lines = ["DTSTART;TZID=Berlin:20261127T060000", "DTEND;TZID=Berlin:20261127T070000"];
      expect(eventIn(changedObject(object(lines, BERLIN), { ...UTC, time }, NOW) ?? "", "UTC")?.time).toEqual(time);
    }
  });

  it.each<[string, string]>([
    ["repeats", object(["DTSTART:20261127T060000Z", "RRULE:FREQ=DAILY"])],
    ["repeats", object(["DTSTART:20261127T060000Z", "RECURRENCE-ID:20261127T060000Z"])],
    ["invitation", object(["DTSTART:20261127T060000Z", "ATTENDEE:mailto:a@example.com"])],
    ["read-only", object(["DTSTART:20261127T060000Z"]).replaceAll("VEVENT", "VTODO")],
    ["read-only", "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n"],
    ["read-only", ""],
  ])("is not made of what %s", (obstacle, text) => {
    expect(obstacleIn(text)).toBe(obstacle);
    expect(changedObject(text, { ...UTC, title: "x" }, NOW)).toBeUndefined();
  });
});

describe("a new event", () => {
  it("is one object that says what it was given, in lines of 75 octets at most", () => {
    const time = at("2026-11-28T06:00:00Z", "2026-11-28T07:00:00Z");
    const given = { title: `a, b; c\\n ${"長".repeat(200)}`, place: "三階,B", time };
    const text = newObject("u-1", given, NOW);
    expect(eventIn(text, "UTC")).toEqual(given);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(linesOf(text)).toEqual(
      expect.arrayContaining(["UID:u-1", "DTSTAMP:20261121T060000Z", "CREATED:20261121T060000Z"]),
    );
  });

  it("of whole days ends on the day after the last", () => {
    const time = { allDay: true, firstDay: "2026-11-28", lastDay: "2026-11-30" } as const;
    const text = newObject("u-1", { title: "x", place: "", time }, NOW);
    expect(text).toContain("DTEND;VALUE=DATE:20261201\r\n");
    expect([eventIn(text, "UTC")?.time, text.includes("LOCATION")]).toEqual([time, false]);
  });
});
