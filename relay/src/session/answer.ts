/**
 * One answer: retrieval, the language model's stream, clauses, their sound. It decides nothing about the session; it
 * tells its listener what there is to send, in order.
 */
import type { Citation, Fallback, UnnumberedEvent } from "@hisho/protocol";
import { ProviderError } from "@hisho/providers/errors.ts";
import type { ChatMessage, Passage, Persona } from "@hisho/providers/llm/port.ts";
import type { Tool } from "@hisho/providers/llm/tools.ts";
import type { Clock } from "../clock.ts";
import { withDeadline } from "../deadline.ts";
import type { Log } from "../log.ts";
import { asksToChange } from "../memory/asked.ts";
import type { Recall, Recalled } from "../memory/recall.ts";
import type { Readings } from "../readings/readings.ts";
import type { Roles } from "../roles.ts";
import type { Proposals } from "../secretary/proposals.ts";
import { ClauseSplitter, clausesOf } from "../speech/clauses.ts";
import type { SpokenLanguage } from "../speech/language.ts";
import { moodOfWords } from "../speech/mood-of-words.ts";
import { phrase } from "../speech/phrases.ts";
import { speakable } from "../speech/speakable.ts";
import type { SpeechEncoder } from "../speech/speech-encoder.ts";
import { type DirectedPart, type Direction, StageDirections } from "../speech/stage-directions.ts";
import { citationsOf } from "./citations.ts";
import { ClauseDirections } from "./directions.ts";
import type { EarlyRetrieval, Retrieval } from "./early-retrieval.ts";
import { questionOf } from "./question.ts";
import type { AnswerState } from "./session-state.ts";
import { wordsUpTo } from "./words.ts";

/** For finding the passages once the question has become a vector, or has not. */
const SEARCH_MS = 1_000;
/** For reading what is remembered, beside the search. */
const RECALL_MS = 1_000;
/** Speech made ahead of what has been sent, ms; a longer answer waits for its listener. */
const MOST_AHEAD_MS = 20_000;

/** What changes an answer most comes first. */
const GRAVITY: readonly Fallback[] = ["llm", "rag", "stt", "tts"];

export interface AnswerRequest {
  sessionId: string;
  turn: number;
  language: SpokenLanguage;
  timeZone: string;
  /** Oldest first, the person's words last. */
  messages: readonly ChatMessage[];
  /** Null when the answer is not spoken. */
  voice: { name: string | undefined; speakingRate: number } | null;
  /** The recogniser that heard the words in place of the first choice. */
  heardBy?: string | undefined;
  /** What was said in earlier conversations may be looked up. Default true. */
  mayRecall?: boolean;
  /** Not the owner asks. */
  visitor?: boolean;
  /** What is told in short of this conversation has to end before this turn. */
  replacedFrom?: number | undefined;
  persona?: Persona;
  /** Said as it stands, without asking the language model: a timer, or why there is no answer. */
  fixed?: { text: string; fallback: Fallback };
  /** Another relay has made its text and spoken its beginning. */
  continued?: ContinuedAnswer;
}

export interface ContinuedAnswer extends AnswerState {
  /** How much of its sound the client has, ms from its beginning. */
  fromMs: number;
  /** `assistant_audio_end` was sent. */
  isSoundTold: boolean;
}

export interface AnswerTimings {
  retrieval?: number;
  llm_first_token?: number;
  tts_first_audio?: number;
}

/** When the answer got somewhere, on the clock; absent until then. */
export interface AnswerMarks {
  firstTokenAt?: number;
  /** Of the model or of what stands in for it. */
  firstTextAt?: number;
  firstSoundAt?: number;
}

export interface AnswerTools {
  roles: Roles;
  /** Where passages are looked for, and may have been while the person spoke. */
  early: EarlyRetrieval;
  /** What a language model may have done for it. */
  tools: readonly Tool[];
  recall: Recall;
  /** What waits for the person's yes; absent where nothing is written to. */
  proposals?: Pick<Proposals, "settle" | "questionFor" | "letStand"> | undefined;
  readings: Pick<Readings, "read" | "fresh">;
  encoder: SpeechEncoder;
  clock: Clock;
  log: Log;
}

