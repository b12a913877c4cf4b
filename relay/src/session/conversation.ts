/**
 * Turn-taking: whose turn it is, what is being heard, what is being answered. One answer at a time; turn numbers grow by
 * one; a person who goes on before hearing anything continues the same turn. It knows no socket.
 */
import type { Frame, UnnumberedEvent } from "@hisho/protocol";
import type { Voice } from "../recordings/voice-track.ts";
import { languageOf } from "../speech/language.ts";
import type { StoredTurn } from "../store/port.ts";
import { Attention } from "./addressed/attention.ts";
import { type Announcement, Announcements } from "./announcements.ts";
import { Answering } from "./answering.ts";
import type { ConversationSettings, ConversationTools, Floor } from "./floor.ts";
import { beginningAgain, continued, type LastFrame, stateOfTurn } from "./handover.ts";
import { Hearing } from "./hearing.ts";
import type { Outbox } from "./outbox.ts";
import type { Inheritance, SessionState, TurnState } from "./session-state.ts";
import type { Turn } from "./turn.ts";
import { TurnBook } from "./turn-book.ts";

/** A client that resumes at another relay repeats its open speech within this time. */
const REPEATED_WITHIN_MS = 10_000;

export class Conversation {
  readonly #floor: Floor;
  readonly #answering: Answering;
  readonly #hearing: Hearing;
  readonly #announcements: Announcements;
  /** Typed turns that wait for the open utterance. */
  #typed: Turn[] = [];
  /** Begun at another relay: its speech is to come again. */
  #orphan: Turn | null = null;
  #cancelOrphan: (() => void) | null = null;
  #closed = false;

