import * as v from "valibot";

/** A message that says what a mapping may hold, whichever way it is wrong. */
const mapping =
  (...keys: readonly string[]) =>
  ({ expected }: { expected: string | null }) =>
    expected === "never" ? `unknown key, expected one of ${keys.join(", ")}` : "expected a value here, it is missing";

/** Placeholders give text, so figures may come as text. */
function figure(least: number, most: number, whole: boolean) {
  const expected = `expected a ${whole ? "whole " : ""}number from ${least} to ${most}`;
  const checked = v.pipe(
    v.number(expected),
    v.check((value) => value >= least && value <= most && (!whole || Number.isInteger(value)), expected),
  );
  const written = v.pipe(v.string(), v.regex(/^-?\d+(\.\d+)?$/, expected), v.transform(Number), checked);
  return v.union([checked, written], expected);
}

const flag = v.pipe(
  v.union([v.boolean(), v.picklist(["true", "false"])], "expected true or false"),
  v.transform((value) => value === true || value === "true"),
);
const words = v.pipe(v.string("expected text"), v.minLength(1, "expected text"));
const ENDPOINT = "expected an http or https address without user name or password, like http://127.0.0.1:8081/v1";
const endpoint = v.pipe(
  v.string(ENDPOINT),
  v.check((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password } = new URL(text);
    return /^https?:$/.test(protocol) && username === "" && password === "";
  }, ENDPOINT),
);
const LANGUAGES = "expected a list of language tags, like [ja, en]";
const languages = v.optional(
  v.pipe(
    v.array(v.pipe(v.string(LANGUAGES), v.regex(/^(\*|[a-z]{2,3})$/, LANGUAGES)), LANGUAGES),
    v.minLength(1, LANGUAGES),
  ),
);

const plain = <Name extends string>(provider: Name) =>
  v.strictObject({ provider: v.literal(provider), languages }, mapping("provider", "languages"));

const openai = v.strictObject(
  {
    provider: v.literal("openai"),
    languages,
    endpoint,
    model: words,
    api_key: v.optional(words),
    temperature: v.optional(figure(0, 2, false)),
    max_tokens: v.optional(figure(1, 1_000_000, true)),
    turns: v.optional(figure(0, 100, true)),
    silence_ms: v.optional(figure(100, 600_000, true)),
    starts_thinking: v.optional(flag),
    probe_ms: v.optional(figure(0, 3_600_000, true)),
  },
  mapping(
    "provider",
    "languages",
    "endpoint",
    "model",
    "api_key",
    "temperature",
    "max_tokens",
    "turns",
    "silence_ms",
    "starts_thinking",
    "probe_ms",
  ),
);

const BACKEND = "expected auto, faiss or flat";

/** Each role's providers, told apart by `provider`. */
export const ENTRIES = {
  stt: v.variant(
    "provider",
    [plain("embedded"), plain("browser"), plain("embedded-whisper")],
    "expected embedded, embedded-whisper or browser",
  ),
  llm: v.variant("provider", [plain("embedded"), openai], "expected embedded or openai"),
  tts: v.variant("provider", [plain("embedded")], "expected embedded"),
  embedding: v.variant(
    "provider",
    [v.strictObject({ provider: v.literal("embedded") }, mapping("provider"))],
    "expected embedded",
  ),
  vector_store: v.variant(
    "provider",
    [
      v.strictObject(
        {
          provider: v.literal("embedded"),
          backend: v.optional(v.picklist(["auto", "faiss", "flat"], BACKEND), "auto"),
        },
        mapping("provider", "backend"),
      ),
    ],
    "expected embedded",
  ),
} as const;

export type RoleKey = keyof typeof ENTRIES;
export type Entry<Role extends RoleKey> = v.InferOutput<(typeof ENTRIES)[Role]>;

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
