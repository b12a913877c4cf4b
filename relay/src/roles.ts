/** The providers at work: each call tries those that cover the language, in order, and remembers how it went. */
import type { ProviderSummary } from "@hisho/protocol";
import { ProviderError, type Role } from "@hisho/providers/errors.ts";
import type { Health, Provider } from "@hisho/providers/health.ts";
import type { ReplyPart, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { forLanguage, type Providers } from "@hisho/providers/registry.ts";
import type { Transcript, TranscriptionRequest } from "@hisho/providers/stt/port.ts";
import type { SpeechChunk, SpeechRequest } from "@hisho/providers/tts/port.ts";
import { Deadline, withDeadline } from "./deadline.ts";

export interface RoleHealth {
  role: Role;
  provider: string;
  endpoint: string | undefined;
  isMock: boolean;
  languages: readonly string[];
  health: Health;
  /** How often the first choice could not serve and another, or nothing, took its place. */
  fallbackCount: number;
}

type StreamRole = "stt" | "llm" | "tts";

export class Roles {
  readonly #providers: Providers;
  readonly #failures = new Map<Provider, string>();
  readonly #fallbacks: Record<Role, number> = { stt: 0, llm: 0, tts: 0, embedding: 0, vector_store: 0 };

  constructor(providers: Providers) {
    this.#providers = providers;
  }

  get providers(): Providers {
    return this.#providers;
  }

  /** The recogniser is the page's own: the client sends `transcript` messages. */
  get hearsInBrowser(): boolean {
    return this.#providers.stt[0]?.name === "browser";
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

  /** @throws ProviderError, DeadlineError or the signal's reason, the last provider's */
  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    const { sttPartial, sttFinal } = this.#providers.deadlinesMs;
    const deadlineMs = request.final ? sttFinal : sttPartial;
    return this.#firstThat("stt", request.language, signal, request.final, (stt) =>
      withDeadline("stt", deadlineMs, signal, (inner) => stt.transcribe(request, inner)),
    );
  }

  /** Streams an answer; another provider takes over only while nothing has been said. */
  async *reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    const { llmFirstToken, llm: whole } = this.#providers.deadlinesMs;
    yield* this.#stream(
      "llm",
      request.language,
      signal,
      { firstMs: llmFirstToken, nextMs: whole, wholeMs: whole },
      (llm, inner) => llm.reply(request, inner),
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

  /** What `session_ready` says of each role. */
  summaries(): { stt: ProviderSummary; llm: ProviderSummary; tts: ProviderSummary; embedding: ProviderSummary } {
    const summary = (providers: readonly Provider[]): ProviderSummary => ({
      name: providers[0]?.name ?? "none",
      is_mock: providers.some((provider) => provider.isMock),
      languages: [...new Set(providers.flatMap((provider) => provider.languages))],
    });
    const { stt, llm, tts, embedding } = this.#providers;
    return { stt: summary(stt), llm: summary(llm), tts: summary(tts), embedding: summary([embedding]) };
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
        fallbackCount: this.#fallbacks[role],
      })),
    );
  }

  /** Something stood in for the role's answer: a template, silence, no documents. */
  countFallback(role: Role): void {
    this.#fallbacks[role] += 1;
  }

  #healthOf(provider: Provider): Health {
    const own = provider.health();
    const failure = this.#failures.get(provider);
    return own.status === "ok" && failure !== undefined ? { status: "degraded", reason: failure } : own;
  }

  #candidates<R extends StreamRole>(role: R, language: string): Providers[R] {
    const candidates = forLanguage<Provider>(this.#providers[role], language) as Providers[R];
    if (candidates.length === 0) {
      throw new ProviderError(role, "language", `no ${role} provider serves ${language}`);
    }
    return candidates;
  }

  async #firstThat<R extends StreamRole, T>(
    role: R,
    language: string,
    signal: AbortSignal,
    counts: boolean,
    work: (provider: Providers[R][number]) => Promise<T>,
  ): Promise<T> {
    let failure: unknown;
    for (const provider of this.#candidates(role, language)) {
      try {
        const result = await work(provider);
        this.#failures.delete(provider);
        return result;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (counts) this.#failed(role, provider, error);
        failure = error;
      }
    }
    throw failure;
  }

  async *#stream<R extends StreamRole, T>(
    role: R,
    language: string,
    signal: AbortSignal,
    deadlines: { firstMs: number; nextMs: number; wholeMs?: number },
    open: (provider: Providers[R][number], signal: AbortSignal) => AsyncIterable<T>,
  ): AsyncGenerator<T> {
    let failure: unknown;
    for (const provider of this.#candidates(role, language)) {
      const deadline = new Deadline(role, signal);
      let started = false;
      const endsAt = performance.now() + (deadlines.wholeMs ?? Number.POSITIVE_INFINITY);
      try {
        const parts = open(provider, deadline.signal)[Symbol.asyncIterator]();
        for (;;) {
          const patienceMs = started ? deadlines.nextMs : deadlines.firstMs;
          const leftMs = Math.max(0, Math.min(patienceMs, endsAt - performance.now()));
          const part = await deadline.within(leftMs, () => parts.next());
          if (part.done === true) break;
          started = true;
          yield part.value;
        }
        this.#failures.delete(provider);
        return;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        this.#failed(role, provider, error);
        if (started) throw error;
        failure = error;
      } finally {
        deadline.close();
      }
    }
    throw failure;
  }

  #failed(role: Role, provider: Provider, error: unknown): void {
    this.#fallbacks[role] += 1;
    this.#failures.set(provider, error instanceof Error ? error.message : String(error));
  }
}