  /**
   * @param past the last turns of the session from the store, oldest first
   * @param onQuiet nothing is heard or answered any more
   */
  constructor(
    sessionId: string,
    settings: ConversationSettings,
    past: readonly StoredTurn[],
    nextTurn: number,
    tools: ConversationTools,
    outbox: Outbox,
    onQuiet: () => void,
  ) {
    const book = new TurnBook(past, nextTurn, outbox, tools);
    this.#floor = { sessionId, settings, tools, outbox, book, attention: new Attention() };
    this.#announcements = new Announcements({
      isOpen: () => outbox.open,
      isBusy: () => this.busy,
      isClosed: () => this.#closed,
      say: (announcement) => this.#say(announcement),
      quiet: onQuiet,
    });
    this.#answering = new Answering(this.#floor, {
      ending: (turn) => this.#hearing.settle(turn),
      ended: () => this.#announcements.next(),
    });
    this.#hearing = new Hearing(this.#floor, this.#answering, {
      takeUp: (id) => this.#takeUp(id),
      isLeft: (turn) => turn === this.#orphan,
      quiet: () => this.#answerTyped(),
    });
  }

  get nextTurn(): number {
    return this.#floor.book.nextTurn;
  }

  get uplinkSequence(): number {
    return this.#hearing.uplinkSequence;
  }

  /** What the relay still has to say by itself. */
  get announcements(): readonly Announcement[] {
    return this.#announcements.waiting;
  }

  get settings(): ConversationSettings {
    return this.#floor.settings;
  }

  /** Somebody is speaking, or a turn has not ended. */
  get busy(): boolean {
    return this.#hearing.isOpen || this.#answering.turn !== null || this.#typed.length > 0;
  }

  configure(change: Partial<ConversationSettings>): void {
    this.#floor.settings = { ...this.#floor.settings, ...change };
    this.#floor.tools.keep?.changed();
  }

  /** The person has deleted what was said until now: no answer knows of it any more. */
  forget(): void {
    this.#floor.book.forget();
  }

  // --- what the person says

  /**
   * @param isMeant the person has shown that they speak to the character, with a key
   * @returns false when the number is not a new one
   */
  speechStart(utterance: number, id: string, timestamp: number, isMeant: boolean): boolean {
    return this.#hearing.start(utterance, id, timestamp, isMeant);
  }

  /** A frame of the microphone. Frames of before, repeated after a resume, change nothing. */
  frame(frame: Frame): void {
    this.#hearing.frame(frame);
  }

  speechEnd(utterance: number, timestamp: number): void {
    this.#hearing.end(utterance, timestamp);
  }

  speechCancel(utterance: number): void {
    this.#hearing.cancel(utterance);
  }

  /** From the page's own recogniser. */
  transcribed(utterance: number, text: string, final: boolean): void {
    this.#hearing.transcribed(utterance, text, final);
  }

  /** @param with `observe` gets the turn's events too; `voice` is the one that said it, in a recording */
  text(
    id: string,
    text: string,
    replaces: number | undefined,
    { observe, voice }: { observe?: (event: UnnumberedEvent) => void; voice?: Voice | undefined } = {},
  ): void {
    const { book, settings, tools } = this.#floor;
    const known = book.find(id);
    if (known !== undefined) {
      book.repeat(known, observe);
      return;
    }
    const turn = book.open("typed", id, languageOf(text, settings.language), { replaces });
    turn.userText = text;
    if (observe !== undefined) turn.observers.push(observe);
    if (voice !== undefined && tools.recordings !== null) turn.voices.user = voice;
    this.#typed.push(turn);
    tools.keep?.changed();
    if (!this.#hearing.hasTurn) this.#answerTyped();
  }

  // --- what the person hears

  interrupt(turn: number, playedMs: number): void {
    if (this.#answering.turn?.number === turn) this.#answering.turn.speaking?.interrupt(playedMs);
  }

  playback(
    number: number,
    state: "started" | "stalled" | "finished" | "stopped",
    playedMs: number,
    audibleMs: number | undefined,
  ): void {
    const { turn } = this.#answering;
    if (turn?.number !== number) return;
    if (audibleMs !== undefined) {
      turn.audibleMs = audibleMs;
      turn.log.info("audible", { audible_ms: Math.round(audibleMs) });
      this.#floor.tools.metrics.stage("audible", audibleMs);
    }
    this.#hearing.settle(turn);
    turn.speaking?.playback(state, playedMs);
  }

  credit(frames: number): void {
    this.#floor.outbox.credited(frames);
    this.#answering.turn?.speaking?.credited();
  }

  /** There is a socket again: what waits can go on. */
  resumed(): void {
    const { tools, outbox } = this.#floor;
    if (this.#orphan !== null) {
      this.#cancelOrphan?.();
      this.#cancelOrphan = tools.clock.after(REPEATED_WITHIN_MS, () => {
        if (outbox.open) this.#giveUpOrphan();
      });
    }
    this.#answering.turn?.speaking?.credited();
    this.#announcements.next();
  }

  /** The relay has something to say by itself: at once in a pause, otherwise after what is being said. */
  announce(announcement: Announcement): void {
    this.#announcements.add(announcement);
  }

  /** Ends everything without a word to the client; what was answered so far is saved. */
  async close(): Promise<void> {
    const { unsaved } = this.#answering;
    this.abandon();
    if (unsaved === null) return;
    const { turn, heard } = unsaved;
    await this.#answering.save(turn, "interrupted", heard.ms, heard.text);
  }

  /** Ends everything without a word to anybody: another relay goes on with it. */
  abandon(): void {
    this.#closed = true;
    this.#floor.book.close();
    this.#cancelOrphan?.();
    this.#hearing.abandon();
    this.#answering.abandon();
  }

  // --- at more than one relay

  /** What another relay needs to go on with this conversation. */
  get state(): SessionState {
    const { book, outbox, settings } = this.#floor;
    return {
      version: 1,
      settings,
      nextTurn: book.nextTurn,
      ...this.#hearing.state,
      frameSequence: outbox.frameSequence,
      turns: book.openTurns.map(stateOfTurn),
    };
  }

  /** Goes on with what another relay left. @param left as for the client (./handover.ts, `forClient`) */
  inherit({ state, events }: Inheritance, lastFrame: LastFrame | undefined): void {
    this.#hearing.inherit(state);
    for (const [turn, left] of this.#floor.book.inherit(state, events)) this.#goOn(turn, left, lastFrame);
    if (this.#orphan === null) this.#answerTyped();
  }

  #goOn(turn: Turn, left: TurnState, lastFrame: LastFrame | undefined): void {
    if (left.ended !== null) {
      this.#answering.endLeft(turn, left.ended);
    } else if (left.final !== null || turn.origin === "relay") {
      const rest = continued(left, lastFrame, turn.record);
      if (rest === null && left.isBegun) for (const event of beginningAgain(turn)) this.#floor.book.emit(turn, event);
      this.#answering.answer(turn, rest ?? undefined);
    } else if (turn.origin === "typed") {
      this.#typed.push(turn);
    } else {
      this.#orphan = turn;
    }
  }

  /** The turn that this speech began at another relay; what else was to be repeated will not be. */
  #takeUp(id: string | undefined): Turn | null {
    const turn = this.#orphan;
    if (turn === null) return null;
    if (id !== undefined && !turn.ids.includes(id)) {
      this.#giveUpOrphan();
      return null;
    }
    this.#orphan = null;
    this.#cancelOrphan?.();
    return turn;
  }

  /** The client does not say again what it said at another relay: what is known of it has to do. */
  #giveUpOrphan(): void {
    const turn = this.#orphan;
    this.#orphan = null;
    this.#cancelOrphan?.();
    if (turn === null) return;
    if (turn.userText === "") {
      this.#answering.end(turn, "cancelled", 0, "");
    } else {
      this.#floor.book.tellFinal(turn, this.#hearing.lastUtterance);
      this.#answering.answer(turn);
    }
    this.#answerTyped();
  }

  // --- turns that nobody spoke

  #answerTyped(): void {
    for (const turn of this.#typed.splice(0)) {
      turn.finishedAt = this.#floor.tools.clock.now();
      this.#floor.book.tellFinal(turn, undefined);
      this.#answering.answer(turn);
    }
  }

  #say(announcement: Announcement): void {
    const { origin, item, text, language } = announcement;
    const turn = this.#floor.book.open("relay", undefined, language);
    turn.fixed = { text, fallback: null };
    const start = { type: "turn_start", turn: turn.number, origin, ...(item === undefined ? {} : { item }) } as const;
    this.#floor.book.emit(turn, start);
    this.#answering.answer(turn);
  }
}
