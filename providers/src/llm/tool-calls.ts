/** The tool calls of a streamed chat completion, put together from their pieces. */
import * as v from "valibot";
import type { WrittenCall } from "./tools.ts";

/** `delta.tool_calls` of a `chat.completion.chunk`. */
export const CALL_PIECES = v.array(
  v.object({
    index: v.nullish(v.number()),
    id: v.nullish(v.string()),
    function: v.nullish(
      v.object({
        name: v.nullish(v.string()),
        // A string of JSON, in pieces; some servers send the object itself.
        arguments: v.nullish(v.union([v.string(), v.record(v.string(), v.unknown())])),
      }),
    ),
  }),
);
export type CallPieces = v.InferOutput<typeof CALL_PIECES>;

/** Of one answer. A model that calls more is going round in circles. */
const MOST_CALLS = 8;
const MOST_ARGUMENT_CHARACTERS = 16_384;

/**
 * Servers agree on little: the index may be missing or 0 for every call (Ollama), the id missing (some llama.cpp
 * templates) or repeated in every piece (vLLM), the name may come once or in each piece.
 */
export class CallCollector {
  readonly #calls: { index: number | undefined; id: string; name: string; arguments: string }[] = [];

  push(pieces: CallPieces): void {
    for (const { index, id, function: part } of pieces) {
      const name = part?.name ?? "";
      const words = part?.arguments ?? "";
      const last = this.#calls.at(-1);
      const known = index === null || index === undefined ? last : this.#calls.findLast((call) => call.index === index);
      const isOther =
        known !== undefined && id !== null && id !== undefined && id !== "" && known.id !== "" && known.id !== id;
      const isNext = known !== undefined && index == null && name !== "";
      if (known === undefined || isOther || isNext) {
        this.#calls.push({ index: index ?? undefined, id: id ?? "", name, arguments: jsonOf(words) });
        continue;
      }
      if (known.id === "") known.id = id ?? "";
      if (known.name === "") known.name = name;
      if (known.arguments.length <= MOST_ARGUMENT_CHARACTERS) known.arguments += jsonOf(words);
    }
  }

  /** @param round makes ids for calls without one unique; nine letters and digits, as Mistral's template demands */
  calls(round: number): WrittenCall[] {
    return this.#calls
      .filter(({ name }) => name !== "")
      .slice(0, MOST_CALLS)
      .map(({ id, name, arguments: words }, index) => ({
        id: id === "" ? `call${String(round * 100 + index).padStart(5, "0")}` : id,
        name,
        arguments: words.slice(0, MOST_ARGUMENT_CHARACTERS),
      }));
  }
}

const jsonOf = (words: string | Record<string, unknown>): string =>
  typeof words === "string" ? words : JSON.stringify(words);
