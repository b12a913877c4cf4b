import { expect, it } from "vitest";
import { FakeClock } from "../session/testing/fake-clock.ts";
import type { ShownTicket } from "./handoff-client.ts";
import { createTickets } from "./tickets.ts";

const ticketOf = (id: string): ShownTicket => ({
  id,
  address: `https://k.example/#${id}`,
  page: "k.example",
  letters: id,
});
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function screen() {
  const clock = new FakeClock();
  const seen = { shown: [] as (string | null)[], dropped: [] as string[], taken: 0 };
  const answers: ((ticket: ShownTicket | null) => void)[] = [];
  const state = { busy: false, wanted: true, of: "open" as "open" | "taken" };
  const tickets = createTickets({
    clock,
    scale: 1,
    handoff: {
      open: () => new Promise((resolve) => answers.push(resolve)),
      state: async () => state.of,
      drop: (id) => void seen.dropped.push(id),
    },
    conversation: () => "visit",
    isBusy: () => state.busy,
    isWanted: () => state.wanted,
    onTicket: (ticket) => void seen.shown.push(ticket?.id ?? null),
    onTaken: () => {
      seen.taken += 1;
    },
  });
  const answer = async (ticket: ShownTicket | null): Promise<void> => {
    answers.shift()?.(ticket);
    await settled();
  };
  return { tickets, clock, seen, state, answer, asked: () => answers.length };
}

it("shows a ticket and follows it until a phone has taken it", async () => {
  const { tickets, clock, seen, state, answer } = screen();
  tickets.ask();
  await answer(ticketOf("a"));
  clock.advance(1_000);
  await settled();
  state.of = "taken";
  clock.advance(1_000);
  await settled();
  clock.advance(10_000);
  await settled();
  expect(seen).toEqual({ shown: ["a"], dropped: [], taken: 1 });
});

it("shows one ticket where the visitor went back and asked again before the first had come", async () => {
  const { tickets, seen, answer } = screen();
  tickets.ask();
  tickets.drop();
  tickets.ask();
  await answer(ticketOf("a"));
  await answer(ticketOf("b"));
  expect(seen).toMatchObject({ shown: ["b"], dropped: ["a"] });
  tickets.drop();
  expect(seen.dropped).toEqual(["a", "b"]);
});

it("gives a ticket back that comes when nobody waits for it any more", async () => {
  const { tickets, clock, seen, state, answer, asked } = screen();
  tickets.ask();
  state.wanted = false;
  await answer(ticketOf("a"));
  clock.advance(10_000);
  expect(seen).toEqual({ shown: [], dropped: ["a"], taken: 0 });
  expect(asked()).toBe(0);
});
