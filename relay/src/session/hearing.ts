/**
 * What is being heard: utterances become turns. A person who goes on before hearing anything of the answer continues the
 * same turn; until their first words show that they do, the utterance is tentative.
 */
import type { Frame } from "@hisho/protocol";
import { hinted } from "../readings/hinted.ts";
import { VoiceTrack } from "../recordings/voice-track.ts";
import { languageOf, type SpokenLanguage } from "../speech/language.ts";
import { phrase } from "../speech/phrases.ts";
import { Heed } from "./addressed/attention.ts";
import type { Answering } from "./answering.ts";
import type { Floor } from "./floor.ts";
import { type FinalTranscript, Listening } from "./listening.ts";
import { MicrophoneTrack } from "./microphone-track.ts";
import { Segmenter } from "./segmenter.ts";
import { asksToStop } from "./stop-words.ts";
import type { Turn } from "./turn.ts";

/** A person who goes on this much later has begun something new. */
const REOPEN_WITHIN_MS = 5000;
/** Sound before the first word that the relay's own segmentation may want again. */
const PRE_ROLL_FRAMES = 15;

/** The utterance whose frames are expected now. */
interface Utterance {
  number: number;
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

export interface HearingListener {
  /** The turn that speech of this id began at another relay. @param id undefined for speech that the relay found itself */
  takeUp(id: string | undefined): Turn | null;
  /** It is such a turn. */
  isLeft(turn: object): boolean;
  /** Nobody speaks any more: what was typed meanwhile can be answered. */
  quiet(): void;
}

export class Hearing {
  readonly #floor: Floor;
  readonly #answering: Answering;
  readonly #listener: HearingListener;
  readonly #microphone: MicrophoneTrack;
  readonly #segmenter = new Segmenter<Frame>();
  #lastUtterance = 0;
  #clientSegments = false;
  #utterance: Utterance | null = null;
  #closed = false;

  constructor(floor: Floor, answering: Answering, listener: HearingListener) {
    this.#floor = floor;
    this.#answering = answering;
    this.#listener = listener;
    this.#microphone = new MicrophoneTrack(floor);
  }

  /** Somebody speaks, or the words of what they said have not come. */
  get isOpen(): boolean {
    return this.#utterance !== null;
  }

  /** Such an utterance has a turn of its own. */
  get hasTurn(): boolean {
    return this.#utterance !== null && !this.#utterance.tentative;
  }

  /** The number of the frame of the microphone that is expected next. */
  get uplinkSequence(): number {
    return this.#microphone.sequence;
  }

  get lastUtterance(): number {
    return this.#lastUtterance;
  }

