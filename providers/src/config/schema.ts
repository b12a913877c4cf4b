import * as v from "valibot";
import { LLM_ENTRY } from "../llm/registry.ts";
import { EMBEDDING_ENTRY, VECTOR_STORE_ENTRY } from "../retrieval/registry.ts";
import { STT_ENTRY } from "../stt/registry.ts";
import { TTS_ENTRY } from "../tts/registry.ts";
import { figure, mapping } from "./fields.ts";

/** Each role's providers, told apart by `provider`. */
export const ENTRIES = {
  stt: STT_ENTRY,
  llm: LLM_ENTRY,
  tts: TTS_ENTRY,
  embedding: EMBEDDING_ENTRY,
  vector_store: VECTOR_STORE_ENTRY,
} as const;

export type RoleKey = keyof typeof ENTRIES;
export type Entry<Role extends RoleKey> = v.InferOutput<(typeof ENTRIES)[Role]>;

const optionsOf = (role: string): readonly (typeof ENTRIES)[RoleKey]["options"][number][] =>
  Object.hasOwn(ENTRIES, role) ? ENTRIES[role as RoleKey].options : [];

/** The providers a role may name. */
export const namesOf = (role: string): string[] => optionsOf(role).map(({ entries }) => entries.provider.literal);

/** The keys that a provider's entry may have; none when the role has no such provider. */
export const keysOf = (role: string, provider: unknown): string[] =>
  optionsOf(role).flatMap(({ entries }) => (entries.provider.literal === provider ? Object.keys(entries) : []));

const deadline = (fallbackMs: number) => v.optional(figure(10, 600_000, true), fallbackMs);

export const DEADLINES = v.strictObject(
  {
    stt_partial: deadline(2_000),
    stt_final: deadline(15_000),
    llm_first_token: deadline(10_000),
    llm: deadline(60_000),
    tts_first_chunk: deadline(5_000),
    embedding: deadline(3_000),
  },
  mapping("stt_partial", "stt_final", "llm_first_token", "llm", "tts_first_chunk", "embedding"),
);
