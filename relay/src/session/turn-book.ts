/**
 * The turns of a session as they are kept in mind: their numbers, the client's ids for them, the events each has sent,
 * and what the language model is shown of them.
 */
import type { UnnumberedEvent } from "@hisho/protocol";
import type { ChatMessage } from "@hisho/providers/llm/port.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import type { Roles } from "../roles.ts";
import type { SpokenLanguage } from "../speech/language.ts";
import type { StoredTurn } from "../store/port.ts";
import { recordsOf, turnOf } from "./handover.ts";
import type { Outbox } from "./outbox.ts";
import type { Inheritance, SessionState, TurnState } from "./session-state.ts";
import { eventsOfStoredTurn, type Turn, wordsOf } from "./turn.ts";
import { stepOf } from "./turn-steps.ts";

/** Turns whose events are kept for a client that repeats an id. */
const REMEMBERED_TURNS = 50;
/** Earlier turns that the language model is shown. */
const CONTEXT_TURNS = 10;

/** Of all of them: about as many tokens. The newest is shown whatever its length. */
const CONTEXT_CHARACTERS = 16_000;

/** What a turn has sent, for whoever asks again. */
type Told = Pick<Turn, "number" | "traceId" | "record" | "observers">;

interface Said {
  turn: number;
  user: string;
  assistant: string;
}

/** The newest that fit, oldest first. */
function withinBudget(said: readonly Said[]): readonly Said[] {
  let characters = 0;
  const first = said.findLastIndex(({ user, assistant }) => {
    characters += user.length + assistant.length;
    return characters > CONTEXT_CHARACTERS;
  });
  return said.slice(Math.min(first + 1, Math.max(0, said.length - 1)));
}

export class TurnBook {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #logTranscripts: boolean;
  readonly #newTraceId: () => string;
  readonly #providers: ProviderSwitch;
  /** Turns that have not ended. */
  readonly #open = new Set<Turn>();
  readonly #byId = new Map<string, Told | StoredTurn>();
  #context: Said[];
  #nextTurn: number;
  #forgottenBefore = 0;
  #replacedFrom: number | undefined;
  #closed = false;

