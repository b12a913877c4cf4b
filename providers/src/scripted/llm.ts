import type { LanguageModel, ReplyPart, ReplyRequest } from "../llm/port.ts";
import { type Clock, type Failure, failAfter, failBeforeWork, ScriptedProvider, sleep } from "./script.ts";

export interface ScriptedLlmOptions {
  /** Given in turn, from the first again after the last; or made from the request. */
  replies: readonly [string, ...string[]] | ((request: ReplyRequest) => string);
  /** Default 0. */
  firstTokenMs?: number;
  /** Default 0. */
  msPerToken?: number;
  languages?: readonly string[];
  failure?: Failure;
  clock?: Clock;
}

export interface LlmCall {
  request: ReplyRequest;
  askedMs: number;
  /** When the first token really left; null before. */
  firstTokenMs: number | null;
  /** Null while it runs. */
  endedMs: number | null;
  tokens: number;
  aborted: boolean;
}

/** A model that says its lines, token by token. */
export class ScriptedLlm extends ScriptedProvider implements LanguageModel {
  readonly calls: LlmCall[] = [];
  readonly #options: ScriptedLlmOptions;
  readonly #clock: Clock;

  constructor(options: ScriptedLlmOptions) {
    super(options.languages);
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  async *reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    const { firstTokenMs = 0, msPerToken = 0, failure } = this.#options;
    const text = this.#text(request);
    const call: LlmCall = {
      request,
      askedMs: this.#clock(),
      firstTokenMs: null,
      endedMs: null,
      tokens: 0,
      aborted: false,
    };
    this.calls.push(call);
    try {
      await failBeforeWork("llm", failure, signal);
      const startedMs = this.#clock();
      for (const token of tokensOf(text)) {
        failAfter("llm", failure, call.tokens);
        // A server's pace is its own: a reader that is late does not slow it down.
        const dueMs = firstTokenMs + call.tokens * msPerToken;
        await sleep(startedMs + dueMs - this.#clock(), signal);
        call.firstTokenMs ??= this.#clock();
        call.tokens += 1;
        yield { type: "text", text: token };
        signal.throwIfAborted();
      }
      failAfter("llm", failure, call.tokens);
    } finally {
      call.aborted = signal.aborted;
      call.endedMs = this.#clock();
    }
  }

  #text(request: ReplyRequest): string {
    const { replies } = this.#options;
    if (typeof replies === "function") return replies(request);
    return replies[this.calls.length % replies.length] ?? replies[0];
  }
}

/** Pieces of the size that models send: up to four letters with the space before them, or one sign. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*[\p{L}\p{N}\p{M}]{1,4}|\s*[^\p{L}\p{N}\p{M}\s]|\s+/gu) ?? [];
}
