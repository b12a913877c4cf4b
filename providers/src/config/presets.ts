/** One word for a whole set-up: what entries leave out, filled by what the operator wants most. Pure. */
import { isMapping, type Mapping } from "./mapping.ts";

export const PRESETS = ["low_latency", "balanced", "accurate", "cpu_only"] as const;
export type Preset = (typeof PRESETS)[number];

interface Filling {
  /** For providers that load a Whisper model by its name. */
  whisper: { model: string; compute_type?: string };
  stt: Mapping;
  llm: Mapping;
}

const THINKING = { temperature: 0.6, context_tokens: 4096 };

const FILLINGS: Readonly<Record<Preset, Filling>> = {
  low_latency: {
    whisper: { model: "small" },
    stt: { beam_size: 1, window_s: 0.9 },
    llm: { ...THINKING, turns: 4, max_tokens: 40 },
  },
  balanced: {
    whisper: { model: "medium", compute_type: "int8_float16" },
    stt: { beam_size: 2, window_s: 1 },
    llm: { ...THINKING, turns: 5, max_tokens: 60 },
  },
  accurate: {
    whisper: { model: "large-v3", compute_type: "float16" },
    stt: { beam_size: 3 },
    llm: { ...THINKING, turns: 6 },
  },
  cpu_only: {
    whisper: { model: "small", compute_type: "int8" },
    stt: { beam_size: 1 },
    llm: { ...THINKING, turns: 4 },
  },
};

/** Elsewhere `model` is a name of the server's own, or was chosen when the server started. */
const LOADS_WHISPER: ReadonlySet<unknown> = new Set(["faster-whisper"]);

/**
 * @param entry one entry of the role, its aliases resolved
 * @param known the keys its provider may have; others are not filled
 * @returns the entry with the preset's figures where it has none; never another provider
 */
export function fillIn(preset: Preset, role: string, entry: unknown, known: readonly string[]): unknown {
  if (!isMapping(entry) || (role !== "stt" && role !== "llm")) return entry;
  const { whisper, [role]: figures } = FILLINGS[preset];
  const all = role === "stt" && LOADS_WHISPER.has(entry.provider) ? { ...figures, ...whisper } : figures;
  const fitting = Object.entries(all).filter(([key]) => known.includes(key));
  return { ...Object.fromEntries(fitting), ...entry };
}
