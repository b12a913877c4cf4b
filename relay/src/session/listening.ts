/** The speech of one turn, from its first utterance to its final transcript. Later utterances may be merged into it. */
import { MAX_UTTERANCE, RTP_CLOCK_HZ, timestampDelta } from "@hisho/protocol";
import { ProviderError } from "@hisho/providers/errors.ts";
import type { Transcript } from "@hisho/providers/stt/port.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Roles } from "../roles.ts";
import { GrowingPcm } from "../speech/growing-pcm.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";
import { MovingTranscript } from "../speech/moving-transcript.ts";
import { quietestPlace } from "../speech/partial-window.ts";
import type { PartialScheduler } from "../speech/partials.ts";
import { joined } from "../speech/units.ts";
import { Stretches } from "./stretches.ts";

/** Who recognises what was said. */
export type Ears = Pick<Roles, "transcribe" | "covers" | "hearsInBrowser" | "tried" | "providers">;

export interface ListeningTools {
  roles: Ears;
  partials: PartialScheduler;
  clock: Clock;
  log: Log;
  /** From the last speech sample to the final transcript, ms. */
  finalFlushSilenceMs: number;
}

export type FinalTranscript =
  /** `standIn`: the recogniser that heard it in place of the first choice. */
  | { heard: true; text: string; language: string; standIn?: string | undefined }
  /** `language`: no recogniser serves it; `failed`: every recogniser failed. */
  | { heard: false; why: "language" | "failed" };

export interface ListeningListener {
  /** `ageMs`: from the arrival of the newest sound it covers. */
  partial(text: string, utterance: number, ageMs: number): void;
  /** What will be final unless the person goes on: known before the silence is over in which they may. */
  foreseen?(text: string): void;
  final(transcript: FinalTranscript, utterance: number): void;
  /** The turn is as long as a turn may be: what was heard becomes final, what follows is not heard. */
  full?(utterance: number): void;
}

/** The words of so much sound are recognised at once; what is said beyond becomes a further stretch of the same turn. */
const LONGEST_STRETCH = (PCM_RATE_HZ * MAX_UTTERANCE) / 1000;
/** A longer stretch is cut in its last part. */
const CUT_WITHIN = PCM_RATE_HZ * 10;
/** Who goes on after so much is heard from there, and not from the beginning again. */
const WHOLE_STRETCH = PCM_RATE_HZ * 12;
const LONGEST_TURN = PCM_RATE_HZ * 600;
const MERGE_SILENCE_SAMPLES = PCM_RATE_HZ / 5;
const RTP_PER_MS = RTP_CLOCK_HZ / 1000;

interface Utterance {
  number: number;
  startTimestamp: number;
}

