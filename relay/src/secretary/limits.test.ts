/** What a calendar of others may be: wrong, endless, or made to cost as much as it can. */
import { afterAll, describe, expect, it } from "vitest";
import { createExpander } from "./expander.ts";
import { expandCalendar } from "./ics.ts";
import { CalendarError, checkSize } from "./read-calendar.ts";

const FROM = new Date("2026-11-22T00:00Z");
const TO = new Date("2026-11-29T00:00Z");
const expander = createExpander();
afterAll(() => expander.close());

const calendar = (...events: string[]): string =>
  [
    "BEGIN:VCALENDAR",
    ...events.map((event) => `BEGIN:VEVENT\nDTSTART:20261123T090000Z\n${event}\nEND:VEVENT`),
    "END:VCALENDAR",
  ].join("\n");
const unfold = (text: string) => expander.expand({ bodies: [text], from: FROM, to: TO, timeZone: "UTC" });

describe("a hostile calendar", { timeout: 120_000 }, () => {
  it.each([
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=SECONDLY;COUNT=1000000000",
    "RRULE:FREQ=DAILY;COUNT=1000000000",
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
    "RRULE:FREQ=DAILY;INTERVAL=0",
    "RRULE:FREQ=DAILY;INTERVAL=-1",
    `RRULE:FREQ=YEARLY;BYSECOND=${Array.from({ length: 60 }, (_, n) => n).join(",")};BYMINUTE=${Array.from({ length: 60 }, (_, n) => n).join(",")}`,
    "RRULE:FREQ=WEEKLY;BYDAY=XX",
    "RRULE:FREQ=WEEKLY;UNTIL=never",
    "RDATE:99999999T999999Z",
  ])("%s ends, and another event of the same calendar is there", async (rule) => {
    const expansion = await unfold(calendar(`UID:bad\n${rule}`, "UID:good\nSUMMARY:good"));
    // Undefined is the end by the clock, which is told as a calendar that cannot be read.
    if (expansion !== undefined) expect(expansion.events.map(({ title }) => title)).toContain("good");
    expect((await unfold(calendar("UID:good\nSUMMARY:good")))?.events).toHaveLength(1);
  });

  it("of as many events as are taken is cut off or told as one that cannot be read; the relay goes on", async () => {
    const expansion = await unfold(calendar(...Array.from({ length: 50_000 }, (_, n) => `UID:${n}`)));
    expect(expansion?.events.length ?? 0).toBeLessThanOrEqual(5_000);
    expect((await unfold(calendar("UID:good\nSUMMARY:good")))?.events).toHaveLength(1);
  });
});

it("of too many events is refused before it is kept", () => {
  const many = (count: number): string => calendar(...Array.from({ length: count }, (_, n) => `UID:${n}`));
  expect(() => checkSize([many(30_000), many(30_000)])).toThrow(new CalendarError("too-large"));
  expect(() => checkSize([many(10_000)])).not.toThrow();
});

describe("what is left out", () => {
  it("is told by the first of it: of a series, of too many events, and of nothing where all are there", () => {
    const cutFrom = (...events: string[]) => expandCalendar(calendar(...events), FROM, TO, "UTC").cutFrom;
    expect(cutFrom("UID:a\nRRULE:FREQ=HOURLY;COUNT=500")).toBeNull();
    // 500 quarters of an hour from 23 November, 09:00.
    expect(cutFrom("UID:a\nRRULE:FREQ=MINUTELY;INTERVAL=15")).toEqual(new Date("2026-11-28T14:00Z"));
    expect(cutFrom(...Array.from({ length: 5_000 }, (_, n) => `UID:${n}`))).toBeNull();
    expect(cutFrom(...Array.from({ length: 5_001 }, (_, n) => `UID:${n}`))).toEqual(new Date("2026-11-23T09:00Z"));
  });

  it("before the days that are asked for is left out of them too, and after them is not", async () => {
    const bodies = [calendar("UID:a"), calendar("UID:b\nRRULE:FREQ=MINUTELY;INTERVAL=15")];
    const expand = (to: Date) => expander.expand({ bodies, from: FROM, to, timeZone: "UTC" });
    expect((await expand(TO))?.cutFrom).toEqual(new Date("2026-11-28T14:00Z"));
    expect((await expand(new Date("2026-11-28T00:00Z")))?.cutFrom).toBeNull();
  });
});

it("gives a series that began long ago its events of today", () => {
  const old = calendar("UID:old\nRRULE:FREQ=DAILY").replace("20261123T090000Z", "20000101T090000Z");
  expect(expandCalendar(old, FROM, TO, "UTC").events).toHaveLength(7);
});
