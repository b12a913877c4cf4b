import { expect, it, onTestFinished, vi } from "vitest";
import { createDeskClient } from "./desk-client.ts";
import { wireEvent } from "./testing/made.ts";

function answering(status: number, body: unknown): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string, { method }: RequestInit) => {
    asked.push(`${method} ${path}`);
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return asked;
}
const client = createDeskClient(() => "");
const now = wireEvent({ id: "e", time: { first_day: "2027-01-08", last_day: "2027-01-08" }, etag: "8" });
const meant = { time_zone: "Asia/Tokyo", etag: "7" };

it("tells an event that was changed meanwhile as it is now, wherever it lies", async () => {
  const asked = answering(409, { status: 409, reason: "changed", event: now });
  expect(await client.changeEvent("c", "e", { ...meant, title: "x" })).toEqual({ reason: "changed", now });
  expect(await client.removeEvent("c", "e", meant)).toEqual({ reason: "changed", now });
  expect(asked).toEqual([
    "PATCH /api/v1/calendars/c/events/e",
    "DELETE /api/v1/calendars/c/events/e?time_zone=Asia%2FTokyo&etag=7",
  ]);
});

it("takes nothing for an event that is none", async () => {
  answering(409, { reason: "changed", event: { ...now, time: "soon" } });
  expect(await client.removeEvent("c", "e", meant)).toEqual({ reason: "changed", now: null });
  answering(500, "?");
  expect(await client.removeEvent("c", "e", meant)).toEqual({ reason: "away", now: null });
  answering(204, null);
  expect(await client.removeEvent("c", "e", meant)).toBeNull();
});
