/**
 * Turn-taking: whose turn it is, what is being heard, what is being answered. One answer at a time; turn numbers grow by
 * one; a person who goes on before hearing anything continues the same turn. It knows no socket.
 */
import type { Frame, LanguageTag, Mode, Persona, TurnEndReason, UnnumberedEvent } from "@hisho/protocol";
import { RTP_CLOCK_HZ, timestampAfter } from "@hisho/protocol";
import type { ChatMessage } from "@hisho/providers/llm/port.ts";
import type { Tool } from "@hisho/providers/llm/tools.ts";
import type { Recall } from "../memory/recall.ts";
import type { Metrics } from "../metrics.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import { hinted } from "../readings/hinted.ts";
import type { Readings } from "../readings/readings.ts";
import type { Recordings } from "../recordings/recordings.ts";
import { type Voice, VoiceTrack } from "../recordings/voice-track.ts";
import { languageOf, type SpokenLanguage } from "../speech/language.ts";
import { MicrophoneDecoder } from "../speech/microphone.ts";
import { phrase } from "../speech/phrases.ts";
import { SpeechEncoder } from "../speech/speech-encoder.ts";
import type { Store, StoredTurn } from "../store/port.ts";
import { Attention, Heed } from "./addressed/attention.ts";
import { type Announcement, Announcements } from "./announcements.ts";
import type { ContinuedAnswer } from "./answer.ts";
import { isBlocked } from "./blocked.ts";
import { EarlyRetrieval, type Library, within } from "./early-retrieval.ts";
import { beginningAgain, continued, type LastFrame, stateOfTurn } from "./handover.ts";
import { type FinalTranscript, Listening, type ListeningTools } from "./listening.ts";
import type { Outbox } from "./outbox.ts";
import { questionOf } from "./question.ts";
import type { Receipts } from "./receipts.ts";
import { Segmenter } from "./segmenter.ts";
import type { Inheritance, SessionState, TurnState } from "./session-state.ts";
import { Speaking } from "./speaking.ts";
import { asksToStop } from "./stop-words.ts";
import type { Turn } from "./turn.ts";
import { TurnBook } from "./turn-book.ts";
import { type AnsweredReason, endOf, saveTurn } from "./turn-end.ts";

/** A person who goes on this much later has begun something new. */
const REOPEN_WITHIN_MS = 5000;
/** A client that resumes at another relay repeats its open speech within this time. */
const REPEATED_WITHIN_MS = 10_000;
/** Sound before the first word that the relay's own segmentation may want again. */
const PRE_ROLL_FRAMES = 15;

export interface ConversationSettings {
  language: LanguageTag;
  timeZone: string;
  mode: Mode;
  /** Answers are spoken. */
  audio: boolean;
  voice: string | undefined;
  speakingRate: number;
  /** The one document that questions are about; empty for all of them. */
  about: string;
  /** What is said may be found in later conversations, and what was said before in this one. */
  recall: boolean;
  /** Whoever talks is not the owner: nothing of the owner's is told, and nothing is kept for them. */
  visitor: boolean;
  persona: Persona;
  /** Only who speaks to the character is answered (./addressed/). */
  addressed: boolean;
  /** Words and topics that are answered by one sentence. */
  blocked: readonly string[];
}

export interface ConversationTools extends Omit<ListeningTools, "roles"> {
  providers: ProviderSwitch;
  library: Library;
  /** What a language model may have done for it. */
  tools: readonly Tool[];
  recall: Recall;
  readings: Readings;
  store: Pick<Store, "saveTurn" | "saveTurnAudio">;
  /** Where voices are kept; null when they are not. */
  recordings: Pick<Recordings, "keep"> | null;
  /** The log holds what is said. */
  logTranscripts: boolean;
  metrics: Metrics;
  receipts: Receipts;
  newTraceId: () => string;
  /** What is to outlive this relay; undefined where nothing does, and then nothing waits. */
  keep?: Keep | undefined;
}

