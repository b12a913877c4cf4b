/** The answer that is being given: one at a time. What came of it is kept before it is told. */
import type { TurnEndReason } from "@hisho/protocol";
import type { ChatMessage } from "@hisho/providers/llm/port.ts";
import { VoiceTrack } from "../recordings/voice-track.ts";
import { languageOf } from "../speech/language.ts";
import { phrase } from "../speech/phrases.ts";
import { SpeechEncoder } from "../speech/speech-encoder.ts";
import type { ContinuedAnswer } from "./answer.ts";
import { isBlocked } from "./blocked.ts";
import { EarlyRetrieval, within } from "./early-retrieval.ts";
import type { Floor } from "./floor.ts";
import { questionOf } from "./question.ts";
import type { TurnState } from "./session-state.ts";
import { Speaking } from "./speaking.ts";
import type { Turn } from "./turn.ts";
import { type AnsweredReason, endOf, saveTurn } from "./turn-end.ts";

export interface AnsweringListener {
  /** The turn ends: what is said from now on belongs to another one. */
  ending(turn: Turn): void;
  /** The end of a turn has been told. */
  ended(): void;
}

/** What a client has heard of an answer that was not told to have ended. */
interface Unsaved {
  turn: Turn;
  heard: { ms: number; text: string };
}

export class Answering {
  readonly #floor: Floor;
  readonly #listener: AnsweringListener;
  readonly #encoder = new SpeechEncoder();
  #turn: Turn | null = null;
  /** Answers that wait for the interrupted turn's end. */
  #afterEnd: (() => void)[] = [];
  #closed = false;

  constructor(floor: Floor, listener: AnsweringListener) {
    this.#floor = floor;
    this.#listener = listener;
  }

  /** The turn that is being answered. */
  get turn(): Turn | null {
    return this.#turn;
  }

  /** What would be lost if it closed now. */
  get unsaved(): Unsaved | null {
    const heard = this.#turn?.speaking?.heardSoFar;
    return this.#turn === null || heard === undefined || this.#turn.end !== null ? null : { turn: this.#turn, heard };
  }

  /** A track for a voice that is to be kept; null when none is. */
  newVoice(): VoiceTrack | null {
    return this.#floor.tools.recordings === null ? null : new VoiceTrack();
  }