  /** What another relay needs to hear all of what is being said. */
  get state(): { uplinkSequence: number; lastUtterance: number } {
    const first = this.#utterance?.first;
    if (first === undefined) return { uplinkSequence: this.uplinkSequence, lastUtterance: this.#lastUtterance };
    return { uplinkSequence: first.frame, lastUtterance: first.utterance - 1 };
  }

  inherit({ uplinkSequence, lastUtterance }: { uplinkSequence: number; lastUtterance: number }): void {
    this.#microphone.goOnAt(uplinkSequence);
    this.#lastUtterance = lastUtterance;
  }

  /**
   * @param isMeant the person has shown that they speak to the character, with a key
   * @returns false when the number is not a new one
   */
  start(utterance: number, id: string, timestamp: number, isMeant: boolean): boolean {
    this.#clientSegments = true;
    const known = this.#floor.book.find(id);
    const isNew = utterance > this.#lastUtterance;
    const isAgain = isNew && known !== undefined && (this.#listener.isLeft(known) || known === this.#utterance?.turn);
    if (known !== undefined && !isAgain) {
      this.#lastUtterance = Math.max(this.#lastUtterance, utterance);
      this.#floor.book.repeat(known);
      return true;
    }
    if (this.#utterance?.ids.includes(id) === true) return true;
    if (!isNew) return false;
    this.#begin(utterance, id, timestamp, isMeant);
    return true;
  }

  /** A frame of the microphone. Frames of before, repeated after a resume, change nothing. */
  frame(frame: Frame): void {
    const sound = this.#microphone.take(frame);
    if (sound === null) return;
    const { pcm, end, corrupt } = sound;
    if (this.#utterance?.number === frame.number && this.#clientSegments) {
      this.#hear(this.#utterance, pcm, end, corrupt ? null : frame);
    } else if (!this.#clientSegments && this.#floor.settings.mode !== "text") {
      this.#segment(pcm, end, frame);
    }
  }

  end(utterance: number, timestamp: number): void {
    if (this.#utterance?.number !== utterance) return;
    this.#utterance.listening.end(timestamp, this.#floor.settings.mode === "push_to_talk");
  }

  cancel(number: number): void {
    const utterance = this.#utterance;
    if (utterance?.number !== number || !utterance.listening.open) return;
    if ((utterance.tentative ? utterance.ids : utterance.turn.ids).length > 1) {
      utterance.listening.unmerge();
      return;
    }
    this.#utterance = null;
    utterance.listening.close();
    if (utterance.tentative) {
      this.#floor.outbox.hold(false);
    } else {
      this.#answering.end(utterance.turn, "cancelled", 0, "");
      this.#listener.quiet();
    }
  }

  /** From the page's own recogniser. */
  transcribed(utterance: number, text: string, final: boolean): void {
    if (this.#utterance?.number === utterance) this.#utterance.listening.transcribed(text, final);
  }

  /** The answer of this turn is being heard, or over: what seemed to continue its question follows it. */
  settle(turn: Turn): void {
    const utterance = this.#utterance;
    if (utterance?.tentative !== true || utterance.turn !== turn) return;
    const { book, outbox, tools } = this.#floor;
    utterance.tentative = false;
    const own = book.open("spoken", utterance.ids[0], this.#language(), { roles: turn.roles });
    book.name(own, utterance.ids.splice(0).slice(1));
    utterance.turn = own;
    this.#give(own, utterance);
    tools.keep?.changed();
    outbox.hold(false);
  }

  abandon(): void {
    this.#closed = true;
    this.#utterance?.listening.close();
    this.#utterance?.turn.early?.close();
    this.#utterance = null;
  }

  /** @param frame null when its packet cannot be decoded */
  #hear({ listening, voice }: Utterance, pcm: Float32Array, end: number, frame: Frame | null): void {
    if (frame !== null && listening.open) voice?.add(frame.packet, frame.timestamp);
    listening.hear(pcm, end);
  }

  /** Whether what begins now is said to the character, whatever its words are. */
  #isMeant(): boolean {
    const { settings, attention, tools } = this.#floor;
    if (!settings.addressed || settings.mode !== "hands_free" || this.#answering.turn !== null) return true;
    return attention.goesOn(tools.clock.now());
  }

  #begin(number: number, id: string, timestamp: number, isShown: boolean): void {
    const { book, settings, attention, outbox, tools } = this.#floor;
    const begun = this.#listener.takeUp(this.#clientSegments ? id : undefined);
    const isMeant = isShown || this.#isMeant();
    this.#lastUtterance = number;
    const before = this.#utterance;
    if (before !== null) {
      // The person went on before the words of what they said had come: the same turn, or the same tentative one.
      before.listening.merge(number, timestamp);
      before.number = number;
      if (isShown) before.heed.mean();
      if (before.tentative) before.ids.push(id);
      else book.name(before.turn, [id]);
      return;
    }
    const unheard = begun === null ? this.#reopenable() : null;
    const turn = begun ?? unheard ?? book.open("spoken", id, this.#language());
    const listening = new Listening(
      number,
      timestamp,
      settings.language,
      { ...tools, roles: hinted(turn.roles, tools.readings), log: turn.log },
      {
        partial: (text, heardIn, ageMs) => this.#partial(utterance, text, heardIn, ageMs),
        foreseen: (text) => this.#foreseen(utterance, text),
        final: (transcript, heardIn) => this.#final(utterance, transcript, heardIn),
        full: () => this.#full(utterance),
      },
    );
    const utterance: Utterance = {
      number,
      isOver: this.#answering.turn?.speaking?.heard === true,
      heed: new Heed(isMeant || (begun !== null && begun.userText !== ""), attention.namesOf(settings.persona)),
      voice: this.#answering.newVoice(),
      first: { utterance: number, frame: this.#firstFrame },
      ids: unheard === null ? [] : [id],
      turn,
      tentative: unheard !== null,
      listening,
    };
    if (begun !== null) listening.recall(turn.userText, turn.language);
    if (unheard === null) this.#give(turn, utterance);
    else outbox.hold(true);
    this.#utterance = utterance;
    tools.keep?.changed();
  }

  #give(turn: Turn, { listening, heed, voice }: Utterance): void {
    turn.listening = listening;
    turn.heed = heed;
    if (voice !== null) turn.voices.user = voice;
  }

  /** The number of the first frame of an utterance that begins now. */
  get #firstFrame(): number {
    return this.#clientSegments ? this.uplinkSequence : Math.max(0, this.uplinkSequence - PRE_ROLL_FRAMES);
  }

  /** The turn whose answer nobody has heard yet and whose question may be going on. */
  #reopenable(): Turn | null {
    const { settings, tools } = this.#floor;
    const { turn } = this.#answering;
    if (turn === null || turn.origin !== "spoken" || turn.listening === null) return null;
    if (settings.mode !== "hands_free" || turn.roles.hearsInBrowser(settings.language)) return null;
    if (turn.speaking === null || turn.speaking.heard || turn.end !== null) return null;
    return tools.clock.now() - turn.finishedAt < REOPEN_WITHIN_MS ? turn : null;
  }

  #partial(utterance: Utterance, text: string, number: number, ageMs: number): void {
    if (this.#closed) return;
    if (utterance.tentative) {
      this.#reopen(utterance);
      return;
    }
    const { tools, book } = this.#floor;
    tools.metrics.partial(ageMs);
    const words = utterance.heed.words(text, false);
    if (words === null) return;
    const { turn } = utterance;
    book.emit(turn, { type: "transcript_partial", turn: turn.number, utterance: number, text: words });
    this.#answering.lookAhead(turn, words);
  }

  #foreseen({ tentative, heed, turn }: Utterance, text: string): void {
    if (this.#closed || tentative || !heed.isMeant) return;
    this.#answering.lookAhead(turn, heed.words(text, true) ?? text);
  }

  /** The person had not finished: the answer is void and the new words belong to the same turn. */
  #reopen(utterance: Utterance): void {
    const { turn, number, first, ids } = utterance;
    const { book, tools } = this.#floor;
    this.#answering.withdraw(turn);
    turn.final = null;
    tools.metrics.turnReopened();
    book.emit(turn, { type: "turn_reopened", turn: turn.number });
    book.name(turn, ids);
    const whole = turn.listening;
    if (whole === null) return;
    const voice = turn.voices.user instanceof VoiceTrack ? turn.voices.user : null;
    if (utterance.voice !== null) voice?.append(utterance.voice);
    const heed = turn.heed ?? utterance.heed;
    this.#utterance = {
      number,
      first,
      ids: [],
      turn,
      listening: whole,
      heed,
      isOver: false,
      voice,
      tentative: false,
    };
    whole.absorb(utterance.listening);
  }

  #final(utterance: Utterance, transcript: FinalTranscript, number: number): void {
    if (this.#closed) return;
    const { heed } = utterance;
    const words = transcript.heard ? heed.words(transcript.text, true) : heed.isMeant ? "" : null;
    const isNothing = transcript.heard && transcript.text === "";
    if (words === null && !isNothing) this.#passOver(utterance);
    else if (!utterance.tentative) this.#heard(utterance, transcript, words ?? "", number);
    else if (words !== null && words !== "") this.#reopen(utterance);
    else this.#drop();
  }

  /** Nothing was said that could have continued the question. */
  #drop(): void {
    this.#utterance = null;
    this.#floor.outbox.hold(false);
  }

