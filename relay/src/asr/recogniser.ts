/** The recognisers of providers.yaml as the service's own settings want them, and what of these cannot be had. Pure. */
import { type Entry, keysOf } from "@hisho/providers/config/schema.ts";
import { STT_ENTRY } from "@hisho/providers/stt/registry.ts";
import * as v from "valibot";
import type { AsrSettings, RecogniserSettings } from "./settings.ts";

type SttEntry = Entry<"stt">;

/** A setting that a recogniser does not follow. */
export interface Unmet {
  /** The variable. */
  setting: string;
  /** As in providers.yaml. */
  provider: string;
  /** For the operator: why, and what happens instead. */
  reason: string;
}

/** What an entry of providers.yaml calls a setting, where its provider has it. */
const KEYS: Partial<Record<keyof AsrSettings, string>> = {
  BEAM_SIZE: "beam_size",
  COMPUTE_TYPE: "compute_type",
  MODEL_NAME: "model",
  LANG_HINT: "language",
  WINDOW_S: "window_s",
  WINDOW_OVERLAP_MS: "overlap_ms",
  NO_SPEECH_THRESHOLD: "no_speech_threshold",
  CONDITION_ON_PREV: "previous_text",
  PARTIAL_FLUSH_MS: "partial_flush_ms",
  FINAL_FLUSH_SILENCE_MS: "final_flush_ms",
};

/** Its server has one model since its start: `model` is a label there. */
const ONE_MODEL: ReadonlySet<string> = new Set(["whisper-cpp"]);
/** They make use of the words before, whoever says whether they are given. */
const READS_WORDS_BEFORE: ReadonlySet<string> = new Set(["whisper-cpp", "openai", "embedded-whisper"]);
/** The service itself does these for every recogniser. */
const BY_THE_SERVICE: ReadonlySet<string> = new Set(["LANG_HINT", "PARTIAL_FLUSH_MS", "FINAL_FLUSH_SILENCE_MS"]);

const INSTEAD: Partial<Record<keyof RecogniserSettings, string>> = {
  WINDOW_S: "the service moves the window of partial transcripts itself, at pauses",
  WINDOW_OVERLAP_MS: "the service moves the window of partial transcripts itself, at pauses",
  MODEL_NAME: "its model was chosen when it was started",
  NO_SPEECH_THRESHOLD: "it does not take one; silence is judged by the sound",
};

/**
 * The entries that can hear for a service, with its settings in place of their own.
 * @param given the settings that somebody has set
 */
export function withSettings(
  entries: readonly SttEntry[],
  settings: AsrSettings,
  given: ReadonlySet<keyof AsrSettings>,
): { entries: readonly SttEntry[]; unmet: readonly Unmet[] } {
  const unmet: Unmet[] = [];
  const able = entries.flatMap((entry): SttEntry[] => {
    if (entry.provider !== "browser") return [entry];
    unmet.push({ setting: "stt", provider: "browser", reason: "it hears in the page only; it is left out here" });
    return [];
  });
  const filled = able.map((entry) => {
    let next = entry;
    for (const setting of given) {
      const result = fill(next, setting, settings[setting]);
      if (typeof result === "string") unmet.push({ setting, provider: entry.provider, reason: result });
      else next = result;
    }
    return next;
  });
  return { entries: filled, unmet };
}

/** @returns the entry with the setting, or why it cannot have it */
function fill(entry: SttEntry, setting: keyof AsrSettings, value: unknown): SttEntry | string {
  const key = KEYS[setting];
  // The device is looked up once the recogniser is loaded; the service's own voice detection has the rest.
  if (key === undefined) return entry;
  const { provider } = entry;
  if (!keysOf("stt", provider).includes(key) || (key === "model" && ONE_MODEL.has(provider))) {
    if (BY_THE_SERVICE.has(setting)) return entry;
    if (setting === "CONDITION_ON_PREV" && READS_WORDS_BEFORE.has(provider)) return entry;
    return INSTEAD[setting as keyof RecogniserSettings] ?? "it has no such setting";
  }
  // A hint that a recogniser has no name for still goes with each request.
  const checked = v.safeParse(STT_ENTRY, { ...entry, [key]: value });
  if (checked.success) return checked.output;
  return BY_THE_SERVICE.has(setting) ? entry : checked.issues[0].message;
}