  /** Passages are looked for before the last word is said. @param text the words until now */
  lookAhead(turn: Turn, text: string): void {
    const question = questionOf(this.#messagesFor(turn, text));
    this.#earlyOf(turn).hear(question, languageOf(text, this.#floor.settings.language));
  }

  /** @param rest what is left of an answer that another relay has begun */
  answer(turn: Turn, rest?: ContinuedAnswer): void {
    // An interrupted turn ends before the next one begins; its record may take a moment to be written.
    this.#turn?.speaking?.interrupt();
    if (this.#turn !== null) {
      this.#afterEnd.push(() => this.answer(turn, rest));
      return;
    }
    const { settings, sessionId, tools, outbox, book } = this.#floor;
    const { audio, voice, speakingRate, timeZone, recall, visitor, persona, blocked } = settings;
    if (turn.fixed === null && isBlocked(turn.userText, blocked)) {
      turn.fixed = { text: phrase("blocked", turn.language), fallback: null };
    }
    const { fixed } = turn;
    this.#turn = turn;
    outbox.hold(false);
    const answerVoice = rest === undefined ? this.newVoice() : null;
    if (answerVoice !== null) turn.voices.assistant = answerVoice;
    turn.speaking = new Speaking(
      {
        sessionId,
        turn: turn.number,
        language: turn.language,
        timeZone,
        messages: this.#messagesFor(turn, turn.userText),
        voice: audio ? { name: voice, speakingRate } : null,
        heardBy: turn.heardBy,
        mayRecall: recall,
        visitor,
        replacedFrom: book.replacedFrom,
        // A visitor is not called by the owner's name.
        persona: visitor ? { ...persona, person: "" } : persona,
        ...(fixed === null ? {} : { fixed }),
        ...(rest === undefined ? {} : { continued: rest }),
      },
      {
        ...tools,
        roles: turn.roles,
        log: turn.log,
        encoder: this.#encoder,
        voice: answerVoice,
        early: this.#earlyOf(turn),
      },
      outbox,
      {
        event: (event) => book.emit(turn, event),
        advanced: () => tools.keep?.changed(),
        ended: (reason, heardMs, heardText) =>
          this.end(turn, fixed?.fallback === "stt" && reason === "completed" ? "failed" : reason, heardMs, heardText),
      },
    );
  }

  /** The end of an answer that another relay has given, but not told. */
  endLeft(turn: Turn, { reason, heardMs, heardText }: NonNullable<TurnState["ended"]>): void {
    this.#turn = turn;
    this.end(turn, reason, heardMs, heardText);
  }

  /** The answer is void: its question goes on. */
  withdraw(turn: Turn): void {
    turn.speaking?.discard();
    turn.speaking = null;
    this.#turn = null;
    this.#floor.outbox.hold(false);
    this.#floor.outbox.forgetFrames(turn.number);
  }

  /** @param heardText what the person has heard of the answer */
  end(turn: Turn, reason: TurnEndReason, heardMs: number, heardText: string): void {
    if (turn.end !== null || this.#closed) return;
    turn.end = reason;
    turn.early?.close();
    this.#listener.ending(turn);
    if (reason === "cancelled" || reason === "empty" || reason === "ignored") {
      turn.voices = {};
      this.#tellEnd(turn, reason, heardMs);
      return;
    }
    if (isBlocked(turn.userText, this.#floor.settings.blocked)) this.#takeWordsBack(turn);
    this.#floor.book.remember(turn, heardText);
    void this.#keepEnd(turn, reason, heardMs, heardText);
  }

  /** What may not be asked is kept nowhere: neither here, nor where it was said. */
  #takeWordsBack(turn: Turn): void {
    dropWords(turn);
    if (turn.final === null) return;
    turn.final = { ...turn.final, text: "" };
    this.#floor.book.emit(turn, turn.final);
  }

  async save(turn: Turn, reason: AnsweredReason, heardMs: number, heardText: string): Promise<void> {
    const { sessionId, settings, tools, book } = this.#floor;
    if (book.isForgotten(turn)) {
      turn.voices = {};
      return;
    }
    // The end of the conversation comes before the turn's own, too.
    if (isBlocked(turn.userText, settings.blocked)) dropWords(turn);
    const citations = turn.speaking?.answer.citations ?? turn.ended?.citations ?? [];
    const ended = { reason, heardMs, heardText, citations };
    await saveTurn(sessionId, turn, ended, settings, {
      ...tools,
      warn: (event) => book.emit(null, event),
    });
  }

  /** Nothing more is said, told or kept of it. */
  abandon(): void {
    this.#closed = true;
    this.#turn?.early?.close();
    this.#turn?.speaking?.discard();
    this.#turn = null;
    this.#encoder.close();
  }

  /** In the store before it is told, so that whoever asks again under its id finds it. */
  async #keepEnd(turn: Turn, reason: AnsweredReason, heardMs: number, heardText: string): Promise<void> {
    const { keep } = this.#floor.tools;
    if (keep !== undefined) {
      const citations = turn.speaking?.answer.citations ?? turn.ended?.citations ?? [];
      turn.ended = { reason, heardMs, heardText, citations: [...citations] };
      if (!(await keep.durable())) return;
    }
    await this.save(turn, reason, heardMs, heardText);
    this.#tellEnd(turn, reason, heardMs);
  }

  #tellEnd(turn: Turn, reason: TurnEndReason, heardMs: number): void {
    if (this.#closed) return;
    const { sessionId, tools, outbox, book, attention } = this.#floor;
    const end = endOf({ sessionId, turn, reason, heardMs }, tools);
    if (turn.speaking !== null) attention.answered(tools.clock.now());
    book.emit(turn, end);
    outbox.forgetFrames(turn.number);
    turn.listening = null;
    book.ended(turn);
    if (this.#turn === turn) {
      this.#turn = null;
      for (const next of this.#afterEnd.splice(0)) next();
    }
    this.#listener.ended();
  }

  /** What a model is shown, with `text` as the person's last words. */
  #messagesFor(turn: Turn, text: string): ChatMessage[] {
    const { book, attention, settings } = this.#floor;
    return book.messagesFor({ ...turn, userText: attention.asked(text, settings.persona) });
  }

  #earlyOf(turn: Turn): EarlyRetrieval {
    const { tools, settings } = this.#floor;
    turn.early ??= new EarlyRetrieval(within(tools.library, settings.about), tools.clock);
    return turn.early;
  }
}

function dropWords(turn: Turn): void {
  turn.userText = "";
  delete turn.voices.user;
}
