/** Models that the relay can fetch: the answer of `GET /api/v1/models`. */
import * as v from "valibot";

const bytes = v.pipe(v.number(), v.integer(), v.minValue(0));

const model = v.object({
  name: v.string(),
  role: v.picklist(["stt", "llm", "tts", "embedding"]),
  /** The provider of providers.yaml that runs it. */
  provider: v.string(),
  /** Primary tags, or `*`. */
  languages: v.array(v.string()),
  licence: v.string(),
  non_commercial: v.boolean(),
  /** The hub gives it only to accounts that have accepted its terms. */
  gated: v.boolean(),
  /** null where only the server of the files knows. */
  bytes: v.nullable(bytes),
  received_bytes: bytes,
  state: v.picklist(["absent", "partial", "fetching", "ready"]),
  /** While it is being fetched: what runs it comes first, then its files, which are checked and taken into use. */
  step: v.nullable(v.picklist(["waiting", "engine", "download", "check", "load"])),
  /** A provider in use takes it up as soon as it is there, on a machine it runs on. */
  usable: v.boolean(),
  /** Why the last try came to nothing; null after a success and while it is being fetched. */
  problem: v.nullable(
    v.object({
      reason: v.picklist(["offline", "broken", "refused", "corrupt", "full", "engine", "load", "internal"]),
      message: v.string(),
    }),
  ),
});

export type ModelStatus = v.InferOutput<typeof model>;

const models = v.object({ models: v.array(model) });

/** @returns undefined when `value` is no such answer */
export function parseModels(value: unknown): readonly ModelStatus[] | undefined {
  const result = v.safeParse(models, value);
  return result.success ? result.output.models : undefined;
}
