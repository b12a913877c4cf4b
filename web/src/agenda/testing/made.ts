/** Things of the desk and of the agenda for tests and stories: what is not said of one is empty. */
import type { WireAgenda, WireCalendar, WireEvent, WireItem } from "@hisho/protocol";

export const wireItem = (said: Pick<WireItem, "id" | "kind"> & Partial<WireItem>): WireItem => ({
  text: said.id,
  language: "ja",
  created_at: "2026-11-01T00:00:00.000Z",
  due_at: null,
  list: null,
  time: null,
  place: null,
  left_ms: null,
  done_at: null,
  rung_at: null,
  repeat: null,
  ...said,
});

export const wireEvent = (said: Pick<WireEvent, "id" | "time"> & Partial<WireEvent>): WireEvent => ({
  title: said.id,
  place: "",
  calendar: null,
  ...said,
});

export const wireCalendar = (said: Pick<WireCalendar, "id"> & Partial<WireCalendar>): WireCalendar => ({
  name: said.id,
  kind: "caldav",
  url: "https://cal.example/dav/",
  username: "me",
  read_at: "2026-11-01T00:00:00.000Z",
  failing_since: null,
  failure: null,
  collections: [],
  writes_to: null,
  ...said,
});

export const wireAgenda = (said: Partial<WireAgenda> = {}): WireAgenda => ({
  events: [],
  unread: [],
  cut: [],
  rings: [],
  ...said,
});
