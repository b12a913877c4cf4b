/** The languages Whisper knows, by code and by the English name that its servers answer. */
import { primaryTag } from "../config/language.ts";
import { ProviderError } from "../errors.ts";

/** Whisper's codes as BCP 47 primary tags (openai/whisper, whisper/tokenizer.py). */
const TAGS = (
  "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml " +
  "cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am " +
  "yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jv su yue"
).split(" ");

/** Where its code is none of BCP 47. */
const CODES: Readonly<Record<string, string>> = { jv: "jw" };
const TAG_OF_CODE: Readonly<Record<string, string>> = { jw: "jv" };

/** Where its name is not the one of Unicode's CLDR. */
const ITS_NAMES: Readonly<Record<string, string>> = {
  bengali: "bn",
  maori: "mi",
  myanmar: "my",
  nynorsk: "nn",
  tagalog: "tl",
};

const english = new Intl.DisplayNames("en", { type: "language" });
const TAG_OF_NAME = new Map([
  ...TAGS.map((tag) => [english.of(tag)?.toLowerCase() ?? tag, tag] as const),
  ...Object.entries(ITS_NAMES),
]);

/**
 * What Whisper is asked to hear.
 * @param requested BCP 47, or `auto`
 * @param configured BCP 47 or `auto`: what `auto` means where this server stands
 * @returns Whisper's code, or `auto`
 * @throws ProviderError `language` when Whisper does not know it
 */
export function whisperCode(requested: string, configured = "auto"): string {
  const asked = primaryTag(requested);
  const tag = asked === "auto" ? primaryTag(configured) : asked;
  if (tag === "auto") return "auto";
  if (!TAGS.includes(tag)) throw new ProviderError("stt", "language", `Whisper does not know the language ${tag}`);
  return CODES[tag] ?? tag;
}

/** @param named a code (`ja`) or an English name (`japanese`, `Japanese`). @returns a primary tag; `und` when it is none */
export function tagOf(named: string | undefined): string {
  const name = named?.trim().toLowerCase() ?? "";
  if (TAGS.includes(name)) return name;
  return TAG_OF_CODE[name] ?? TAG_OF_NAME.get(name) ?? "und";
}
