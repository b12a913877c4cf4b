import { ProviderError } from "../errors.ts";
import type { Desk, LanguageModel, ReplyPart, ReplyRequest } from "./port.ts";
import { answer, clausesOf } from "./secretary/answer.ts";
import { compileRules } from "./secretary/tongues.ts";

export interface EmbeddedLlmOptions {
  desk: Desk;
}

/** A secretary without a language model: what can be computed, kept and quoted, and the plain truth about the rest. */
export function createEmbeddedLlm({ desk }: EmbeddedLlmOptions): LanguageModel {
  async function* reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    signal.throwIfAborted();
    const { emotion, weight, text } = await answer(request, watched(desk, signal));
    signal.throwIfAborted();
    yield { type: "emotion", emotion, weight };
    for (const clause of clausesOf(text)) {
      signal.throwIfAborted();
      yield { type: "text", text: clause };
    }
  }
  return {
    name: "embedded",
    isMock: false,
    byRules: true,
    languages: ["ja", "en", "ko"],
    health: () => ({ status: "ok" }),
    prepare: compileRules,
    close: () => Promise.resolve(),
    reply,
  };
}

/** The same desk, whose failures are the provider's, and of which nothing more is read or done once the turn is over. */
function watched(desk: Desk, signal: AbortSignal): Desk {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProviderError("llm", "unavailable", "timers, reminders and notes cannot be kept right now", { cause });
    }
  };
  const { proposals } = desk;
  return {
    add: (sessionId, item) => guard(() => desk.add(sessionId, item)),
    list: (sessionId, kind) => guard(() => desk.list(sessionId, kind)),
    rung: (sessionId, since) => guard(() => desk.rung(sessionId, since)),
    change: (sessionId, id, change) => guard(() => desk.change(sessionId, id, change)),
    remove: (sessionId, id) => guard(() => desk.remove(sessionId, id)),
    undo: (sessionId) => guard(() => desk.undo(sessionId)),
    agenda: (from, to, timeZone) => guard(() => desk.agenda(from, to, timeZone, signal)),
    ...(proposals === undefined
      ? {}
      : {
          proposals: {
            target: () => guard(() => proposals.target()),
            propose: (sessionId, proposal, question) => proposals.propose(sessionId, proposal, question),
          },
        }),
  };
}
