import type { EventTime } from "@hisho/providers/llm/port.ts";
import { describe, expect, it } from "vitest";
import { expandCalendar } from "./ics.ts";

const TOKYO = "Asia/Tokyo";
const event = (...lines: string[]): string => ["BEGIN:VEVENT", ...lines, "END:VEVENT"].join("\r\n");
const calendar = (...parts: string[]): string =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...parts, "END:VCALENDAR", ""].join("\r\n");
/** As Outlook writes it: a name of its own, so that only the definition tells what it is. */
const EASTERN = [
  "BEGIN:VTIMEZONE",
  "TZID:Customized Time Zone",
  "BEGIN:STANDARD",
  "DTSTART:20071104T020000",
  "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
  "TZOFFSETFROM:-0400",
  "TZOFFSETTO:-0500",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:20070311T020000",
  "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
  "TZOFFSETFROM:-0500",
  "TZOFFSETTO:-0400",
  "END:DAYLIGHT",
  "END:VTIMEZONE",
].join("\r\n");

const shown = (time: EventTime): string =>
  time.allDay ? `${time.firstDay}/${time.lastDay}` : time.start.toISOString().slice(0, 16);
function starts(text: string, from: string, to: string, zone = TOKYO): string[] {
  return expandCalendar(text, new Date(from), new Date(to), zone)
    .events.map(({ time, title }) => `${shown(time)} ${title}`)
    .sort();
}

