import { describe, expect, it } from "vitest";
import { changeOf, fieldsOf, merged, withDay } from "./event-change.ts";

const at = (text: string): string => new Date(text).toISOString();
const meeting = fieldsOf({
  title: "営業定例",
  place: "会議室B",
  time: { start: at("2026-11-20T15:00"), end: at("2026-11-20T16:00") },
});
const trip = fieldsOf({ title: "出張", place: "", time: { first_day: "2026-11-20", last_day: "2026-11-22" } });

describe("what was changed of an event", () => {
  it("is only what the person changed", () => {
    expect(changeOf(meeting, meeting)).toEqual({});
    expect(changeOf(meeting, { ...meeting, title: " 営業会議 ", place: "" })).toEqual({ title: "営業会議", place: "" });
    expect(changeOf(meeting, { ...meeting, to: "16:30" })).toEqual({
      time: { start: at("2026-11-20T15:00"), end: at("2026-11-20T16:30") },
    });
  });

  it("keeps its length on another day, over months and whole days too", () => {
    expect(changeOf(trip, withDay(trip, "2026-11-30"))).toEqual({
      time: { first_day: "2026-11-30", last_day: "2026-12-02" },
    });
    expect(withDay(meeting, "2026-11-21")).toMatchObject({ day: "2026-11-21", lastDay: "2026-11-21", from: "15:00" });
    expect(withDay(trip, "")).toMatchObject({ day: "", lastDay: trip.lastDay });
  });

  it("ends on the day after where its end is before its beginning, and is none in the wrong order", () => {
    expect(changeOf(meeting, { ...meeting, from: "23:00", to: "01:00" })).toMatchObject({
      time: { end: at("2026-11-21T01:00") },
    });
    const wrong = [{ title: " " }, { day: "" }, { lastDay: "2026-11-19" }, { from: "" }];
    expect(wrong.map((part) => changeOf(meeting, { ...meeting, ...part }))).toEqual([null, null, null, null]);
    expect(changeOf(trip, { ...trip, lastDay: "2026-11-19" })).toBeNull();
  });
});

it("keeps what was written and takes the rest as somebody else left it", () => {
  const now = { ...meeting, title: "定例", place: "会議室A", from: "14:00" };
  const written = { ...meeting, title: "営業会議", to: "17:00" };
  expect(merged(meeting, written, now)).toEqual({ ...written, place: "会議室A" });
  expect(merged(meeting, { ...meeting, title: "営業会議" }, now)).toEqual({ ...now, title: "営業会議" });
});