export interface AnswerListener {
  event(event: UnnumberedEvent): void;
  /** The first sound is there: `assistant_audio_start` belongs here. */
  soundBegins(): void;
  /** More packets can be taken from the encoder. */
  soundGrows(): void;
  /** What another relay would need to go on with it has changed. */
  advanced(): void;
}

interface SpokenClause {
  raw: string;
  startMs: number;
  endMs: number;
}

export class Answer {
  readonly timings: AnswerTimings;
  readonly marks: AnswerMarks = {};
  text = "";
  #fallback: Fallback = null;
  #standIn: string | undefined;
  citations: Citation[] = [];
  /** How its passages were found; undefined where none were looked for, or it failed. */
  retrieval: Retrieval | undefined;
  readonly #request: AnswerRequest;
  readonly #tools: AnswerTools;
  readonly #listener: AnswerListener;
  readonly #startedAt: number;
  readonly #clauses: string[] = [];
  readonly #spoken: SpokenClause[] = [];
  readonly #directions = new ClauseDirections();
  /** Taken from `#clauses` and being spoken. */
  #speaking: string | null = null;
  #textWhole = false;
  #textTold = false;
  #sounding = false;
  /** The text stands alone. */
  #silent: boolean;
  readonly #waiting = new Set<() => void>();

  constructor(request: AnswerRequest, tools: AnswerTools, listener: AnswerListener) {
    this.#request = request;
    this.#tools = tools;
    this.#listener = listener;
    this.#startedAt = tools.clock.now();
    this.#silent = request.voice === null;
    this.timings = { ...request.continued?.timings };
    if (request.heardBy !== undefined) this.#mark("stt", request.heardBy);
    if (request.continued !== undefined) this.#inherit(request.continued);
  }

  /** What did not go as configured (docs/protocol.md, "Fallbacks"). */
  get fallbacks(): { fallback: Fallback; stand_in?: string } {
    return { fallback: this.#fallback, ...(this.#standIn === undefined ? {} : { stand_in: this.#standIn }) };
  }

  /** Whether any sound was made. */
  get sounding(): boolean {
    return this.#sounding;
  }

  /** What another relay needs to go on with it; null while its text is not whole. */
  get state(): Pick<AnswerState, "text" | "fallbacks" | "citations" | "timings" | "isTold" | "clauses"> | null {
    if (!this.#textWhole) return null;
    const rest = this.#speaking === null ? this.#clauses : [this.#speaking, ...this.#clauses];
    return {
      text: this.text,
      fallbacks: this.fallbacks,
      citations: this.citations,
      timings: this.timings,
      isTold: this.#textTold,
      clauses: [...this.#spoken, ...rest.map((raw) => ({ raw, endMs: null }))].map(({ raw, endMs }) => ({
        raw,
        endMs,
      })),
    };
  }

