import { primaryTag } from "../config/language.ts";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import type { Engine } from "./engines/engine.ts";
import { Espeak } from "./engines/espeak.ts";
import { createKanaEngine, createKoreanEngine } from "./engines/espeak-engines.ts";
import { FliteEngine } from "./engines/flite.ts";
import { OpenJtalkEngine } from "./engines/open-jtalk.ts";
import type { SpeechChunk, SpeechRequest, TextToSpeech, Voice } from "./port.ts";
import { trimLead } from "./trim.ts";

const SLOWEST = 0.5;
const FASTEST = 2;

export interface EmbeddedTtsOptions {
  /** The folder `models/prepare` fills. */
  weightsDirectory: string;
}

/** Speech on this machine: English by flite, Japanese by Open JTalk, Korean by espeak-ng, the last two where they are. */
export function createEmbeddedTts({ weightsDirectory }: EmbeddedTtsOptions): TextToSpeech {
  const espeak = new Espeak(weightsDirectory);
  return new EmbeddedTts([
    new FliteEngine(),
    new OpenJtalkEngine(weightsDirectory),
    createKanaEngine(espeak),
    createKoreanEngine(espeak),
  ]);
}

/** Routes a clause to the first engine that speaks its language now; engines that come later are found when they are there. */
export class EmbeddedTts implements TextToSpeech {
  readonly name = "embedded";
  readonly isMock = false;
  readonly #engines: readonly Engine[];

  /** @param engines of one language in order of preference */
  constructor(engines: readonly Engine[]) {
    this.#engines = engines;
  }

  get languages(): readonly string[] {
    return [...new Set(this.#working().map((engine) => engine.language))];
  }

  get voices(): readonly Voice[] {
    return this.#working().flatMap((engine) => engine.voices);
  }

  health(): Health {
    const reasons: string[] = [];
    let preparing = false;
    for (const language of new Set(this.#engines.map((engine) => engine.language))) {
      const health = this.#engineFor(language)?.health() ?? this.#first(language)!.health();
      preparing ||= health.status === "preparing";
      if (health.status !== "ok") reasons.push(health.reason);
    }
    const reason = reasons.join(" · ");
    if (this.#working().length === 0) return { status: "down", reason };
    if (preparing) return { status: "preparing", reason };
    return reasons.length === 0 ? { status: "ok" } : { status: "degraded", reason };
  }

  /** One engine that does not load leaves the others working; with none it rejects. */
  async prepare(signal: AbortSignal): Promise<void> {
    const results = await Promise.allSettled(this.#engines.map((engine) => engine.prepare(signal)));
    signal.throwIfAborted();
    const failure = results.find((result) => result.status === "rejected");
    if (failure !== undefined && this.#working().length === 0) throw failure.reason;
  }

  async *speak(request: SpeechRequest, signal: AbortSignal): AsyncIterable<SpeechChunk> {
    signal.throwIfAborted();
    const language = primaryTag(request.language);
    const engine = this.#engineFor(language);
    if (engine === undefined) throw this.#unspoken(language);
    const text = request.text.trim();
    if (text === "") return;
    const speakingRate = Math.min(FASTEST, Math.max(SLOWEST, request.speakingRate ?? 1));
    const voice = engine.voices.find(({ name }) => name === request.voice)?.name;
    const asked = { text, speakingRate, ...(voice === undefined ? {} : { voice }) };
    for await (const chunk of trimLead(engine.speak(asked, signal))) {
      signal.throwIfAborted();
      yield chunk;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.close()));
  }

  #working(): Engine[] {
    return this.#engines.filter((engine) => engine.health().status !== "down");
  }

  #engineFor(language: string): Engine | undefined {
    return this.#working().find((engine) => engine.language === language);
  }

  #first(language: string): Engine | undefined {
    return this.#engines.find((engine) => engine.language === language);
  }

  #unspoken(language: string): ProviderError {
    const health = this.#first(language)?.health();
    const reason =
      health === undefined || health.status === "ok"
        ? `the embedded voices do not speak \`${language}\`: they know en, ja and ko`
        : health.reason;
    return new ProviderError("tts", "language", reason);
  }
}
