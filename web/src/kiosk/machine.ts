/**
 * One visit after the other, as a pure state machine: nobody there, woken, greeted, talking, asked once, goodbye, wiped.
 * Every state but two has an end by itself; `attract` and `asleep` wait for somebody or for the hour.
 */

/** Silence before the visitor is asked whether there is anything else. */
export const SILENCE_MS = 30_000;
/** Silence after that question before the visit ends. */
export const STILL_THERE_MS = 20_000;
/** How long a hand-off waits for the phone: the life of its ticket. */
export const HAND_OFF_MS = 120_000;
/** A greeting that has not been said by then is not waited for. */
export const GREETING_MOST_MS = 8_000;
export const GOODBYE_MOST_MS = 8_000;
/**
 * A wipe that does not tell of its end by then has failed, and is tried again before the next visit. Never hurried: a disk
 * takes its own time.
 */
export const WIPE_MOST_MS = 15_000;
/** Something that goes on for so long without a change is no conversation: a turn that is stuck. */
export const BUSY_MOST_MS = 180_000;

/** How much longer than usual a visitor is waited for. */
export type Stretch = 1 | 2 | 4;

export interface Pace {
  stretch: Stretch;
  /** 1 in earnest; checks of many visits make it small. */
  scale: number;
}

export type Visit = { by: "voice" | "touch" | "movement"; answered: boolean };

/** `sinceMs` is when the wait of the state began. */
export type KioskState =
  /** Outside opening hours. */
  | { at: "asleep" }
  /** Nobody there. `owes`: the last wipe failed. */
  | { at: "attract"; owes: boolean }
  | { at: "greeting"; visit: Visit; sinceMs: number }
  /** `busy`: somebody speaks, or an answer is awaited. */
  | { at: "talking"; visit: Visit; busy: boolean; sinceMs: number }
  | { at: "still-there"; visit: Visit; sinceMs: number }
  | { at: "hand-off"; visit: Visit; sinceMs: number; ticket: "asked" | "shown" | "failed" }
  | { at: "goodbye"; sinceMs: number }
  /** `next`: whoever spoke into the goodbye. Nobody knows whether they are the one who is wiped. */
  | { at: "wiping"; sinceMs: number; next: Visit | null };

export type KioskEvent =
  | { type: "woken"; by: Visit["by"] }
  /** A touch or a key. */
  | { type: "touched" }
  /** The talk's phase says that somebody speaks or an answer is awaited, or no longer. */
  | { type: "busy"; on: boolean }
  /** A question was answered, even in part. */
  | { type: "answered" }
  /** What was said was not meant for the kiosk. */
  | { type: "ignored" }
  /** The greeting or the goodbye has been heard. */
  | { type: "said" }
  | { type: "hand-off" }
  | { type: "ticket"; ok: boolean }
  /** A phone has taken the conversation. */
  | { type: "taken" }
  /** The visitor goes back from the hand-off. */
  | { type: "back" }
  /** Clear it now. */
  | { type: "end" }
  | { type: "wiped"; ok: boolean }
  | { type: "hours"; open: boolean }
  | { type: "tick" };

export type KioskEffect =
  | { type: "say"; line: "greeting" | "stillThere" | "goodbye" }
  /** What is being said is not for anybody any more. */
  | { type: "hush" }
  | { type: "ticket" }
  | { type: "drop-ticket" }
  /** Take everything of the visitor away; `wiped` follows. `goesOn`: what is being said right now is the next one's. */
  | { type: "wipe"; goesOn: boolean };

export interface Step {
  state: KioskState;
  effects: readonly KioskEffect[];
}

export const begin = (open: boolean): KioskState => (open ? { at: "attract", owes: false } : { at: "asleep" });

/** When the state ends by itself, on the clock of `sinceMs`; null when it waits for somebody. */
export function dueMs(state: KioskState, { stretch, scale }: Pace): number | null {
  switch (state.at) {
    case "asleep":
    case "attract":
      return null;
    case "greeting":
      return state.sinceMs + GREETING_MOST_MS * scale;
    case "talking":
      return state.sinceMs + (state.busy ? BUSY_MOST_MS : SILENCE_MS * stretch) * scale;
    case "still-there":
      return state.sinceMs + STILL_THERE_MS * stretch * scale;
    case "hand-off":
      return state.sinceMs + HAND_OFF_MS * scale;
    case "goodbye":
      return state.sinceMs + GOODBYE_MOST_MS * scale;
    case "wiping":
      return state.sinceMs + WIPE_MOST_MS;
    default:
      return state satisfies never;
  }
}

/** Whether somebody is being served. */
export const inVisit = (state: KioskState): boolean =>
  state.at === "greeting" || state.at === "talking" || state.at === "still-there" || state.at === "hand-off";

const stay = (state: KioskState): Step => ({ state, effects: [] });
const wiping = (nowMs: number, ...before: KioskEffect[]): Step => ({
  state: { at: "wiping", sinceMs: nowMs, next: null },
  effects: [...before, { type: "wipe", goesOn: false }],
});
const leaveTicket = (state: KioskState): KioskEffect[] => (state.at === "hand-off" ? [{ type: "drop-ticket" }] : []);

/**
 * @param open whether it is within opening hours
 * @param nowMs monotonic; after a sleep of the device it may be hours later
 */