describe("a calendar's events", () => {
  it("repeat without the excepted day, and where they were moved to", () => {
    const text = calendar(
      event(
        "UID:weekly",
        "SUMMARY:定例",
        "DTSTART;TZID=Asia/Tokyo:20261102T150000",
        "DTEND;TZID=Asia/Tokyo:20261102T160000",
        "RRULE:FREQ=WEEKLY;COUNT=5",
        "EXDATE;TZID=Asia/Tokyo:20261109T150000",
      ),
      event(
        "UID:weekly",
        "RECURRENCE-ID;TZID=Asia/Tokyo:20261116T150000",
        "SUMMARY:定例(延期)",
        "DTSTART;TZID=Asia/Tokyo:20261118T100000",
        "DTEND;TZID=Asia/Tokyo:20261118T110000",
      ),
      event(
        "UID:weekly",
        "RECURRENCE-ID;TZID=Asia/Tokyo:20261123T150000",
        "STATUS:CANCELLED",
        "SUMMARY:定例",
        "DTSTART;TZID=Asia/Tokyo:20261123T150000",
      ),
    );
    expect(starts(text, "2026-11-01T00:00Z", "2026-12-31T00:00Z")).toEqual([
      "2026-11-02T06:00 定例",
      "2026-11-18T01:00 定例(延期)",
      "2026-11-30T06:00 定例",
    ]);
  });

  it("keep their hour across a clock change, by the zone that the file defines", () => {
    const daily = calendar(
      EASTERN,
      event(
        "UID:d",
        "SUMMARY:stand-up",
        "DTSTART;TZID=Customized Time Zone:20261030T090000",
        "DURATION:PT15M",
        "RRULE:FREQ=DAILY;COUNT=4",
      ),
    );
    expect(starts(daily, "2026-10-01T00:00Z", "2026-12-01T00:00Z")).toEqual([
      "2026-10-30T13:00 stand-up",
      "2026-10-31T13:00 stand-up",
      "2026-11-01T14:00 stand-up",
      "2026-11-02T14:00 stand-up",
    ]);
  });

  it("keep it too where the zone is only named", () => {
    const daily = calendar(
      event("UID:d", "SUMMARY:jog", "DTSTART;TZID=Europe/Paris:20261024T080000", "RRULE:FREQ=DAILY;COUNT=2"),
    );
    expect(starts(daily, "2026-10-01T00:00Z", "2026-11-01T00:00Z")).toEqual([
      "2026-10-24T06:00 jog",
      "2026-10-25T07:00 jog",
    ]);
  });

  it("float with the person when they name no zone, and are whole days anywhere", () => {
    const text = calendar(
      event("UID:f", "SUMMARY:float", "DTSTART:20261125T090000"),
      event("UID:u", "SUMMARY:utc", "DTSTART:20261125T090000Z"),
      event("UID:a", "SUMMARY:trip", "DTSTART;VALUE=DATE:20261125", "DTEND;VALUE=DATE:20261128"),
      event("UID:b", "SUMMARY:birthday", "DTSTART;VALUE=DATE:19800229", "RRULE:FREQ=YEARLY"),
    );
    expect(starts(text, "2026-11-24T15:00Z", "2026-11-25T15:00Z")).toEqual([
      "2026-11-25/2026-11-27 trip",
      "2026-11-25T00:00 float",
      "2026-11-25T09:00 utc",
    ]);
    expect(starts(text, "2026-11-25T05:00Z", "2026-11-26T05:00Z", "America/New_York")).toContain(
      "2026-11-25T14:00 float",
    );
    expect(starts(text, "2028-02-01T00:00Z", "2028-03-02T00:00Z")).toEqual(["2028-02-29/2028-02-29 birthday"]);
  });

  it.each<[string, string[]]>([
    ["FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", ["2026-11-27", "2026-12-25", "2027-01-29"]],
    ["FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270131T235959Z", ["2026-11-30", "2026-12-31", "2027-01-31"]],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4", ["2026-11-24", "2026-11-26", "2026-12-08", "2026-12-10"]],
    ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-11-30", "2026-12-31"]],
  ])("repeat as %s says", (rule, days) => {
    const text = calendar(
      event("UID:r", "SUMMARY:x", `DTSTART;VALUE=DATE:${days[0]?.replaceAll("-", "")}`, `RRULE:${rule}`),
    );
    expect(starts(text, "2026-11-01T00:00Z", "2027-06-01T00:00Z")).toEqual(days.map((day) => `${day}/${day} x`));
  });

  it("are there from a single occurrence, without the series it belongs to", () => {
    const text = calendar(
      event(
        "UID:g",
        "RECURRENCE-ID:20261125T010000Z",
        "SUMMARY:guest",
        "DTSTART:20261125T010000Z",
        "DTEND:20261125T020000Z",
      ),
    );
    expect(starts(text, "2026-11-25T00:00Z", "2026-11-26T00:00Z")).toEqual(["2026-11-25T01:00 guest"]);
  });

  it("touch a night that they last into, and no day that they end at", () => {
    const text = calendar(
      event("UID:n", "SUMMARY:night", "DTSTART:20261125T130000Z", "DTEND:20261125T190000Z"),
      event("UID:e", "SUMMARY:ends", "DTSTART:20261125T130000Z", "DTEND:20261125T150000Z"),
    );
    expect(starts(text, "2026-11-25T15:00Z", "2026-11-26T15:00Z")).toEqual(["2026-11-25T13:00 night"]);
  });

  it("lose one that is broken, and no other", () => {
    const text = calendar(
      event("UID:1", "SUMMARY:good", "DTSTART:20261125T010000Z"),
      event("UID:2", "SUMMARY:bad", "DTSTART:yesterday"),
      event("UID:3", "this is no line"),
      event("UID:4", "SUMMARY:bad", "DTSTART:20261125T010000Z", "RRULE:FREQ=NEVER"),
      event("UID:5", "SUMMARY:folded ", " over two lines", "LOCATION:三階\\, 会議室B", "DTSTART:20261125T020000Z"),
    );
    const { events, broken } = expandCalendar(
      text,
      new Date("2026-11-25T00:00Z"),
      new Date("2026-11-26T00:00Z"),
      TOKYO,
    );
    expect(events.map(({ title, place }) => [title, place])).toEqual([
      ["good", ""],
      ["folded over two lines", "三階, 会議室B"],
    ]);
    expect(broken).toBe(3);
  });

  it("end although they never do", () => {
    const text = calendar(event("UID:s", "SUMMARY:tick", "DTSTART:19700101T000000Z", "RRULE:FREQ=SECONDLY"));
    expect(starts(text, "2026-11-25T00:00Z", "2026-11-26T00:00Z")).toEqual([]);
  });
});