export class Listening {
  readonly #tools: ListeningTools;
  readonly #listener: ListeningListener;
  readonly #language: string;
  readonly #pcm = new GrowingPcm();
  /** Final words; the sound before `#pcm.start` is in them. */
  readonly #stretches = new Stretches((pcm, signal) => this.#recognise(pcm, signal));
  readonly #moving = new MovingTranscript(this.#pcm, (pcm, previousText, signal) =>
    this.#transcribe(pcm, previousText, signal),
  );
  #utterance: Utterance;
  #latest: { timestamp: number; atMs: number };
  #state: "open" | "closing" | "done" = "open";
  #stopPartials: (() => void) | null = null;
  #work = new AbortController();
  #cancelFlush: (() => void) | null = null;
  #lastPartial = "";
  #standIn: string | undefined;
  /** Words from before this relay heard the turn. */
  #recalled = "";
  #endedAtTimestamp: number | null = null;
  /** When the last speech sample was heard, on the clock; now while speech goes on. */
  #speechEndedAt: number;

  constructor(
    utterance: number,
    timestamp: number,
    language: string,
    tools: ListeningTools,
    listener: ListeningListener,
  ) {
    this.#tools = tools;
    this.#listener = listener;
    this.#language = language;
    this.#utterance = { number: utterance, startTimestamp: timestamp };
    this.#latest = { timestamp, atMs: tools.clock.now() };
    this.#speechEndedAt = tools.clock.now();
    this.#hearPartials();
  }

  /** The turn has begun at another relay, with these words, which may be none. */
  recall(text: string, language: string): void {
    if (text === "") return;
    this.#recalled = text;
    this.#stretches.recall({ text, language });
  }

  get open(): boolean {
    return this.#state === "open";
  }

  /** The newest words it has told; empty before. */
  get lastPartial(): string {
    return this.#lastPartial;
  }

  /** The last merged utterance. */
  get utterance(): number {
    return this.#utterance.number;
  }

  get speechEndedAt(): number {
    return this.#state === "open" ? this.#tools.clock.now() : this.#speechEndedAt;
  }

  /** Sound of the open utterance, its pre-roll included. */
  hear(pcm: Float32Array, timestamp: number): void {
    if (this.#state !== "open") return;
    this.#latest = { timestamp, atMs: this.#tools.clock.now() };
    if (this.#tools.roles.hearsInBrowser(this.#language)) return;
    this.#pcm.append(pcm);
    this.#sealLong();
    if (this.#pcm.length < LONGEST_TURN) {
      this.#tools.partials.poke();
      return;
    }
    this.end(timestamp, true);
    this.#listener.full?.(this.#utterance.number);
  }

  /** The person went on: another utterance of the same turn. */
  merge(utterance: number, timestamp: number): void {
    const isWhole = this.#pcm.length - this.#pcm.start >= WHOLE_STRETCH && this.#stretches.seal();
    this.#stop();
    this.#state = "open";
    this.#endedAtTimestamp = null;
    this.#utterance = { number: utterance, startTimestamp: timestamp };
    this.#latest = { timestamp, atMs: this.#tools.clock.now() };
    if (isWhole) this.#forget(this.#pcm.length);
    else this.#pcm.append(new Float32Array(MERGE_SILENCE_SAMPLES));
    this.#hearPartials();
  }

  /** The utterance merged last was nothing: what was said before it is final. */
  unmerge(): void {
    this.end(this.#latest.timestamp, true);
  }

  /** Takes over what another one heard as a further utterance of the same turn; the other is closed. */
  absorb(other: Listening): void {
    this.merge(other.utterance, other.#utterance.startTimestamp);
    if (other.#stretches.sealed > 0) {
      this.#seal(this.#pcm.length);
      this.#stretches.append(other.#stretches);
    }
    this.#pcm.append(other.#pcm.view());
    this.#sealLong();
    this.#latest = other.#latest;
    const ended = other.#endedAtTimestamp;
    other.close();
    if (ended !== null) this.end(ended, false);
  }

  /**
   * The last speech sample was at `timestamp`. The final transcript is begun now and given at the end of the silence.
   * @param atOnce without waiting for that silence (push-to-talk)
   */
  end(timestamp: number, atOnce: boolean): void {
    if (this.#state !== "open") return;
    this.#stop();
    this.#state = "closing";
    this.#endedAtTimestamp = timestamp;
    const { clock, finalFlushSilenceMs } = this.#tools;
    const heardSinceMs = Math.max(0, timestampDelta(this.#latest.timestamp, timestamp) / RTP_PER_MS);
    const elapsedMs = heardSinceMs + clock.now() - this.#latest.atMs;
    this.#speechEndedAt = clock.now() - elapsedMs;
    const waitMs = atOnce ? 0 : Math.max(0, finalFlushSilenceMs - elapsedMs);
    const { roles } = this.#tools;
    if (roles.hearsInBrowser(this.#language)) {
      this.#cancelFlush = clock.after(roles.providers.deadlinesMs.sttFinal, () =>
        this.#give({ heard: false, why: "failed" }),
      );
      return;
    }
    const flushed = new Promise<void>((resolve) => {
      this.#cancelFlush = clock.after(waitMs, resolve);
    });
    void this.#finish(flushed, this.#work.signal);
  }

  /** What the page's own recogniser heard. */
  transcribed(text: string, final: boolean): void {
    if (this.#state === "done") return;
    if (!final) {
      this.#listener.partial(text, this.#utterance.number, 0);
      return;
    }
    if (this.#state === "open") this.#speechEndedAt = this.#tools.clock.now();
    this.#give({ heard: true, text, language: this.#language });
  }

  /** Nothing more is wanted. */
  close(): void {
    this.#stop();
    this.#stretches.close();
    this.#state = "done";
  }

  #sealLong(): void {
    while (this.#pcm.length - this.#pcm.start >= LONGEST_STRETCH) {
      const { start } = this.#pcm;
      const latest = start + LONGEST_STRETCH;
      const isFixed = this.#moving.windowStart >= latest - CUT_WITHIN && this.#moving.windowStart <= latest;
      const sound = this.#pcm.view(start, latest);
      this.#seal(
        isFixed ? this.#moving.windowStart : start + quietestPlace(sound, sound.length - CUT_WITHIN, sound.length),
      );
    }
  }

  /** The words before `index` are recognised for good. */
  #seal(index: number): void {
    this.#stretches.begin(this.#pcm.slice(this.#pcm.start, index));
    this.#stretches.seal();
    this.#forget(index);
  }

  #forget(index: number): void {
    this.#pcm.forget(index);
    this.#moving.skipTo(index);
  }

  #stop(): void {
    this.#stretches.takeBack();
    this.#stopHearing();
  }

  /** The words that are being recognised for good are kept: the turn may be opened again. */
  #stopHearing(): void {
    this.#stopPartials?.();
    this.#stopPartials = null;
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    this.#work.abort(new Error("superseded"));
    this.#work = new AbortController();
  }

  #hearPartials(): void {
    const { roles, partials } = this.#tools;
    if (roles.hearsInBrowser(this.#language) || !roles.covers("stt", this.#language)) return;
    this.#stopPartials = partials.add({
      heardMs: () => timestampDelta(this.#latest.timestamp, this.#utterance.startTimestamp) / RTP_PER_MS,
      isDue: () => this.#moving.due,
      run: () => this.#partial(this.#work.signal),
    });
  }

  /** @returns false when it is certain that nothing was recognised */
  async #partial(signal: AbortSignal): Promise<boolean> {
    const { clock, log } = this.#tools;
    const { atMs } = this.#latest;
    try {
      const words = await this.#moving.pass(signal);
      if (signal.aborted || words === "") return words !== "";
      const text = joined(this.#recalled, words);
      if (text === this.#lastPartial) return true;
      this.#lastPartial = text;
      this.#listener.partial(text, this.#utterance.number, clock.now() - atMs);
    } catch (error) {
      if (!signal.aborted) log.debug("partial failed", { error });
    }
    return true;
  }

  async #transcribe(pcm: Float32Array, previousText: string, signal: AbortSignal): Promise<string> {
    const request = { pcm, language: this.#language, final: false, previousText };
    return (await this.#tools.roles.transcribe(request, signal)).text;
  }

  async #recognise(pcm: Float32Array, signal: AbortSignal): Promise<Transcript> {
    const heard = await this.#tools.roles.transcribe({ pcm, language: this.#language, final: true }, signal);
    this.#standIn ??= heard.standIn;
    return heard;
  }

  async #finish(flushed: Promise<void>, signal: AbortSignal): Promise<void> {
    let transcript: FinalTranscript;
    try {
      this.#stretches.begin(this.#pcm.slice());
      const { text, language } = await this.#stretches.words();
      if (!signal.aborted) this.#listener.foreseen?.(text);
      transcript = { heard: true, text, language, standIn: this.#standIn };
    } catch (error) {
      if (signal.aborted) return;
      const { log, roles } = this.#tools;
      log.warn("stt failed", { error, tried: roles.tried("stt", this.#language) });
      transcript = {
        heard: false,
        why: error instanceof ProviderError && error.reason === "language" ? "language" : "failed",
      };
    }
    await flushed;
    if (!signal.aborted) this.#give(transcript);
  }

  #give(transcript: FinalTranscript): void {
    this.#stopHearing();
    this.#state = "done";
    this.#listener.final(transcript, this.#utterance.number);
  }
}
