/** The fields that entries of providers.yaml are made of. Each says in its message what was expected. */
import * as v from "valibot";

/** A message that says what a mapping may hold, whichever way it is wrong. */
export const mapping =
  (...keys: readonly string[]) =>
  ({ expected }: { expected: string | null }) =>
    expected === "never" ? `unknown key, expected one of ${keys.join(", ")}` : "expected a value here, it is missing";

/** A number. Placeholders give text, so figures may come as text. */
export function figure(least: number, most: number, whole: boolean) {
  const expected = `expected a ${whole ? "whole " : ""}number from ${least} to ${most}`;
  const checked = v.pipe(
    v.number(expected),
    v.check((value) => value >= least && value <= most && (!whole || Number.isInteger(value)), expected),
  );
  const written = v.pipe(v.string(), v.regex(/^-?\d+(\.\d+)?$/, expected), v.transform(Number), checked);
  return v.union([checked, written], expected);
}

export const flag = v.pipe(
  v.union([v.boolean(), v.picklist(["true", "false"])], "expected true or false"),
  v.transform((value) => value === true || value === "true"),
);

export const words = v.pipe(v.string("expected text"), v.minLength(1, "expected text"));

export function choice<const Options extends readonly [string, ...string[]]>(options: Options) {
  const last = options.at(-1);
  const before = options.slice(0, -1);
  return v.picklist(options, `expected ${before.length === 0 ? last : `${before.join(", ")} or ${last}`}`);
}

const ENDPOINT =
  "expected an http or https address without user name, password or query, like http://127.0.0.1:8081/v1";
/** The base that paths are added to. */
export const endpoint = v.pipe(
  v.string(ENDPOINT),
  v.check((text) => {
    if (!URL.canParse(text) || /[?#]/.test(text)) return false;
    const { protocol, username, password } = new URL(text);
    return /^https?:$/.test(protocol) && username === "" && password === "";
  }, ENDPOINT),
);

const LANGUAGES = "expected a list of language tags, like [ja, en]";
const LANGUAGE = "expected a language tag of ISO 639, like ja, en or ko";
/** The codes of countries that are taken for those of their languages. */
const COUNTRIES: Readonly<Record<string, string>> = { cn: "zh", jp: "ja", kr: "ko" };
const LANGUAGE_NAMES = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** A primary language tag: `ja`. */
export const language = v.pipe(
  v.string(LANGUAGE),
  v.check(
    (tag) => /^[a-z]{2,3}$/.test(tag) && !Object.hasOwn(COUNTRIES, tag) && LANGUAGE_NAMES.of(tag) !== undefined,
    ({ input }) => {
      const meant = COUNTRIES[String(input).toLowerCase()];
      return meant === undefined ? LANGUAGE : `${LANGUAGE}. Did you mean ${meant}?`;
    },
  ),
);
const languages = v.optional(
  v.pipe(v.array(v.union([v.literal("*"), language], firstMessage), LANGUAGES), v.minLength(1, LANGUAGES)),
);

/** A union's message: what its last member had to say. */
function firstMessage({ issues }: v.BaseIssue<unknown>): string {
  return issues?.at(-1)?.message ?? LANGUAGE;
}

/** How often the server is asked whether it lives, ms; 0 never. */
export const probeMs = v.optional(figure(0, 3_600_000, true));

/**
 * One provider of a role in providers.yaml: its own fields, and what every entry may say: the languages it is used for,
 * whether its server must have a GPU, and whether a stand-in answers there.
 */
export function entry<const Name extends string, const Fields extends v.ObjectEntries>(provider: Name, fields: Fields) {
  const common = { provider: v.literal(provider), languages, require_gpu: v.optional(flag), is_mock: v.optional(flag) };
  return v.strictObject({ ...common, ...fields }, mapping(...Object.keys(common), ...Object.keys(fields)));
}

/** `"a", "b"` as the message of a role's choice of providers. */
export const oneOf = (...names: readonly string[]): string =>
  `expected ${names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`}`;

/** An optional setting for an object of options: nothing at all when it was left out. */
export function given<const Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}
