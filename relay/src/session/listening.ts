/** The speech of one turn, from its first utterance to its final transcript. Later utterances may be merged into it. */
import { MAX_UTTERANCE, RTP_CLOCK_HZ, timestampDelta } from "@hisho/protocol";
import { ProviderError } from "@hisho/providers/errors.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Roles } from "../roles.ts";
import { GrowingPcm } from "../speech/growing-pcm.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";
import { commitPoint } from "../speech/partial-window.ts";
import type { PartialScheduler } from "../speech/partials.ts";

export interface ListeningTools {
  roles: Roles;
  partials: PartialScheduler;
  clock: Clock;
  log: Log;
  /** From the last speech sample to the final transcript, ms. */
  finalFlushSilenceMs: number;
}

export type FinalTranscript =
  | { heard: true; text: string; language: string }
  /** `language`: no recogniser serves it; `failed`: every recogniser failed. */
  | { heard: false; why: "language" | "failed" };

export interface ListeningListener {
  /** `ageMs`: from the arrival of the newest sound it covers. */
  partial(text: string, utterance: number, ageMs: number): void;
  final(transcript: FinalTranscript, utterance: number): void;
}

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
  readonly #pcm = new GrowingPcm((PCM_RATE_HZ * MAX_UTTERANCE) / 1000);
  #utterance: Utterance;
  #latest: { timestamp: number; atMs: number };
  #state: "open" | "closing" | "done" = "open";
  #stopPartials: (() => void) | null = null;
  #work = new AbortController();
  #cancelFlush: (() => void) | null = null;
  #agreed = "";
  #agreedSamples = 0;
  #lastPartial = "";
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

  get open(): boolean {
    return this.#state === "open";
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
    this.#pcm.append(pcm);
    this.#latest = { timestamp, atMs: this.#tools.clock.now() };
    this.#tools.partials.poke();
  }

  /** The person went on: another utterance of the same turn. */
  merge(utterance: number, timestamp: number): void {
    this.#stop();
    this.#state = "open";
    this.#endedAtTimestamp = null;
    this.#utterance = { number: utterance, startTimestamp: timestamp };
    this.#latest = { timestamp, atMs: this.#tools.clock.now() };
    this.#pcm.append(new Float32Array(MERGE_SILENCE_SAMPLES));
    this.#hearPartials();
  }

  /** The utterance merged last was nothing: what was said before it is final. */
  unmerge(): void {
    this.end(this.#latest.timestamp, true);
  }

  /** Takes over what another one heard as a further utterance of the same turn; the other is closed. */
  absorb(other: Listening): void {
    this.merge(other.utterance, other.#utterance.startTimestamp);
    this.#pcm.append(other.#pcm.view());
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
    this.#state = "done";
  }

  #stop(): void {
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
      run: () => this.#partial(this.#work.signal),
    });
  }

  /** @returns false when it is certain that nothing was recognised */
  async #partial(signal: AbortSignal): Promise<boolean> {
    const { clock, log } = this.#tools;
    const { atMs } = this.#latest;
    const end = this.#pcm.length;
    try {
      const cut = commitPoint(this.#pcm.view(this.#agreedSamples, end));
      if (cut > 0) {
        const agreed = await this.#transcribe(this.#pcm.slice(this.#agreedSamples, this.#agreedSamples + cut), signal);
        this.#agreed = joined(this.#agreed, agreed);
        this.#agreedSamples += cut;
      }
      const tail = await this.#transcribe(this.#pcm.slice(this.#agreedSamples, end), signal);
      const text = joined(this.#agreed, tail);
      if (signal.aborted || text === "" || text === this.#lastPartial) return text !== "";
      this.#lastPartial = text;
      this.#listener.partial(text, this.#utterance.number, clock.now() - atMs);
    } catch (error) {
      if (!signal.aborted) log.debug("partial failed", { error });
    }
    return true;
  }

  async #transcribe(pcm: Float32Array, signal: AbortSignal): Promise<string> {
    const request = { pcm, language: this.#language, final: false, previousText: this.#agreed };
    return (await this.#tools.roles.transcribe(request, signal)).text;
  }

  async #finish(flushed: Promise<void>, signal: AbortSignal): Promise<void> {
    const { roles, log } = this.#tools;
    let transcript: FinalTranscript;
    try {
      const request = { pcm: this.#pcm.slice(), language: this.#language, final: true };
      transcript = { heard: true, ...(await roles.transcribe(request, signal)) };
    } catch (error) {
      if (signal.aborted) return;
      log.warn("stt failed", { error });
      transcript = {
        heard: false,
        why: error instanceof ProviderError && error.reason === "language" ? "language" : "failed",
      };
    }
    await flushed;
    if (!signal.aborted) this.#give(transcript);
  }

  #give(transcript: FinalTranscript): void {
    this.close();
    this.#listener.final(transcript, this.#utterance.number);
  }
}

const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef、。]$/;

/** Two stretches of recognised text as one. */
function joined(before: string, after: string): string {
  if (before === "" || after === "") return before + after;
  return UNSPACED.test(before) ? before + after : `${before} ${after}`;
}