  /** @param past the last turns of the session from the store, oldest first */
  constructor(
    past: readonly StoredTurn[],
    nextTurn: number,
    outbox: Outbox,
    tools: { clock: Clock; log: Log; logTranscripts: boolean; newTraceId: () => string; providers: ProviderSwitch },
  ) {
    this.#outbox = outbox;
    this.#clock = tools.clock;
    this.#log = tools.log;
    this.#logTranscripts = tools.logTranscripts;
    this.#newTraceId = tools.newTraceId;
    this.#providers = tools.providers;
    this.#nextTurn = nextTurn;
    this.#context = past.map(({ turn, userText, assistantText }) => ({
      turn,
      user: userText,
      assistant: assistantText,
    }));
    for (const turn of past) if (turn.clientId !== null) this.#byId.set(turn.clientId, turn);
  }

  get nextTurn(): number {
    return this.#nextTurn;
  }

  /** The first turn that a later one has taken the place of. */
  get replacedFrom(): number | undefined {
    return this.#replacedFrom;
  }

  find(id: string): Told | StoredTurn | undefined {
    return this.#byId.get(id);
  }

  /** Turns that have not ended, by their numbers. */
  get openTurns(): Turn[] {
    return [...this.#open].sort((a, b) => a.number - b.number);
  }

  /**
   * Takes over the turns of another relay.
   * @param events what the client may ask for again
   * @returns the turns that have not ended, with what was left of them
   */
  inherit({ turns, nextTurn }: SessionState, events: Inheritance["events"]): [Turn, TurnState][] {
    this.#nextTurn = Math.max(this.#nextTurn, nextTurn);
    const records = recordsOf(events);
    for (const [number, { ids, record }] of records) {
      for (const id of ids) this.#byId.set(id, { number, traceId: this.#newTraceId(), record, observers: [] });
    }
    return turns.map((state) => {
      const tools = { roles: this.#providers.take(), clock: this.#clock, log: this.#log };
      const turn = turnOf(state, tools, records.get(state.number)?.record ?? []);
      this.#open.add(turn);
      turn.log.info("turn taken over", { origin: turn.origin });
      for (const id of turn.ids) this.#byId.set(id, turn);
      return [turn, state];
    });
  }

  /**
   * Gives the next number to a new turn.
   * @param id the client's; none for a turn of the relay's own
   * @param roles whose providers hear it already, in use by another turn; otherwise those of now
   */
  open(
    origin: Turn["origin"],
    id: string | undefined,
    language: SpokenLanguage,
    { replaces, roles }: { replaces?: number | undefined; roles?: Roles } = {},
  ): Turn {
    roles?.hold();
    const number = this.#nextTurn++;
    const traceId = this.#newTraceId();
    const turn: Turn = {
      number,
      origin,
      traceId,
      log: this.#log.child({ turn: number, trace: traceId }, () => wordsOf(turn)),
      createdAt: this.#clock.date(),
      roles: roles ?? this.#providers.take(),
      ids: [],
      replaces,
      language,
      userText: "",
      final: null,
      fixed: null,
      ended: null,
      listening: null,
      heed: null,
      speaking: null,
      early: null,
      voices: {},
      finishedAt: this.#clock.now(),
      sttFinalMs: undefined,
      heardBy: undefined,
      audibleMs: undefined,
      end: null,
      record: [],
      observers: [],
    };
    this.#open.add(turn);
    turn.log.info("turn began", { origin });
    if (id !== undefined) this.name(turn, [id]);
    while (this.#byId.size > REMEMBERED_TURNS) this.#byId.delete(this.#byId.keys().next().value!);
    return turn;
  }

  /** Speech or text of these ids belongs to the turn. */
  name(turn: Turn, ids: readonly string[]): void {
    for (const id of ids) {
      if (!turn.ids.includes(id)) turn.ids.push(id);
      this.#byId.set(id, turn);
    }
  }

  /** Nothing more is done for the turn. */
  ended(turn: Turn): void {
    if (this.#open.delete(turn)) turn.roles.release();
  }

  /** @param utterance the last one merged; undefined for typed words */
  tellFinal(turn: Turn, utterance: number | undefined): void {
    turn.final = {
      type: "transcript_final",
      turn: turn.number,
      ...(utterance === undefined ? {} : { utterance }),
      id: (utterance === undefined ? turn.ids[0] : turn.ids.at(-1)) ?? "",
      text: turn.userText,
      language: turn.language,
    };
    this.emit(turn, turn.final);
  }

  /** Sends an event and puts it on the turn's record. */
  emit(turn: Turn | null, event: UnnumberedEvent): void {
    if (this.#closed) return;
    const n = this.#outbox.push(event);
    if (turn === null) return;
    const step = stepOf(event, this.#logTranscripts);
    if (step !== undefined) turn.log.info(step.message, step.fields);
    const isShape = event.type === "avatar_event" && event.event === "visemes";
    if (!isShape) turn.record.push({ ...event, n });
    for (const observe of turn.observers) observe(event);
    if (event.type === "turn_end") turn.observers.length = 0;
  }

  /** Sends the events of a turn that the client asks for again under the same id; it is never answered again. */
  repeat(known: Told | StoredTurn, observe?: (event: UnnumberedEvent) => void): void {
    if (!("record" in known)) {
      for (const event of eventsOfStoredTurn(known, this.#newTraceId())) {
        this.#outbox.push(event);
        observe?.(event);
      }
      return;
    }
    for (const event of known.record) {
      this.#outbox.repeat(event);
      observe?.(event);
    }
    const isOver = known.record.some(({ type }) => type === "turn_end");
    if (observe !== undefined && !isOver) known.observers.push(observe);
  }

  /** What was said and heard in a turn that has ended. */
  remember(turn: Turn, heardText: string): void {
    if (this.isForgotten(turn)) return;
    this.#context = this.#context.filter((past) => past.turn !== turn.number);
    this.#context.push({ turn: turn.number, user: turn.userText, assistant: heardText });
    this.#context.splice(0, this.#context.length - 4 * CONTEXT_TURNS);
  }

  /** Nothing of what was said until now is shown to the language model any more, nor kept. */
  forget(): void {
    this.#context = [];
    this.#forgottenBefore = this.#nextTurn;
  }

  /** It began before the person deleted what was said. */
  isForgotten({ number }: Turn): boolean {
    return number < this.#forgottenBefore;
  }

  /** What the language model is shown for this turn, oldest first. What it replaces is no longer shown, now or later. */
  messagesFor({ replaces, userText }: Turn): ChatMessage[] {
    if (replaces !== undefined) {
      this.#context = this.#context.filter((past) => past.turn < replaces);
      this.#replacedFrom = Math.min(replaces, this.#replacedFrom ?? replaces);
    }
    const before = withinBudget(this.#context.slice(-CONTEXT_TURNS)).flatMap(({ user, assistant }): ChatMessage[] => [
      ...(user === "" ? [] : [{ role: "user" as const, text: user }]),
      ...(assistant === "" ? [] : [{ role: "assistant" as const, text: assistant }]),
    ]);
    return [...before, { role: "user", text: userText }];
  }

  /** Sends nothing more. Whoever follows a turn that will not go on is told that it has failed. */
  close(): void {
    this.#closed = true;
    for (const turn of this.#open) this.ended(turn);
    for (const turn of this.#byId.values()) {
      if (!("record" in turn)) continue;
      const { number, traceId, observers } = turn;
      for (const observe of observers.splice(0)) {
        observe({ type: "turn_end", turn: number, reason: "failed", heard_ms: 0, trace_id: traceId, timings: {} });
      }
    }
  }
}