  /** It was said to somebody else: nothing of it goes anywhere. */
  #passOver({ turn, listening }: Utterance): void {
    this.#utterance = null;
    turn.finishedAt = listening.speechEndedAt;
    this.#answering.end(turn, "ignored", 0, "");
    this.#listener.quiet();
  }

  #heard(
    { turn, listening, heed, isOver }: Utterance,
    transcript: FinalTranscript,
    words: string,
    number: number,
  ): void {
    const { settings, attention, tools, book } = this.#floor;
    this.#utterance = null;
    turn.finishedAt = listening.speechEndedAt;
    turn.sttFinalMs = tools.clock.now() - turn.finishedAt;
    turn.userText = words;
    // A voice cannot be cut where its words are.
    if (heed.hasOverheard) turn.voices = {};
    turn.heardBy = transcript.heard ? transcript.standIn : undefined;
    if (words !== "") turn.language = languageOf(words, settings.language);
    if (!transcript.heard) {
      const apology = transcript.why === "language" ? "stt-language" : "stt-failed";
      turn.fixed = { text: phrase(apology, turn.language), fallback: "stt" };
    }
    book.tellFinal(turn, number);
    const asked = attention.asked(words, settings.persona);
    if (transcript.heard && words === "") {
      this.#answering.end(turn, "empty", 0, "");
    } else if (isOver && asksToStop(asked) && tools.proposals?.isTakenBack(this.#floor.sessionId, asked) !== true) {
      tools.proposals?.drop(this.#floor.sessionId);
      this.#answering.turn?.speaking?.interrupt();
      this.#answering.end(turn, "cancelled", 0, "");
    } else {
      this.#answering.answer(turn);
    }
    this.#listener.quiet();
  }

  #full({ turn }: Utterance): void {
    this.#floor.book.emit(turn, {
      type: "warning",
      code: "speech_too_long",
      stage: "stt",
      message: "One turn holds ten minutes of speech. What was said until now is answered; please go on afterwards.",
      recoverable: true,
      trace_id: turn.traceId,
    });
  }

  /** For a client that does not say where speech begins and ends. */
  #segment(pcm: Float32Array, end: number, frame: Frame): void {
    for (const step of this.#segmenter.push(pcm, end, frame)) {
      if (step.type === "start") {
        const id = `relay-${this.#floor.tools.newTraceId()}`;
        this.#begin(this.#lastUtterance + 1, id, step.timestamp, false);
      } else if (step.type === "sound") {
        if (this.#utterance !== null) this.#hear(this.#utterance, step.pcm, step.timestamp, step.origin);
      } else {
        this.#utterance?.listening.end(step.timestamp, false);
      }
    }
  }

  #language(): SpokenLanguage {
    const { language } = this.#floor.settings;
    return language === "auto" ? "en-US" : language;
  }
}
