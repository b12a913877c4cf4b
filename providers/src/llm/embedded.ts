import type { Desk, LanguageModel, ReplyPart, ReplyRequest } from "./port.ts";
import { answer } from "./secretary/answer.ts";

export interface EmbeddedLlmOptions {
  desk: Desk;
}

/** A secretary without a language model: what can be computed, kept and quoted, and the plain truth about the rest. */
export function createEmbeddedLlm({ desk }: EmbeddedLlmOptions): LanguageModel {
  async function* reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    signal.throwIfAborted();
    const { emotion, weight, clauses } = await answer(request, desk);
    signal.throwIfAborted();
    yield { type: "emotion", emotion, weight };
    for (const text of clauses) {
      signal.throwIfAborted();
      yield { type: "text", text };
    }
  }
  return {
    name: "embedded",
    isMock: false,
    languages: ["ja", "en", "ko"],
    health: () => ({ status: "ok" }),
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
    reply,
  };
}