/** Keeps a session beside this process (./session-log.ts). */
export interface Keep {
  /** What another relay would need has changed. */
  changed(): void;
  /** @returns whether all of now is kept; false when another relay has the session, and nothing more may be written */
  durable(): Promise<boolean>;
}

/** The utterance whose frames are expected now. */
interface Hearing {
  utterance: number;
  /** The first of those merged, and the number of its first frame: another relay hears it from there. */
  first: { utterance: number; frame: number };
  listening: Listening;
  /** Which of its words are meant for the character. */
  heed: Heed;
  /** It began while an answer was being heard. */
  isOver: boolean;
  voice: VoiceTrack | null;
  /** The turn it belongs to, or, `tentative`, the one it may reopen. */
  turn: Turn;
  tentative: boolean;
  /** Of a tentative one: the client's ids that are not yet the turn's. */
  ids: string[];
}

export class Conversation {
  readonly #sessionId: string;
  readonly #tools: ConversationTools;
  readonly #outbox: Outbox;
  #settings: ConversationSettings;
  readonly #book: TurnBook;
  #uplinkSequence = 0;
  #lastUtterance = 0;
  readonly #decoder = new MicrophoneDecoder();
  readonly #encoder = new SpeechEncoder();
  readonly #segmenter = new Segmenter<Frame>();
  readonly #attention = new Attention();
  #clientSegments = false;
  #warnedCorrupt = false;
  #hearing: Hearing | null = null;
  #answering: Turn | null = null;
  /** Typed turns that wait for the open utterance. */
  #typed: Turn[] = [];
  readonly #announcements: Announcements;
  /** Answers that wait for the interrupted turn's end. */
  #afterEnd: (() => void)[] = [];
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
    this.#sessionId = sessionId;
    this.#settings = settings;
    this.#tools = tools;
    this.#outbox = outbox;
    this.#announcements = new Announcements({
      isOpen: () => outbox.open,
      isBusy: () => this.busy,
      isClosed: () => this.#closed,
      say: (announcement) => this.#say(announcement),
      quiet: onQuiet,
    });
    this.#book = new TurnBook(past, nextTurn, outbox, tools);
  }

  get nextTurn(): number {
    return this.#book.nextTurn;
  }

  get uplinkSequence(): number {
    return this.#uplinkSequence;
  }

  /** What the relay still has to say by itself. */
  get announcements(): readonly Announcement[] {
    return this.#announcements.waiting;
  }

  get settings(): ConversationSettings {
    return this.#settings;
  }

  /** Somebody is speaking, or a turn has not ended. */
  get busy(): boolean {
    return this.#hearing !== null || this.#answering !== null || this.#typed.length > 0;
  }

  configure(change: Partial<ConversationSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#tools.keep?.changed();
  }

  // --- at more than one relay

  /** What another relay needs to go on with this conversation. */
  get state(): SessionState {
    const first = this.#hearing?.first;
    return {
      version: 1,
      settings: this.#settings,
      nextTurn: this.#book.nextTurn,
      uplinkSequence: first?.frame ?? this.#uplinkSequence,
      lastUtterance: first === undefined ? this.#lastUtterance : first.utterance - 1,
      frameSequence: this.#outbox.frameSequence,
      turns: this.#book.openTurns.map(stateOfTurn),
    };
  }

  /** Goes on with what another relay left. @param left as for the client (./handover.ts, `forClient`) */
  inherit({ state, events }: Inheritance, lastFrame: LastFrame | undefined): void {
    this.#uplinkSequence = state.uplinkSequence;
    this.#lastUtterance = state.lastUtterance;
    const turns = this.#book.inherit(state, events);
    for (const [turn, left] of turns) this.#goOn(turn, left, lastFrame);
    if (this.#orphan === null) this.#answerTyped();
  }

  #goOn(turn: Turn, left: TurnState, lastFrame: LastFrame | undefined): void {
    if (left.ended !== null) {
      this.#answering = turn;
      this.#endTurn(turn, left.ended.reason, left.ended.heardMs, left.ended.heardText);
    } else if (left.final !== null || turn.origin === "relay") {
      const rest = continued(left, lastFrame, turn.record);
      if (rest === null && left.isBegun) for (const event of beginningAgain(turn)) this.#book.emit(turn, event);
      this.#answer(turn, rest ?? undefined);
    } else if (turn.origin === "typed") {
      this.#typed.push(turn);
    } else {
      this.#orphan = turn;
    }
  }

  /** The client does not say again what it said at another relay: what is known of it has to do. */
  #giveUpOrphan(): void {
    const turn = this.#orphan;
    this.#orphan = null;
    this.#cancelOrphan?.();
    if (turn === null) return;
    if (turn.userText === "") {
      this.#endTurn(turn, "cancelled", 0, "");
    } else {
      this.#tellFinal(turn, this.#lastUtterance);
      this.#answer(turn);
    }
    this.#answerTyped();
  }

  /** The person has deleted what was said until now: no answer knows of it any more. */
  forget(): void {
    this.#book.forget();
  }

  // --- what the person says

  /**
   * @param isMeant the person has shown that they speak to the character, with a key
   * @returns false when the number is not a new one
   */
  speechStart(utterance: number, id: string, timestamp: number, isMeant: boolean): boolean {
    this.#clientSegments = true;
    const known = this.#book.find(id);
    const isAgain = utterance > this.#lastUtterance && (known === this.#orphan || known === this.#hearing?.turn);
    if (known !== undefined && !isAgain) {
      this.#lastUtterance = Math.max(this.#lastUtterance, utterance);
      this.#book.repeat(known);
      return true;
    }
    if (this.#hearing?.ids.includes(id) === true) return true;
    if (utterance <= this.#lastUtterance) return false;
    this.#beginUtterance(utterance, id, timestamp, isMeant);
    return true;
  }

  /** A frame of the microphone. Frames of before, repeated after a resume, change nothing. */
  frame(frame: Frame): void {
    if (frame.sequence < this.#uplinkSequence) return;
    const { metrics } = this.#tools;
    const lost = frame.sequence - this.#uplinkSequence;
    if (lost > 0) metrics.framesLost.inc(lost);
    this.#uplinkSequence = frame.sequence + 1;
    const { pcm, corrupt } = this.#decoder.decode(frame);
    if (corrupt) this.#corrupt();
    const end = timestampAfter(frame.timestamp, (pcm.length * RTP_CLOCK_HZ) / 16_000);
    if (this.#hearing !== null && this.#hearing.utterance === frame.number && this.#clientSegments) {
      this.#hear(this.#hearing, pcm, end, corrupt ? null : frame);
    } else if (!this.#clientSegments && this.#settings.mode !== "text") {
      this.#segment(pcm, end, frame);
    }
  }

  speechEnd(utterance: number, timestamp: number): void {
    if (this.#hearing?.utterance !== utterance) return;
    this.#hearing.listening.end(timestamp, this.#settings.mode === "push_to_talk");
  }

  speechCancel(utterance: number): void {
    const hearing = this.#hearing;
    if (hearing?.utterance !== utterance || !hearing.listening.open) return;
    if ((hearing.tentative ? hearing.ids : hearing.turn.ids).length > 1) {
      hearing.listening.unmerge();
    } else if (hearing.tentative) {
      this.#hearing = null;
      hearing.listening.close();
      this.#outbox.hold(false);
    } else {
      this.#hearing = null;
      hearing.listening.close();
      this.#endTurn(hearing.turn, "cancelled", 0, "");
      this.#answerTyped();
    }
  }

  /** From the page's own recogniser. */
  transcribed(utterance: number, text: string, final: boolean): void {
    if (this.#hearing?.utterance === utterance) this.#hearing.listening.transcribed(text, final);
  }

  /** @param with `observe` gets the turn's events too; `voice` is the one that said it, in a recording */
  text(
    id: string,
    text: string,
    replaces: number | undefined,
    { observe, voice }: { observe?: (event: UnnumberedEvent) => void; voice?: Voice | undefined } = {},
  ): void {
    const known = this.#book.find(id);
    if (known !== undefined) {
      this.#book.repeat(known, observe);
      return;
    }
    const turn = this.#book.open("typed", id, languageOf(text, this.#settings.language), { replaces });
    turn.userText = text;
    if (observe !== undefined) turn.observers.push(observe);
    if (voice !== undefined && this.#tools.recordings !== null) turn.voices.user = voice;
    this.#typed.push(turn);
    this.#tools.keep?.changed();
    if (this.#hearing === null || this.#hearing.tentative) this.#answerTyped();
  }

  // --- what the person hears

  interrupt(turn: number, playedMs: number): void {
    if (this.#answering?.number === turn) this.#answering.speaking?.interrupt(playedMs);
  }

  playback(
    turn: number,
    state: "started" | "stalled" | "finished" | "stopped",
    playedMs: number,
    audibleMs: number | undefined,
  ): void {
    if (this.#answering?.number !== turn) return;
    if (audibleMs !== undefined) this.#audible(this.#answering, audibleMs);
    const hearing = this.#hearing;
    if (hearing?.tentative === true && hearing.turn === this.#answering) this.#makeOwnTurn(hearing);
    this.#answering.speaking?.playback(state, playedMs);
  }

  #audible(turn: Turn, audibleMs: number): void {
    turn.audibleMs = audibleMs;
    turn.log.info("audible", { audible_ms: Math.round(audibleMs) });
    this.#tools.metrics.stage("audible", audibleMs);
  }

  credit(frames: number): void {
    this.#outbox.credited(frames);
    this.#answering?.speaking?.credited();
  }

  /** There is a socket again: what waits can go on. */
  resumed(): void {
    if (this.#orphan !== null) {
      this.#cancelOrphan?.();
      this.#cancelOrphan = this.#tools.clock.after(REPEATED_WITHIN_MS, () => {
        if (this.#outbox.open) this.#giveUpOrphan();
      });
    }
    this.#answering?.speaking?.credited();
    this.#announcements.next();
  }

  /** The relay has something to say by itself: at once in a pause, otherwise after what is being said. */
  announce(announcement: Announcement): void {
    this.#announcements.add(announcement);
  }

  /** Ends everything without a word to the client; what was answered so far is saved. */
  async close(): Promise<void> {
    const turn = this.#answering;
    const heard = turn?.speaking?.heardSoFar;
    this.abandon();
    if (turn !== null && heard !== undefined && turn.end === null) {
      await this.#save(turn, "interrupted", heard.ms, heard.text);
    }
  }

  /** Ends everything without a word to anybody: another relay goes on with it. */
  abandon(): void {
    this.#closed = true;
    this.#book.close();
    this.#cancelOrphan?.();
    this.#hearing?.listening.close();
    this.#hearing?.turn.early?.close();
    this.#hearing = null;
    this.#answering?.early?.close();
    this.#answering?.speaking?.discard();
    this.#answering = null;
    this.#encoder.close();
  }

  // --- listening

  /** @param frame null when its packet cannot be decoded */
  #hear({ listening, voice }: Hearing, pcm: Float32Array, end: number, frame: Frame | null): void {
    if (frame !== null && listening.open) voice?.add(frame.packet, frame.timestamp);
    listening.hear(pcm, end);
  }

  #newVoice(): VoiceTrack | null {
    return this.#tools.recordings === null ? null : new VoiceTrack();
  }

  /** Whether what begins now is said to the character, whatever its words are. */
  #isMeant(): boolean {
    const { addressed, mode } = this.#settings;
    if (!addressed || mode !== "hands_free" || this.#answering !== null) return true;
    return this.#attention.goesOn(this.#tools.clock.now());
  }

  #beginUtterance(utterance: number, id: string, timestamp: number, shown: boolean): void {
    const begun = this.#takeUp(id);
    const isMeant = shown || this.#isMeant();
    this.#lastUtterance = utterance;
    const before = this.#hearing;
    if (before !== null) {
      // The person went on before the words of what they said had come: the same turn, or the same tentative one.
      before.listening.merge(utterance, timestamp);
      before.utterance = utterance;
      if (shown) before.heed.mean();
      if (before.tentative) before.ids.push(id);
      else this.#book.name(before.turn, [id]);
      return;
    }
    const unheard = begun === null ? this.#reopenable() : null;
    const turn = begun ?? unheard ?? this.#book.open("spoken", id, this.#spokenLanguage());
    const voice = this.#newVoice();
    const names = this.#attention.namesOf(this.#settings.persona);
    const hearing: Hearing = {
      utterance,
      isOver: this.#answering?.speaking?.heard === true,
      heed: new Heed(isMeant || (begun !== null && begun.userText !== ""), names),
      voice,
      first: { utterance, frame: this.#firstFrame },
      ids: unheard === null ? [] : [id],
      turn,
      tentative: unheard !== null,
      listening: new Listening(
        utterance,
        timestamp,
        this.#settings.language,
        { ...this.#tools, roles: hinted(turn.roles, this.#tools.readings), log: turn.log },
        {
          partial: (text, number, ageMs) => this.#partial(hearing, text, number, ageMs),
          foreseen: (text) => {
            if (this.#closed || hearing.tentative || !hearing.heed.isMeant) return;
            this.#lookAhead(hearing.turn, hearing.heed.words(text, true) ?? text);
          },
          final: (transcript, number) => this.#final(hearing, transcript, number),
          full: () => this.#full(hearing),
        },
      ),
    };
    if (begun !== null) hearing.listening.recall(turn.userText, turn.language);
    if (unheard === null) {
      turn.listening = hearing.listening;
      turn.heed = hearing.heed;
      if (voice !== null) turn.voices.user = voice;
    } else {
      this.#outbox.hold(true);
    }
    this.#hearing = hearing;
    this.#tools.keep?.changed();
  }

  /** The number of the first frame of an utterance that begins now. */
  get #firstFrame(): number {
    return this.#clientSegments ? this.#uplinkSequence : Math.max(0, this.#uplinkSequence - PRE_ROLL_FRAMES);
  }

  /** The turn that this speech began at another relay; what else was to be repeated will not be. */
  #takeUp(id: string): Turn | null {
    const turn = this.#orphan;
    if (turn === null) return null;
    if (this.#clientSegments && !turn.ids.includes(id)) {
      this.#giveUpOrphan();
      return null;
    }
    this.#orphan = null;
    this.#cancelOrphan?.();
    return turn;
  }

  /** The answer that nobody has heard yet and whose question may be going on. */
  #reopenable(): Turn | null {
    const turn = this.#answering;
    if (turn === null || turn.origin !== "spoken" || turn.listening === null) return null;
    if (this.#settings.mode !== "hands_free" || turn.roles.hearsInBrowser(this.#settings.language)) return null;
    if (turn.speaking === null || turn.speaking.heard || turn.end !== null) return null;
    return this.#tools.clock.now() - turn.finishedAt < REOPEN_WITHIN_MS ? turn : null;
  }

  #partial(hearing: Hearing, text: string, utterance: number, ageMs: number): void {
    if (this.#closed) return;
    if (hearing.tentative) {
      this.#reopen(hearing);
      return;
    }
    this.#tools.metrics.partial(ageMs);
    const words = hearing.heed.words(text, false);
    if (words === null) return;
    this.#book.emit(hearing.turn, { type: "transcript_partial", turn: hearing.turn.number, utterance, text: words });
    this.#lookAhead(hearing.turn, words);
  }

  /** Passages are looked for before the last word is said. */
  #lookAhead(turn: Turn, text: string): void {
    const question = questionOf(this.#messagesFor(turn, text));
    this.#earlyOf(turn).hear(question, languageOf(text, this.#settings.language));
  }

  /** What a model is shown, with `text` as the person's last words. */
  #messagesFor(turn: Turn, text: string): ChatMessage[] {
    return this.#book.messagesFor({ ...turn, userText: this.#attention.asked(text, this.#settings.persona) });
  }

  #earlyOf(turn: Turn): EarlyRetrieval {
    turn.early ??= new EarlyRetrieval(within(this.#tools.library, this.#settings.about), this.#tools.clock);
    return turn.early;
  }

  /** The person had not finished: the answer is void and the new words belong to the same turn. */
  #reopen(hearing: Hearing): void {
    const { turn, utterance, first, ids } = hearing;
    turn.speaking?.discard();
    turn.speaking = null;
    this.#answering = null;
    this.#outbox.hold(false);
    this.#outbox.forgetFrames(turn.number);
    turn.final = null;
    this.#tools.metrics.turnReopened();
    this.#book.emit(turn, { type: "turn_reopened", turn: turn.number });
    this.#book.name(turn, ids);
    const whole = turn.listening;
    if (whole === null) return;
    const said = turn.voices.user instanceof VoiceTrack ? turn.voices.user : null;
    if (hearing.voice !== null) said?.append(hearing.voice);
    const heed = turn.heed ?? hearing.heed;
    const isOver = false;
    this.#hearing = { utterance, first, ids: [], turn, listening: whole, heed, isOver, voice: said, tentative: false };
    whole.absorb(hearing.listening);
  }

  /** What seemed to continue a question turned out to follow its answer. */
  #makeOwnTurn(hearing: Hearing): void {
    hearing.tentative = false;
    const { roles } = hearing.turn;
    hearing.turn = this.#book.open("spoken", hearing.ids[0], this.#spokenLanguage(), { roles });
    this.#book.name(hearing.turn, hearing.ids.splice(0).slice(1));
    hearing.turn.listening = hearing.listening;
    hearing.turn.heed = hearing.heed;
    if (hearing.voice !== null) hearing.turn.voices.user = hearing.voice;
    this.#tools.keep?.changed();
    this.#outbox.hold(false);
  }

  #final(hearing: Hearing, transcript: FinalTranscript, utterance: number): void {
    if (this.#closed) return;
    const words = transcript.heard ? hearing.heed.words(transcript.text, true) : hearing.heed.isMeant ? "" : null;
    if (words === null && !(transcript.heard && transcript.text === "")) {
      this.#passOver(hearing);
      return;
    }
    this.#heard(hearing, transcript, words ?? "", utterance);
  }

  /** It was said to somebody else: nothing of it goes anywhere. */
  #passOver({ turn, listening }: Hearing): void {
    this.#hearing = null;
    turn.finishedAt = listening.speechEndedAt;
    this.#endTurn(turn, "ignored", 0, "");
    this.#answerTyped();
  }

  #heard(hearing: Hearing, transcript: FinalTranscript, words: string, utterance: number): void {
    if (hearing.tentative) {
      if (words !== "") {
        this.#reopen(hearing);
        return;
      }
      this.#hearing = null;
      this.#outbox.hold(false);
      return;
    }
    this.#hearing = null;
    const { turn } = hearing;
    turn.finishedAt = hearing.listening.speechEndedAt;
    turn.sttFinalMs = this.#tools.clock.now() - turn.finishedAt;
    turn.userText = words;
    // A voice cannot be cut where its words are.
    if (hearing.heed.hasOverheard) turn.voices = {};
    turn.heardBy = transcript.heard ? transcript.standIn : undefined;
    if (words !== "") turn.language = languageOf(words, this.#settings.language);
    if (!transcript.heard) {
      const apology = transcript.why === "language" ? "stt-language" : "stt-failed";
      turn.fixed = { text: phrase(apology, turn.language), fallback: "stt" };
    }
    this.#tellFinal(turn, utterance);
    if (transcript.heard && words === "") {
      this.#endTurn(turn, "empty", 0, "");
    } else if (hearing.isOver && asksToStop(this.#attention.asked(words, this.#settings.persona))) {
      this.#answering?.speaking?.interrupt();
      this.#endTurn(turn, "cancelled", 0, "");
    } else {
      this.#answer(turn);
    }
    this.#answerTyped();
  }

  /** @param utterance the last one merged; undefined for typed words */
  #tellFinal(turn: Turn, utterance: number | undefined): void {
    turn.final = {
      type: "transcript_final",
      turn: turn.number,
      ...(utterance === undefined ? {} : { utterance }),
      id: (utterance === undefined ? turn.ids[0] : turn.ids.at(-1)) ?? "",
      text: turn.userText,
      language: turn.language,
    };
    this.#book.emit(turn, turn.final);
  }

  #full({ turn }: Hearing): void {
    this.#book.emit(turn, {
      type: "warning",
      code: "speech_too_long",
      stage: "stt",
      message: "One turn holds ten minutes of speech. What was said until now is answered; please go on afterwards.",
      recoverable: true,
      trace_id: turn.traceId,
    });
  }

  #segment(pcm: Float32Array, end: number, frame: Frame): void {
    for (const step of this.#segmenter.push(pcm, end, frame)) {
      if (step.type === "start") {
        const utterance = this.#lastUtterance + 1;
        this.#beginUtterance(utterance, `relay-${this.#tools.newTraceId()}`, step.timestamp, false);
      } else if (step.type === "sound") {
        if (this.#hearing !== null) this.#hear(this.#hearing, step.pcm, step.timestamp, step.origin);
      } else {
        this.#hearing?.listening.end(step.timestamp, false);
      }
    }
  }

  #corrupt(): void {
    this.#tools.metrics.framesCorrupt.inc();
    if (this.#warnedCorrupt) return;
    this.#warnedCorrupt = true;
    this.#book.emit(null, {
      type: "warning",
      code: "opus_corrupt",
      stage: "uplink",
      message: "A packet of the microphone could not be decoded and was replaced by silence. This is said once.",
      recoverable: true,
    });
  }

  // --- answering

  #answerTyped(): void {
    for (const turn of this.#typed.splice(0)) {
      turn.finishedAt = this.#tools.clock.now();
      this.#tellFinal(turn, undefined);
      this.#answer(turn);
    }
  }

  /** @param rest what is left of an answer that another relay has begun */
  #answer(turn: Turn, rest?: ContinuedAnswer): void {
    // An interrupted turn ends before the next one begins; its record may take a moment to be written.
    this.#answering?.speaking?.interrupt();
    if (this.#answering !== null) {
      this.#afterEnd.push(() => this.#answer(turn, rest));
      return;
    }
    const { audio, voice, speakingRate, timeZone, recall, visitor, persona, blocked } = this.#settings;
    if (turn.fixed === null && isBlocked(turn.userText, blocked)) {
      turn.fixed = { text: phrase("blocked", turn.language), fallback: null };
    }
    const { fixed } = turn;
    this.#answering = turn;
    this.#outbox.hold(false);
    const answerVoice = rest === undefined ? this.#newVoice() : null;
    if (answerVoice !== null) turn.voices.assistant = answerVoice;
    turn.speaking = new Speaking(
      {
        sessionId: this.#sessionId,
        turn: turn.number,
        language: turn.language,
        timeZone,
        messages: this.#messagesFor(turn, turn.userText),
        voice: audio ? { name: voice, speakingRate } : null,
        heardBy: turn.heardBy,
        mayRecall: recall,
        visitor,
        replacedFrom: this.#book.replacedFrom,
        // A visitor is not called by the owner's name.
        persona: visitor ? { ...persona, person: "" } : persona,
        ...(fixed === null ? {} : { fixed }),
        ...(rest === undefined ? {} : { continued: rest }),
      },
      {
        ...this.#tools,
        roles: turn.roles,
        log: turn.log,
        encoder: this.#encoder,
        voice: answerVoice,
        early: this.#earlyOf(turn),
      },
      this.#outbox,
      {
        event: (event) => this.#book.emit(turn, event),
        advanced: () => this.#tools.keep?.changed(),
        ended: (reason, heardMs, heardText) =>
          this.#endTurn(
            turn,
            fixed?.fallback === "stt" && reason === "completed" ? "failed" : reason,
            heardMs,
            heardText,
          ),
      },
    );
  }

  #endTurn(turn: Turn, reason: TurnEndReason, heardMs: number, heardText: string): void {
    if (turn.end !== null || this.#closed) return;
    turn.end = reason;
    turn.early?.close();
    this.#releaseTentative(turn);
    if (reason === "cancelled" || reason === "empty" || reason === "ignored") {
      turn.voices = {};
      this.#tellEnd(turn, reason, heardMs);
      return;
    }
    this.#book.remember(turn, heardText);
    void this.#keepEnd(turn, reason, heardMs, heardText);
  }

  /** In the store before it is told, so that whoever asks again under its id finds it. */
  async #keepEnd(turn: Turn, reason: AnsweredReason, heardMs: number, heardText: string): Promise<void> {
    const { keep } = this.#tools;
    if (keep !== undefined) {
      const citations = turn.speaking?.answer.citations ?? turn.ended?.citations ?? [];
      turn.ended = { reason, heardMs, heardText, citations: [...citations] };
      if (!(await keep.durable())) return;
    }
    await this.#save(turn, reason, heardMs, heardText);
    this.#tellEnd(turn, reason, heardMs);
  }

  #tellEnd(turn: Turn, reason: TurnEndReason, heardMs: number): void {
    if (this.#closed) return;
    const end = endOf({ sessionId: this.#sessionId, turn, reason, heardMs }, this.#tools);
    if (turn.speaking !== null) this.#attention.answered(this.#tools.clock.now());
    this.#book.emit(turn, end);
    this.#outbox.forgetFrames(turn.number);
    turn.listening = null;
    this.#book.ended(turn);
    if (this.#answering === turn) {
      this.#answering = null;
      for (const next of this.#afterEnd.splice(0)) next();
    }
    this.#announcements.next();
  }

  /** An utterance that might have reopened this turn can no longer do so. */
  #releaseTentative(turn: Turn): void {
    if (this.#hearing?.tentative === true && this.#hearing.turn === turn) this.#makeOwnTurn(this.#hearing);
  }

  async #save(turn: Turn, reason: AnsweredReason, heardMs: number, heardText: string): Promise<void> {
    if (this.#book.isForgotten(turn)) {
      turn.voices = {};
      return;
    }
    const citations = turn.speaking?.answer.citations ?? turn.ended?.citations ?? [];
    const ended = { reason, heardMs, heardText, citations };
    await saveTurn(this.#sessionId, turn, ended, this.#settings.recall, {
      ...this.#tools,
      warn: (event) => this.#book.emit(null, event),
    });
  }

  #say(announcement: Announcement): void {
    const turn = this.#book.open("relay", undefined, announcement.language);
    turn.fixed = { text: announcement.text, fallback: null };
    const { origin, item } = announcement;
    this.#book.emit(turn, { type: "turn_start", turn: turn.number, origin, ...(item === undefined ? {} : { item }) });
    this.#answer(turn);
  }

  #spokenLanguage(): SpokenLanguage {
    const { language } = this.#settings;
    return language === "auto" ? "en-US" : language;
  }
}
