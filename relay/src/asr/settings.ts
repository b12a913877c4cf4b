/** The settings of the `asr` service, checked. docs/asr.md and .env.default list every key. */
import { type Milliseconds, ms } from "@hisho/protocol";
import { type Environment, EnvironmentError, type EnvironmentProblem, Reader, readEnvironment } from "../env.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** What the recogniser is asked to do; undefined where the provider's own default holds. */
export interface RecogniserSettings {
  BEAM_SIZE: number | undefined;
  COMPUTE_TYPE: string | undefined;
  DEVICE: "auto" | "cpu" | "cuda";
  /** BCP 47 primary tag, or `auto`: what a request without a language is heard as. */
  LANG_HINT: string;
  MODEL_NAME: string | undefined;
  /** s. */
  WINDOW_S: number | undefined;
  WINDOW_OVERLAP_MS: number | undefined;
  /** 0 to 1. */
  NO_SPEECH_THRESHOLD: number | undefined;
  CONDITION_ON_PREV: boolean | undefined;
}

export interface AsrSettings extends RecogniserSettings {
  /** Sound that is judged at a time when the end of speech is looked for. */
  VAD_FRAME_MS: Milliseconds;
  /** Least time between two partial transcripts of a live stream. */
  PARTIAL_FLUSH_MS: Milliseconds;
  /** Silence after which what was said in a live stream is final. */
  FINAL_FLUSH_SILENCE_MS: Milliseconds;
}

export interface AsrEnvironment {
  /** Where it listens, who may ask, where the providers are: the relay's settings of the same names. */
  relay: Environment;
  settings: AsrSettings;
  /** The keys that the environment has a value for. */
  given: ReadonlySet<keyof AsrSettings>;
}

const PORT = "5005";
/** The relay's keys that mean the same here. */
const SHARED = [
  ...["PORT", "HOST", "RELAY_TOKEN", "ALLOWED_ORIGINS", "TRUSTED_PROXIES", "DATA_DIR", "PROVIDERS_CONFIG_PATH"],
  ...["MAX_UPLOAD_MB", "FINAL_FLUSH_SILENCE_MS", "LOG_LEVEL"],
];
/** CTranslate2's. */
const COMPUTE_TYPES = [
  ...["auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16", "float32"],
] as const;

class AsrReader extends Reader {
  number(field: string, fallback: number, [least, most]: readonly [number, number]): number {
    const text = this.text(field, String(fallback));
    const value = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.refuse(field, `expected a number from ${least} to ${most}, got "${text}".`);
    return fallback;
  }

  language(field: string): string {
    const tag = this.text(field, "auto").toLowerCase();
    if (/^(auto|[a-z]{2,3})$/.test(tag)) return tag;
    this.refuse(field, `expected auto or a language tag of ISO 639 such as ja, en or ko, got "${tag}".`);
    return "auto";
  }
}

/**
 * The service's settings out of environment variables.
 * @throws EnvironmentError with every variable that does not fit
 */
export function readAsrEnvironment(env: Variables): AsrEnvironment {
  const read = new AsrReader(env);
  const opener = { key: "ASR_OPEN", on: read.oneOf("ASR_OPEN", "off", ["on", "off"]) === "on" };
  const shared: Variables = Object.fromEntries(SHARED.map((key) => [key, env[key]]));
  const problems: EnvironmentProblem[] = [];
  let relay: Environment | undefined;
  try {
    relay = readEnvironment({ ...shared, PORT: env.PORT?.trim() || PORT }, opener);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    problems.push(...error.problems);
  }
  const has = (key: string): boolean => read.text(key, "") !== "";
  const settings: AsrSettings = {
    BEAM_SIZE: has("BEAM_SIZE") ? read.whole("BEAM_SIZE", 1, [1, 10]) : undefined,
    COMPUTE_TYPE: has("COMPUTE_TYPE") ? read.oneOf("COMPUTE_TYPE", "auto", COMPUTE_TYPES) : undefined,
    DEVICE: read.oneOf("DEVICE", "auto", ["auto", "cpu", "cuda"]),
    LANG_HINT: read.language("LANG_HINT"),
    MODEL_NAME: has("MODEL_NAME") ? read.text("MODEL_NAME", "") : undefined,
    WINDOW_S: has("WINDOW_S") ? read.number("WINDOW_S", 1, [0.2, 30]) : undefined,
    WINDOW_OVERLAP_MS: has("WINDOW_OVERLAP_MS") ? read.whole("WINDOW_OVERLAP_MS", 120, [0, 1_000]) : undefined,
    NO_SPEECH_THRESHOLD: has("NO_SPEECH_THRESHOLD") ? read.number("NO_SPEECH_THRESHOLD", 0.6, [0, 1]) : undefined,
    CONDITION_ON_PREV: has("CONDITION_ON_PREV")
      ? read.oneOf("CONDITION_ON_PREV", "true", ["true", "false"]) === "true"
      : undefined,
    VAD_FRAME_MS: ms(read.whole("VAD_FRAME_MS", 30, [10, 100])),
    PARTIAL_FLUSH_MS: ms(read.whole("PARTIAL_FLUSH_MS", 250, [0, 10_000])),
    FINAL_FLUSH_SILENCE_MS: relay?.finalFlushSilence ?? ms(0),
  };
  problems.push(...read.problems);
  if (relay === undefined || problems.length > 0) throw new EnvironmentError(problems);
  const keys = Object.keys(settings) as (keyof AsrSettings)[];
  return { relay, settings, given: new Set(keys.filter(has)) };
}
