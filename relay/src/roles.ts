/**
 * The providers at work: each call tries those that cover the language, in order, leaves alone those that keep failing,
 * and remembers how it went.
 */
import type { ProviderSummary } from "@hisho/protocol";
import { ProviderError, type Role } from "@hisho/providers/errors.ts";
import type { Health, Provider } from "@hisho/providers/health.ts";
import type { ReplyPart, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { forLanguage, type Providers } from "@hisho/providers/registry.ts";
import { type HallucinationReason, judgeTranscript } from "@hisho/providers/stt/hallucinations.ts";
import type { Transcript, TranscriptionRequest } from "@hisho/providers/stt/port.ts";
import { speechLevel } from "@hisho/providers/stt/speech-level.ts";
import type { SpeechChunk, SpeechRequest } from "@hisho/providers/tts/port.ts";
import { CircuitBreaker, failingOf } from "./circuit-breaker.ts";
import type { Clock } from "./clock.ts";
import { Deadline, DeadlineError, withDeadline } from "./deadline.ts";

export interface RoleHealth {
  role: Role;
  provider: string;
  endpoint: string | undefined;
  isMock: boolean;
  languages: readonly string[];
  health: Health;
  /** How often it could not serve, or was left alone, and another, or nothing, took its place. */
  fallbackCount: number;
}

const PRODUCT_LANGUAGES = ["ja", "en", "ko"];
/** Of one answer. */
const MOST_CHARACTERS = 8_000;
/** Of one transcript: the fastest speakers need a quarter of an hour for them. */
const MOST_HEARD_CHARACTERS = 20_000;

/** How calls to one provider went. */
interface ProviderRecord {
  /** What went wrong last; undefined after a success. */
  failure: string | undefined;
  fallbacks: number;
  readonly breaker: CircuitBreaker;
}

type StreamRole = "stt" | "llm" | "tts";

export class Roles {
  readonly #providers: Providers;
  readonly #clock: Clock;
  readonly #records: WeakMap<Provider, ProviderRecord>;
  readonly #hallucinations: Map<HallucinationReason, number>;
  #holders = 0;
  #whenFree: (() => void) | null = null;

  /** @param before whose records of the same providers go on */
  constructor(providers: Providers, clock: Clock, before?: Roles) {
    this.#providers = providers;
    this.#clock = clock;
    this.#records = before === undefined ? new WeakMap() : before.#records;
    this.#hallucinations = before === undefined ? new Map() : before.#hallucinations;
  }

  get providers(): Providers {
    return this.#providers;
  }

  /** The recogniser of the language is the page's own: the client sends `transcript` messages. */
  hearsInBrowser(language: string): boolean {
    return forLanguage(this.#providers.stt, language)[0]?.name === "browser";
  }

  /** Whether any provider of the role covers the language at all. */
  covers(role: StreamRole, language: string): boolean {
    return forLanguage<Provider>(this.#providers[role], language).length > 0;
  }

  /** What the role's providers say about a language that none of them serves, for operators. */
  whyNot(role: StreamRole, language: string): string {
    const reasons = this.#providers[role].flatMap((provider) => {
      const health = provider.health();
      return health.status === "ok" ? [] : [health.reason];
    });
    return reasons.length > 0 ? reasons.join(" ") : `No ${role} provider serves ${language}.`;
  }

  /** Final transcripts that were no speech, by the reason why they were dropped. */
  get hallucinations(): ReadonlyMap<HallucinationReason, number> {
    return this.#hallucinations;
  }

  /**
   * What was said; what a recogniser made of silence and noise is dropped.
   * @throws ProviderError, DeadlineError or the signal's reason, the last provider's
   */
  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    const { sttPartial, sttFinal } = this.#providers.deadlinesMs;
    const deadlineMs = request.final ? sttFinal : sttPartial;
    const hearing = this.#firstThat(
      "stt",
      request.language,
      signal,
      { counts: request.final, deadlineMs },
      async (stt, inner) => ({
        heard: sayable(await stt.transcribe(request, inner)),
        threshold: stt.noSpeechThreshold,
      }),
    );
    // Measured while the recogniser works: nobody waits for it.
    const level = speechLevel(request.pcm);
    const { heard, threshold } = await hearing;
    if (heard.text === "") return heard;
    const verdict = judgeTranscript({ ...heard, level }, threshold);
    if (verdict.keep) return { ...heard, text: verdict.text };
    if (request.final) {
      this.#hallucinations.set(verdict.reason, (this.#hallucinations.get(verdict.reason) ?? 0) + 1);
    }
    return { ...heard, text: "" };
  }

  /** Streams an answer; another provider takes over only while nothing has been said. */
  async *reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    const { llmFirstToken, llm: whole } = this.#providers.deadlinesMs;
    yield* this.#stream(
      "llm",
      request.language,
      signal,
      { firstMs: llmFirstToken, nextMs: whole, wholeMs: whole },
      (llm, inner) => bounded(llm.reply(request, inner)),
    );
  }

  /** Streams the sound of one clause; another provider takes over only while nothing has sounded. */
  async *speak(request: SpeechRequest, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
    const { ttsFirstChunk } = this.#providers.deadlinesMs;
    yield* this.#stream(
      "tts",
      request.language,
      signal,
      { firstMs: ttsFirstChunk, nextMs: ttsFirstChunk },
      (tts, inner) => tts.speak(request, inner),
    );
  }

  /** What `session_ready` says of each role: who serves the language first. */
  summaries(language: string): {
    stt: ProviderSummary;
    llm: ProviderSummary;
    tts: ProviderSummary;
    embedding: ProviderSummary;
  } {
    const summary = (providers: readonly Provider[]): ProviderSummary => ({
      name: (forLanguage(providers, language)[0] ?? providers[0])?.name ?? "none",
      is_mock: providers.some((provider) => provider.isMock),
      languages: [...new Set(providers.flatMap((provider) => provider.languages))],
    });
    const { stt, llm, tts, embedding } = this.#providers;
    const in_browser = PRODUCT_LANGUAGES.filter((tag) => this.hearsInBrowser(tag));
    return {
      stt: { ...summary(stt), in_browser },
      llm: summary(llm),
      tts: summary(tts),
      embedding: summary([embedding]),
    };
  }

  health(): RoleHealth[] {
    const { stt, llm, tts, embedding, vectorStore } = this.#providers;
    const lists: [Role, readonly Provider[]][] = [
      ["stt", stt],
      ["llm", llm],
      ["tts", tts],
      ["embedding", [embedding]],
      ["vector_store", [vectorStore]],
    ];
    return lists.flatMap(([role, providers]) =>
      providers.map((provider) => ({
        role,
        provider: provider.name,
        endpoint: provider.endpoint,
        isMock: provider.isMock,
        languages: provider.languages,
        health: this.#healthOf(provider),
        fallbackCount: this.#recordOf(provider).fallbacks,
      })),
    );
  }

  /** Something stood in for the role's answer: a template, silence, no documents. */
  countFallback(role: "llm" | "embedding"): void {
    const { llm, embedding } = this.#providers;
    const first: Provider | undefined = role === "llm" ? llm[0] : embedding;
    if (first !== undefined) this.#fellBack(first);
  }

  /** A turn begins to use these providers; it lets go of them by `release`. */
  hold(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#whenFree?.();
  }

  /** Resolves when no turn holds these providers. Asked once, after the last `hold`. */
  async free(): Promise<void> {
    if (this.#holders === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenFree = resolve;
    });
  }

  #healthOf(provider: Provider): Health {
    const own = provider.health();
    const { failure, breaker } = this.#recordOf(provider);
    const restMs = breaker.restMs(this.#clock.now());
    if (restMs > 0 && own.status === "ok") {
      return { status: "down", reason: `${failure}; it is asked again in ${Math.ceil(restMs / 1000)} s` };
    }
    return own.status === "ok" && failure !== undefined ? { status: "degraded", reason: failure } : own;
  }

  #candidates<R extends StreamRole>(role: R, language: string): Providers[R] {
    const candidates = forLanguage<Provider>(this.#providers[role], language) as Providers[R];
    if (candidates.length === 0) {
      throw new ProviderError(role, "language", `no ${role} provider serves ${language}`);
    }
    return candidates;
  }

  /**
   * Those that cover the language: as configured, but last those that are known to be down. `share` of the time that is
   * left may be spent on each, so that the last of them still has its turn within the stage's deadline.
   */
  #inOrder<R extends StreamRole>(
    role: R,
    language: string,
    counts: boolean,
  ): { provider: Providers[R][number]; share: number }[] {
    const now = this.#clock.now();
    const candidates: readonly Provider[] = this.#candidates(role, language);
    const isDown = (provider: Provider): boolean => provider.health().status === "down";
    const down = candidates.filter(isDown);
    const ordered = [...candidates.filter((provider) => !isDown(provider)), ...down];
    if (counts) for (const provider of down) if (ordered[0] !== provider) this.#fellBack(provider);
    const willing = ordered.filter((provider) => this.#recordOf(provider).breaker.restMs(now) === 0);
    return ordered.map((provider) => {
      const after = willing.length - willing.indexOf(provider);
      return { provider: provider as Providers[R][number], share: willing.includes(provider) ? 1 / after : 1 };
    });
  }

  async #firstThat<R extends StreamRole, T>(
    role: R,
    language: string,
    signal: AbortSignal,
    { counts, deadlineMs }: { counts: boolean; deadlineMs: number },
    work: (provider: Providers[R][number], signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const endsAt = this.#clock.now() + deadlineMs;
    let failure: unknown;
    for (const { provider, share } of this.#inOrder(role, language, counts)) {
      if (!this.#enter(provider, counts)) continue;
      const limitMs = Math.round((endsAt - this.#clock.now()) * share);
      try {
        const result = await withDeadline(role, limitMs, signal, this.#clock, (inner) => work(provider, inner));
        this.#succeeded(provider);
        return result;
      } catch (error) {
        this.#ended(provider, error, signal, counts);
        failure = error;
      }
    }
    throw failure ?? allResting(role);
  }

  async *#stream<R extends StreamRole, T>(
    role: R,
    language: string,
    signal: AbortSignal,
    deadlines: { firstMs: number; nextMs: number; wholeMs?: number },
    open: (provider: Providers[R][number], signal: AbortSignal) => AsyncIterable<T>,
  ): AsyncGenerator<T> {
    const endsAt = this.#clock.now() + (deadlines.wholeMs ?? Number.POSITIVE_INFINITY);
    const beginsBy = this.#clock.now() + deadlines.firstMs;
    let failure: unknown;
    for (const { provider, share } of this.#inOrder(role, language, true)) {
      if (this.#clock.now() >= endsAt) break;
      if (!this.#enter(provider, true)) continue;
      const firstMs = Math.round((beginsBy - this.#clock.now()) * share);
      const deadline = new Deadline(role, signal, this.#clock);
      let started = false;
      let parts: AsyncIterator<T> | undefined;
      try {
        const stream = open(provider, deadline.signal)[Symbol.asyncIterator]();
        parts = stream;
        for (;;) {
          const patienceMs = started ? deadlines.nextMs : firstMs;
          const leftMs = Math.max(0, Math.min(patienceMs, endsAt - this.#clock.now()));
          const part = await deadline.within(leftMs, () => stream.next());
          if (!started) this.#succeeded(provider);
          if (part.done === true) return;
          started = true;
          yield part.value;
        }
      } catch (error) {
        this.#ended(provider, error, signal, true);
        if (started) throw error;
        failure = error;
      } finally {
        deadline.close();
        // Not awaited: one that hangs keeps nobody waiting, and what it throws after its end is of no use.
        parts?.return?.().catch(() => {});
      }
    }
    throw failure ?? allResting(role);
  }

  #enter(provider: Provider, counts: boolean): boolean {
    const enters = this.#recordOf(provider).breaker.enter(this.#clock.now());
    if (!enters && counts) this.#fellBack(provider);
    return enters;
  }

  #succeeded(provider: Provider): void {
    const record = this.#recordOf(provider);
    record.failure = undefined;
    record.breaker.succeeded();
  }

  /** @throws the turn's reason when it was aborted: then nothing is known of the provider */
  #ended(provider: Provider, error: unknown, signal: AbortSignal, counts: boolean): void {
    const record = this.#recordOf(provider);
    const { breaker } = record;
    if (signal.aborted) {
      breaker.abandoned();
      throw signal.reason;
    }
    if (counts) this.#fellBack(provider);
    const known = error instanceof ProviderError ? error : undefined;
    // A language that it does not speak after all says nothing of its state.
    if (known?.reason === "language") breaker.abandoned();
    else {
      // A partial that is only late says nothing of finals, which have longer.
      const late = error instanceof DeadlineError || known?.reason === "timeout";
      if (!counts && late) {
        breaker.abandoned();
        return;
      }
      record.failure = error instanceof Error ? error.message : String(error);
      breaker.failed(this.#clock.now(), failingOf(error));
    }
  }

  #fellBack(provider: Provider): void {
    this.#recordOf(provider).fallbacks += 1;
  }

  #recordOf(provider: Provider): ProviderRecord {
    const known = this.#records.get(provider);
    if (known !== undefined) return known;
    const record = { failure: undefined, fallbacks: 0, breaker: new CircuitBreaker() };
    this.#records.set(provider, record);
    return record;
  }
}

/** @throws ProviderError `bad-answer` when it is longer than anybody speaks */
function sayable(transcript: Transcript): Transcript {
  if (transcript.text.length <= MOST_HEARD_CHARACTERS) return transcript;
  throw new ProviderError("stt", "bad-answer", `the transcript is longer than ${MOST_HEARD_CHARACTERS} characters`);
}

/** A model that does not end is cut off, and one that says nothing leaves it to the next. @throws ProviderError `bad-answer` */
async function* bounded(parts: AsyncIterable<ReplyPart>): AsyncGenerator<ReplyPart> {
  let characters = 0;
  for await (const part of parts) {
    if (part.type === "text" && part.text === "") continue;
    if (part.type === "text") characters += part.text.length;
    if (characters > MOST_CHARACTERS) {
      throw new ProviderError("llm", "bad-answer", `the answer is longer than ${MOST_CHARACTERS} characters`);
    }
    yield part;
  }
  if (characters === 0) throw new ProviderError("llm", "bad-answer", "the answer is empty", { retryable: true });
}

const allResting = (role: Role): ProviderError =>
  new ProviderError(role, "unavailable", `every ${role} provider is left alone for a while after failures`, {
    retryable: true,
  });
