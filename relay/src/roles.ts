/**
 * The providers at work: each call tries those that cover the language, in order, leaves alone those that keep failing,
 * and tells when another than the first has served.
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
import type { Clock } from "./clock.ts";
import { Failover, type OnStandIn } from "./failover.ts";
import type { Log } from "./log.ts";
import { type CallMeter, ProviderLedger, type Tried } from "./provider-ledger.ts";

export interface RoleHealth {
  role: Role;
  provider: string;
  endpoint: string | undefined;
  isMock: boolean;
  languages: readonly string[];
  health: Health;
  /** How often it could not serve, or was left alone, and another, or nothing, took its place. */
  fallbackCount: number;
  /** False from when it is left alone after failures until a call has gone well. */
  asked: boolean;
  /** While it is left alone after failures: when it is asked again. */
  restsUntil: Date | undefined;
}

export interface Heard extends Transcript {
  /** The recogniser that heard it in place of the first choice. */
  standIn?: string;
}

export const PRODUCT_LANGUAGES = ["ja", "en", "ko"];
/** Of one answer. */
const MOST_CHARACTERS = 8_000;
/** Of one transcript: the fastest speakers need a quarter of an hour for them. */
const MOST_HEARD_CHARACTERS = 20_000;

type StreamRole = "stt" | "llm" | "tts";

export class Roles {
  readonly #providers: Providers;
  readonly #ledger: ProviderLedger;
  readonly #failover: Failover;
  readonly #hallucinations: Map<HallucinationReason, number>;
  #holders = 0;
  #whenFree: (() => void) | null = null;

  /** @param from who measures the calls, or before, whose records of the same providers go on and who is told as before */
  constructor(providers: Providers, clock: Clock, log: Log, from: { meter?: CallMeter; before?: Roles } = {}) {
    const { meter, before } = from;
    this.#providers = providers;
    this.#ledger = before !== undefined ? before.#ledger : new ProviderLedger(clock, log, meter);
    this.#hallucinations = before !== undefined ? before.#hallucinations : new Map();
    this.#failover = new Failover(this.#ledger, clock);
    for (const [role, list] of this.#lists) this.#ledger.open(role, list);
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

  /** Those that were to serve the language, with what each said last, for the log. */
  tried(role: StreamRole, language: string): Tried[] {
    return forLanguage<Provider>(this.#providers[role], language).map((provider) =>
      this.#ledger.of(provider).tried(provider.health()),
    );
  }

  /** Final transcripts that were no speech, by the reason why they were dropped. */
  get hallucinations(): ReadonlyMap<HallucinationReason, number> {
    return this.#hallucinations;
  }

  /**
   * What was said; what a recogniser made of silence and noise is dropped.
   * @throws ProviderError, DeadlineError or the signal's reason, the last provider's
   */
  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Heard> {
    const { sttPartial, sttFinal } = this.#providers.deadlinesMs;
    const deadlineMs = request.final ? sttFinal : sttPartial;
    const hearing = this.#failover.firstThat(
      "stt",
      this.#candidates("stt", request.language),
      signal,
      { call: request.final ? "final" : "partial", counts: request.final, said: [], deadlineMs },
      async (stt, inner, standsIn) => {
        const transcript = sayable(await stt.transcribe(request, inner));
        const heard: Heard = standsIn ? { ...transcript, standIn: stt.name } : transcript;
        return { heard, threshold: stt.noSpeechThreshold };
      },
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
  async *reply(request: ReplyRequest, signal: AbortSignal, onStandIn?: OnStandIn): AsyncGenerator<ReplyPart> {
    const { llmFirstToken, llm: whole } = this.#providers.deadlinesMs;
    yield* this.#failover.stream(
      "llm",
      this.#candidates("llm", request.language),
      signal,
      {
        firstMs: llmFirstToken,
        nextMs: whole,
        wholeMs: whole,
        call: "first_word",
        said: request.messages.map(({ text }) => text),
      },
      (llm, inner, standsIn) => bounded(llm.reply(standsIn ? { ...request, standsIn } : request, inner)),
      onStandIn,
    );
  }

  /** Streams the sound of one clause; another provider takes over only while nothing has sounded. */
  async *speak(request: SpeechRequest, signal: AbortSignal, onStandIn?: OnStandIn): AsyncGenerator<SpeechChunk> {
    const { ttsFirstChunk } = this.#providers.deadlinesMs;
    yield* this.#failover.stream(
      "tts",
      this.#candidates("tts", request.language),
      signal,
      { firstMs: ttsFirstChunk, nextMs: ttsFirstChunk, call: "first_sound", said: [request.text] },
      (tts, inner) => tts.speak(request, inner),
      onStandIn,
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
    return this.#lists.flatMap(([role, providers]) =>
      providers.map((provider) => {
        const record = this.#ledger.of(provider);
        return {
          role,
          provider: provider.name,
          endpoint: provider.endpoint,
          isMock: provider.isMock,
          languages: provider.languages,
          health: record.health(provider.health()),
          fallbackCount: record.fallbacks,
          asked: record.asked,
          restsUntil: record.restsUntil,
        };
      }),
    );
  }

  /** Something stood in for the role's answer: a template, silence, no documents. */
  countFallback(role: "llm" | "embedding"): void {
    const { llm, embedding } = this.#providers;
    const first: Provider | undefined = role === "llm" ? llm[0] : embedding;
    if (first !== undefined) this.#ledger.of(first).countFallback();
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

  get #lists(): [Role, readonly Provider[]][] {
    const { stt, llm, tts, embedding, vectorStore } = this.#providers;
    return [
      ["stt", stt],
      ["llm", llm],
      ["tts", tts],
      ["embedding", [embedding]],
      ["vector_store", [vectorStore]],
    ];
  }

  #candidates<R extends StreamRole>(role: R, language: string): Providers[R] {
    const candidates = forLanguage<Provider>(this.#providers[role], language) as Providers[R];
    if (candidates.length === 0) {
      throw new ProviderError(role, "language", `no ${role} provider serves ${language}`);
    }
    return candidates;
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