  /** Runs to the end of text and sound. Only an abort rejects; a failing stage becomes a fallback. */
  async run(signal: AbortSignal): Promise<void> {
    this.#tools.encoder.begin(this.#spoken.at(-1)?.endMs ?? 0, this.#request.continued?.fromMs ?? 0);
    const speaking = this.#request.voice === null ? Promise.resolve() : this.#speak(this.#request.voice, signal);
    // Awaited below; where thinking is aborted first, nobody asks how speaking ended.
    speaking.catch(() => {});
    try {
      await this.#think(signal);
    } finally {
      this.#textWhole = true;
      this.#notify();
    }
    this.#listener.advanced();
    if (this.#request.voice !== null) await this.#firstSound(speaking, signal);
    if (!this.#textTold) {
      this.#textTold = true;
      this.#listener.event({
        type: "assistant_text_final",
        turn: this.#request.turn,
        text: this.text,
        citations: this.citations,
        ...this.fallbacks,
      });
    }
    await speaking;
    this.#tools.encoder.end();
    this.#listener.soundGrows();
  }

  /**
   * The words heard by `playedMs`: whole clauses, and of the one being spoken the words before that instant. A text
   * without sound counts as read.
   */
  heardText(playedMs: number): string {
    if (this.#silent) return this.text;
    let heard = "";
    for (const { raw, startMs, endMs } of this.#spoken) {
      if (playedMs >= endMs) heard += raw;
      else if (playedMs > startMs) heard += wordsUpTo(raw, (playedMs - startMs) / (endMs - startMs));
    }
    return heard.trimEnd();
  }

  /** The clauses that the client has wholly heard are not spoken again. */
  #inherit({ text, fallbacks, citations, isTold, clauses, firstFrame, fromMs }: ContinuedAnswer): void {
    this.text = text;
    this.#fallback = fallbacks.fallback;
    this.#standIn = fallbacks.stand_in;
    this.citations = citations;
    this.#textTold = isTold;
    this.#sounding = firstFrame !== null;
    for (const { raw, endMs } of clauses) {
      if (endMs !== null && endMs <= fromMs && this.#clauses.length === 0) {
        this.#spoken.push({ raw, startMs: this.#spoken.at(-1)?.endMs ?? 0, endMs });
      } else {
        this.#clauses.push(raw);
      }
    }
  }

  async #think(signal: AbortSignal): Promise<void> {
    const { fixed, language, continued } = this.#request;
    if (continued !== undefined) return;
    if (fixed !== undefined) {
      if (fixed.fallback === null) this.#tools.proposals?.letStand(this.#request.sessionId);
      else this.#mark(fixed.fallback);
      this.#write(fixed.text);
      this.#clauses.push(...clausesOf(fixed.text));
      return;
    }
    const settled = await this.#settle(signal);
    if (settled !== undefined) {
      this.#write(settled);
      this.#clauses.push(...clausesOf(settled));
      return;
    }
    const splitter = new ClauseSplitter();
    const stage = new StageDirections();
    const [documents, { past = [], ...recalled }] = await Promise.all([this.#retrieve(signal), this.#recall(signal)]);
    // Who asks what was said gets that first, then what documents say.
    const passages = [...past, ...documents].map((passage, index) => ({ ...passage, n: index + 1 }));
    const { roles, clock, log } = this.#tools;
    const askedAt = clock.now();
    /** What tools have said and the model has not yet put into words. */
    let done: string[] = [];
    try {
      const mayChange = asksToChange(this.#request.messages);
      const tools = this.#request.visitor
        ? []
        : [...this.#tools.tools.filter(({ changesKept }) => mayChange || !changesKept), ...(recalled.tools ?? [])];
      const request = { ...this.#request, ...recalled, now: clock.date(), passages, tools };
      for await (const part of roles.reply(request, signal, (standIn) => this.#mark("llm", standIn))) {
        if (part.type === "emotion") {
          this.#direct({ event: "emotion", value: part.emotion, weight: part.weight });
          continue;
        }
        if (part.type === "tool") {
          log.info("tool called", { tool: part.name });
          done.push(part.said);
          continue;
        }
        if (part.text === "") continue;
        done = [];
        if (this.marks.firstTokenAt === undefined) this.#firstToken(askedAt);
        this.#perform(stage.push(part.text), splitter);
      }
      this.#perform(stage.end(), splitter);
      this.#add(splitter.flush());
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      log.warn("llm failed", { error, tried: roles.tried("llm", language) });
      this.#mark("llm");
      // What a model said before it went wrong is not worth being read out to its end.
      if (error instanceof ProviderError && error.reason === "bad-answer") this.#clauses.length = 0;
      else this.#add(splitter.flush());
      // What tools have done is done: it is told in their own words.
      const apology = done.length > 0 ? done.join("\n") : phrase(this.text === "" ? "llm-failed" : "llm-cut", language);
      this.#write(this.text === "" ? apology : `\n\n${apology}`);
      this.#add([apology]);
    }
    this.#askWhatWaits();
    if (this.text.trim() === "") {
      this.#mark("llm");
      roles.countFallback("llm");
      this.#write(phrase("llm-failed", language));
      this.#add([phrase("llm-failed", language)]);
    }
    this.citations = citationsOf(this.text, passages);
  }

  /** What the person was asked before is settled by their words alone, before any model sees them. */
  async #settle(signal: AbortSignal): Promise<string | undefined> {
    const { sessionId, language, timeZone, messages, visitor = false } = this.#request;
    const { proposals, clock } = this.#tools;
    if (visitor) return undefined;
    const before = messages.at(-2);
    const heard = before?.role === "assistant" ? before.text : "";
    const words = messages.at(-1)?.text ?? "";
    return proposals?.settle(sessionId, { words, heard }, { language, timeZone, now: clock.date() }, signal);
  }

  /** A model may put it in other words, in none, or ask more after it: a yes is to be said to what will be written. */
  #askWhatWaits(): void {
    if (this.#request.visitor) return;
    const question = this.#tools.proposals?.questionFor(this.#request.sessionId);
    if (question === undefined || this.text.trimEnd().endsWith(question)) return;
    this.#write(this.text.trim() === "" ? question : `\n\n${question}`);
    this.#add(clausesOf(question));
  }

  #perform(parts: readonly DirectedPart[], splitter: ClauseSplitter): void {
    for (const part of parts) {
      if (part.type === "direction") {
        this.#direct(part.direction);
      } else {
        this.#write(part.text);
        this.#add(splitter.push(part.text));
      }
    }
  }

  /** A direction waits for the sound of its clause; without sound it is shown at once. */
  #direct(direction: Direction): void {
    this.#directions.add(direction);
    if (this.#silent) this.#show(this.#directions.rest());
  }

  #show(directions: readonly Direction[], atMs?: number): void {
    const at = atMs === undefined ? {} : { t_ms: Math.round(atMs) };
    for (const { event, value, weight } of directions)
      this.#listener.event({ type: "avatar_event", turn: this.#request.turn, event, value, weight, ...at });
  }

  /** What belongs to a clause; without a mood of the model's own, that of the words. */
  #directionsOf(clause: string): Direction[] {
    const directions = this.#directions.next(clause);
    const mood = this.#directions.named ? null : moodOfWords(clause, this.#request.language);
    return mood === null ? directions : [...directions, mood];
  }

  async #retrieve(signal: AbortSignal): Promise<Passage[]> {
    const { early, clock, roles, log } = this.#tools;
    const { messages, language } = this.#request;
    const startedAt = clock.now();
    try {
      const limitMs = roles.providers.deadlinesMs.embedding + SEARCH_MS;
      const { passages, ...retrieval } = await withDeadline("rag", limitMs, signal, clock, (inner) =>
        early.passagesFor(questionOf(messages), language, inner),
      );
      this.retrieval = retrieval;
      return passages;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      log.warn("retrieval failed", { error });
      roles.countFallback("embedding");
      this.#mark("rag");
      return [];
    } finally {
      this.timings.retrieval = clock.now() - startedAt;
    }
  }

  /** An answer that has forgotten is better than none. */
  async #recall(signal: AbortSignal): Promise<Recalled> {
    if (this.#request.visitor) return {};
    const { sessionId, turn, language, timeZone, messages, mayRecall = true, replacedFrom } = this.#request;
    const { recall, clock } = this.#tools;
    try {
      return await withDeadline("recall", RECALL_MS, signal, clock, () =>
        recall(messages, { sessionId, turn, language, timeZone, mayRecall, replacedFrom, now: clock.date() }),
      );
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      this.#tools.log.warn("what is remembered could not be read", { error });
      return {};
    }
  }

  async #speak(voice: { name: string | undefined; speakingRate: number }, signal: AbortSignal): Promise<void> {
    const { roles, encoder, log, readings } = this.#tools;
    const { language } = this.#request;
    await readings.fresh();
    for (;;) {
      const raw = await this.#nextClause(signal);
      const startMs = encoder.durationMs;
      if (raw === undefined) {
        this.#show(this.#directions.rest(), startMs);
        return;
      }
      this.#speaking = raw;
      const text = speakable(raw, language, (words) => readings.read(words, language));
      this.#show(this.#directionsOf(raw), startMs);
      try {
        if (text !== "") await this.#speakClause(text, voice, startMs, signal);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        log.warn("tts failed", { error, tried: roles.tried("tts", language) });
        this.#mark("tts");
        return;
      } finally {
        this.#speaking = null;
        this.#spoken.push({ raw, startMs, endMs: encoder.durationMs });
      }
      this.#listener.advanced();
      while (encoder.waitingMs > MOST_AHEAD_MS) await this.#changed(signal);
    }
  }

  async #speakClause(
    text: string,
    voice: { name: string | undefined; speakingRate: number },
    startMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { roles, encoder, clock } = this.#tools;
    const { language, turn } = this.#request;
    const request = {
      text,
      language,
      speakingRate: voice.speakingRate,
      ...(voice.name === undefined ? {} : { voice: voice.name }),
    };
    const speech = roles.speak(request, signal, (standIn) => this.#mark("tts", standIn));
    for await (const { pcm, sampleRateHz, visemes } of speech) {
      if (visemes !== undefined && visemes.length > 0) {
        this.#listener.event({
          type: "avatar_event",
          turn,
          event: "visemes",
          value: visemes.map(([tMs, shape, weight]) => [
            Math.round(startMs + tMs),
            shape,
            Math.round(weight * 100) / 100,
          ]),
        });
      }
      await encoder.push(pcm, sampleRateHz);
      signal.throwIfAborted();
      if (!this.#sounding && encoder.durationMs > 0) {
        this.#sounding = true;
        this.marks.firstSoundAt = clock.now();
        this.timings.tts_first_audio = this.marks.firstSoundAt - this.#startedAt;
        this.#listener.soundBegins();
        this.#notify();
      }
      this.#listener.soundGrows();
    }
  }

  /** Sound has begun, or it is known that there will be none. */
  async #firstSound(speaking: Promise<void>, signal: AbortSignal): Promise<void> {
    let settled = false;
    const settle = (): void => {
      settled = true;
      this.#notify();
    };
    speaking.then(settle, settle);
    while (!this.#sounding && !settled) await this.#changed(signal);
    this.#silent = !this.#sounding;
  }

  /** Of several stages the gravest is told, and that nobody served at all rather than who stood in. */
  #mark(stage: Exclude<Fallback, null>, standIn?: string): void {
    const before = this.#fallback;
    if (before !== null && GRAVITY.indexOf(before) < GRAVITY.indexOf(stage)) return;
    if (before === stage && this.#standIn === undefined) return;
    this.#fallback = stage;
    this.#standIn = standIn;
  }

  #firstToken(askedAt: number): void {
    const now = this.#tools.clock.now();
    this.marks.firstTokenAt = now;
    this.timings.llm_first_token = now - askedAt;
    this.#tools.log.info("first token");
  }

  #write(text: string): void {
    this.marks.firstTextAt ??= this.#tools.clock.now();
    this.text += text;
    this.#directions.wrote(text);
    this.#listener.event({ type: "assistant_text_partial", turn: this.#request.turn, delta: text });
  }

  #add(clauses: readonly string[]): void {
    this.#clauses.push(...clauses);
    if (this.#request.voice === null) for (const clause of clauses) this.#show(this.#directionsOf(clause));
    this.#notify();
  }

  async #nextClause(signal: AbortSignal): Promise<string | undefined> {
    for (;;) {
      signal.throwIfAborted();
      const clause = this.#clauses.shift();
      if (clause !== undefined) return clause;
      if (this.#textWhole) return undefined;
      await this.#changed(signal);
    }
  }

  /** Packets were taken: a speaker that is far ahead may go on. */
  relieve(): void {
    this.#notify();
  }

  #notify(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Until anything of this answer changes. */
  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#waiting.delete(settle);
        signal.removeEventListener("abort", settle);
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      this.#waiting.add(settle);
      signal.addEventListener("abort", settle, { once: true });
    });
  }
}
