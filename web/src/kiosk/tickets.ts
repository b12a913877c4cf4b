/** The ticket that gives a conversation to a phone: asked for until the relay has one, and followed until it is taken. */
import type { Clock } from "../session/clock.ts";
import type { HandoffClient, ShownTicket } from "./handoff-client.ts";

const POLL_MS = 1_000;
/** A ticket is asked for so often, once nobody speaks, before the screen says that there is none. */
const TRIES = 3;
/** Whatever the page's pace, the relay is asked no more often than five times a second. */
const LEAST_SCALE = 0.2;

export interface TicketsParts {
  handoff: HandoffClient;
  clock: Pick<Clock, "after">;
  /** 1 in earnest. */
  scale: number;
  /** Of the visit that is open. */
  conversation(): string;
  /** Somebody speaks, or is being answered. */
  isBusy(): boolean;
  /** The screen still waits for one. */
  isWanted(): boolean;
  /** The ticket to be shown; null: there is none to be had. */
  onTicket(ticket: ShownTicket | null): void;
  onTaken(): void;
}

export interface Tickets {
  ask(): void;
  /** The one that is shown opens nothing any more, and none is asked for. */
  drop(): void;
  /** Nothing more is asked; what is shown stays good. */
  close(): void;
}

export function createTickets(parts: TicketsParts): Tickets {
  const { handoff, clock, scale } = parts;
  let shown: ShownTicket | null = null;
  /** Counts the hand-offs: what is answered to an earlier one comes too late. */
  let round = 0;
  let cancel = (): void => undefined;
  const soon = (step: () => Promise<void>): void => {
    cancel = clock.after(POLL_MS * Math.max(LEAST_SCALE, scale), () => void step());
  };

  /** The relay has a conversation once its first answer is over: whoever asks sooner waits for that. */
  async function ask(triesLeft: number): Promise<void> {
    const mine = round;
    const ticket = await handoff.open(parts.conversation());
    if (mine !== round || !parts.isWanted()) {
      if (ticket !== null) handoff.drop(ticket.id);
      return;
    }
    const isBusy = parts.isBusy();
    if (ticket === null && (isBusy || triesLeft > 1)) {
      soon(() => ask(isBusy ? TRIES : triesLeft - 1));
      return;
    }
    shown = ticket;
    parts.onTicket(ticket);
    if (ticket !== null) soon(() => follow(ticket));
  }

  async function follow(ticket: ShownTicket): Promise<void> {
    const state = await handoff.state(ticket.id);
    if (shown?.id !== ticket.id || !parts.isWanted()) return;
    if (state === "taken") parts.onTaken();
    else soon(() => follow(ticket));
  }

  return {
    ask: () => void ask(TRIES),
    drop() {
      cancel();
      round += 1;
      if (shown !== null) handoff.drop(shown.id);
      shown = null;
    },
    close: () => cancel(),
  };
}
