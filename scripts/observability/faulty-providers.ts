/** Scripted providers that break when they are told to. */
import { setTimeout as wait } from "node:timers/promises";
import { ProviderError, type Role } from "@hisho/providers/errors.ts";
import type { ReplyPart, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { ScriptedLlm } from "@hisho/providers/scripted/llm.ts";
import { growingText, ScriptedStt } from "@hisho/providers/scripted/stt.ts";
import { ScriptedTts } from "@hisho/providers/scripted/tts.ts";
import type { Transcript, TranscriptionRequest } from "@hisho/providers/stt/port.ts";
import type { SpeechChunk, SpeechRequest } from "@hisho/providers/tts/port.ts";

export interface Faults {
  /** Whose server is gone. */
  gone: "stt" | "llm" | "tts" | null;
  /** What a partial transcript takes, ms. */
  partialMs: number;
  /** To a model's first word, ms. */
  firstWordMs: number;
}

/** Shorter sound is a noise, of which this recogniser makes what Whisper makes of it. */
const NOISE_S = 0.5;
/** One partial in so many fails, as on any real day. */
const PARTIALS_A_FAILURE = 25;

const words = growingText("what is the weather going to be like tomorrow", 4);

const gone = (role: Role): ProviderError =>
  new ProviderError(role, "unavailable", "the server does not answer", { retryable: true });

class FaultyStt extends ScriptedStt {
  readonly #faults: Faults;
  #partials = 0;

  constructor(faults: Faults) {
    super({ text: (seconds) => (seconds < NOISE_S ? "[BLANK_AUDIO]" : words(seconds)) });
    this.#faults = faults;
  }

  override async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    if (this.#faults.gone === "stt") throw gone("stt");
    if (!request.final) {
      this.#partials += 1;
      if (this.#partials % PARTIALS_A_FAILURE === 0) throw gone("stt");
      await wait(this.#faults.partialMs, undefined, { signal });
    }
    return await super.transcribe(request, signal);
  }
}

class FaultyLlm extends ScriptedLlm {
  readonly #faults: Faults;

  constructor(faults: Faults) {
    super({ replies: ["It will be dry and bright."] });
    this.#faults = faults;
  }

  override async *reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    if (this.#faults.gone === "llm") throw gone("llm");
    await wait(this.#faults.firstWordMs, undefined, { signal });
    yield* super.reply(request, signal);
  }
}

class FaultyTts extends ScriptedTts {
  readonly #faults: Faults;

  constructor(faults: Faults) {
    super({ msPerWord: 60 });
    this.#faults = faults;
  }

  override async *speak(request: SpeechRequest, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
    if (this.#faults.gone === "tts") throw gone("tts");
    yield* super.speak(request, signal);
  }
}

export const faultyProviders = (faults: Faults) => ({
  stt: [new FaultyStt(faults)] as const,
  llm: [new FaultyLlm(faults)] as const,
  tts: [new FaultyTts(faults)] as const,
});