export function step(state: KioskState, event: KioskEvent, open: boolean, nowMs: number, pace: Pace): Step {
  if (event.type === "tick") return overdue(state, open, nowMs, pace);
  switch (state.at) {
    case "asleep":
      return event.type === "hours" && event.open ? stay(begin(true)) : stay(state);
    case "attract":
      return attract(state, event, nowMs);
    case "greeting":
    case "talking":
    case "still-there":
    case "hand-off":
      return visited(state, event, nowMs);
    case "goodbye":
      return goodbye(state, event, nowMs);
    case "wiping":
      return event.type === "wiped" ? wiped(state, event.ok, open, nowMs) : stay(state);
    default:
      return state satisfies never;
  }
}

function attract(state: Extract<KioskState, { at: "attract" }>, event: KioskEvent, nowMs: number): Step {
  if (event.type === "hours" && !event.open) return stay({ at: "asleep" });
  // It took longer than it may, and nobody has come since.
  if (event.type === "wiped" && event.ok) return stay({ at: "attract", owes: false });
  if (event.type === "woken" && state.owes) return wiping(nowMs);
  if (event.type !== "woken") return stay(state);
  const visit: Visit = { by: event.by, answered: false };
  return event.by === "voice"
    ? stay({ at: "talking", visit, busy: true, sinceMs: nowMs })
    : { state: { at: "greeting", visit, sinceMs: nowMs }, effects: [{ type: "say", line: "greeting" }] };
}

type Visited = Extract<KioskState, { visit: Visit }>;

function visited(state: Visited, event: KioskEvent, nowMs: number): Step {
  const { visit } = state;
  const talking = (busy: boolean, ...effects: KioskEffect[]): Step => ({
    state: { at: "talking", visit, busy, sinceMs: nowMs },
    effects,
  });
  switch (event.type) {
    case "end":
      return wiping(nowMs, { type: "hush" }, ...leaveTicket(state));
    case "answered": {
      const answered = { ...visit, answered: true };
      return stay({ ...state, visit: answered });
    }
    case "busy":
      if (state.at === "talking") return event.on === state.busy ? stay(state) : talking(event.on);
      if (state.at === "hand-off") return stay(state);
      return event.on ? talking(true, { type: "hush" }) : stay(state);
    case "touched":
      if (state.at === "talking") return stay({ ...state, sinceMs: nowMs });
      return state.at === "still-there" ? talking(false, { type: "hush" }) : stay(state);
    case "said":
      return state.at === "greeting" ? talking(false) : stay(state);
    case "ignored":
      // Whoever only talked beside the kiosk has not begun a visit.
      return state.at === "talking" && visit.by === "voice" && !visit.answered ? wiping(nowMs) : stay(state);
    case "hand-off":
      return state.at === "hand-off"
        ? stay(state)
        : {
            state: { at: "hand-off", visit, sinceMs: nowMs, ticket: "asked" },
            effects: [{ type: "hush" }, { type: "ticket" }],
          };
    case "ticket":
      if (state.at !== "hand-off" || state.ticket !== "asked") return stay(state);
      return stay({ ...state, sinceMs: nowMs, ticket: event.ok ? "shown" : "failed" });
    case "back":
      return state.at === "hand-off" ? talking(false, ...leaveTicket(state)) : stay(state);
    case "taken":
      return state.at === "hand-off" ? farewell(nowMs) : stay(state);
    default:
      return stay(state);
  }
}

const farewell = (nowMs: number, ...before: KioskEffect[]): Step => ({
  state: { at: "goodbye", sinceMs: nowMs },
  effects: [...before, { type: "say", line: "goodbye" }],
});

function goodbye(state: KioskState, event: KioskEvent, nowMs: number): Step {
  if (event.type === "said" || event.type === "end") return wiping(nowMs, { type: "hush" });
  if (event.type !== "woken" || event.by !== "voice") return stay(state);
  return {
    state: { at: "wiping", sinceMs: nowMs, next: { by: "voice", answered: false } },
    effects: [{ type: "hush" }, { type: "wipe", goesOn: true }],
  };
}

function wiped({ next }: Extract<KioskState, { at: "wiping" }>, ok: boolean, open: boolean, nowMs: number): Step {
  if (!open) return stay({ at: "asleep" });
  if (next === null) return stay({ at: "attract", owes: !ok });
  // Nobody is served before the last visitor is gone.
  return ok ? stay({ at: "talking", visit: next, busy: true, sinceMs: nowMs }) : wiping(nowMs);
}

/** Everything that is over by now, one after the other: a device that slept through a visit finds it wiped. */
function overdue(state: KioskState, open: boolean, nowMs: number, pace: Pace): Step {
  let present = state;
  const effects: KioskEffect[] = [];
  for (let due = dueMs(present, pace); due !== null && due <= nowMs; due = dueMs(present, pace)) {
    const next = ending(present, due, open);
    present = next.state;
    effects.push(...next.effects);
    // A wipe takes its own time, from now.
    if (present.at === "wiping") present = { ...present, sinceMs: nowMs };
  }
  return { state: present, effects };
}

function ending(state: KioskState, dueAtMs: number, open: boolean): Step {
  switch (state.at) {
    case "greeting":
      return stay({ at: "talking", visit: state.visit, busy: false, sinceMs: dueAtMs });
    case "talking":
      // Nobody was ever answered, so nobody is asked whether there is anything else.
      if (state.visit.by !== "touch" && !state.visit.answered && !state.busy) return wiping(dueAtMs);
      return {
        state: { at: "still-there", visit: state.visit, sinceMs: dueAtMs },
        effects: [{ type: "say", line: "stillThere" }],
      };
    case "still-there":
      return farewell(dueAtMs);
    case "hand-off":
      return farewell(dueAtMs, ...leaveTicket(state));
    case "goodbye":
      return wiping(dueAtMs, { type: "hush" });
    case "wiping":
      return wiped(state, false, open, dueAtMs);
    default:
      return stay(state);
  }
}
