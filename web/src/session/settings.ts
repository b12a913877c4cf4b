/** What the person has chosen, kept on the device. Every value read back is checked. */
import { type LanguageTag, NO_PERSONA, readPersona } from "@hisho/protocol";
import type { KeyValueStorage } from "./identity.ts";
import type { Language, Settings } from "./talk.ts";

const KEY = "hisho.settings";

const TAGS: Record<Language, LanguageTag> = { ja: "ja-JP", en: "en-US", ko: "ko-KR" };

/** The BCP 47 tag under which the relay knows the language. */
export const languageTag = (language: Language): LanguageTag => TAGS[language];

/** The first of the person's languages that the project speaks, else English. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const tag of languages) {
    const primary = tag.slice(0, 2).toLowerCase();
    if (primary === "ja" || primary === "en" || primary === "ko") return primary;
  }
  return "en";
}

export const defaultSettings = (language: Language): Settings => ({
  language,
  mode: "hands_free",
  audio: true,
  voice: null,
  speakingRate: 1,
  theme: "system",
  contrast: "system",
  captionSize: 100,
  avatar: "shiori",
  shot: "bust",
  motion: "system",
  ground: "wall",
  groundColour: "#e7dccb",
  recall: true,
  share: null,
  persona: NO_PERSONA,
  addressed: false,
  keysOff: [],
  ignoreToggles: false,
  token: "",
  microphone: "",
  speaker: "",
  volume: 1,
  captions: "voice",
  alerts: false,
  welcomed: false,
});

const oneOf =
  <Value>(...values: readonly Value[]) =>
  (value: unknown): boolean =>
    values.some((known) => known === value);

const CHECKS: Record<keyof Settings, (value: unknown) => boolean> = {
  language: oneOf("ja", "en", "ko"),
  mode: oneOf("hands_free", "push_to_talk", "text"),
  audio: (value) => typeof value === "boolean",
  voice: (value) => value === null || (typeof value === "string" && value.length <= 64),
  speakingRate: (value) => typeof value === "number" && value >= 0.5 && value <= 2,
  theme: oneOf("system", "light", "dark"),
  contrast: oneOf("system", "more"),
  captionSize: oneOf(80, 100, 125, 150, 200),
  avatar: (value) => typeof value === "string" && /^[\w-]{1,64}$/.test(value),
  shot: oneOf("face", "bust", "full"),
  motion: oneOf("system", "less"),
  ground: oneOf("wall", "colour", "gradient", "picture", "clear"),
  groundColour: (value) => typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value),
  recall: (value) => typeof value === "boolean",
  share: (value) => value === null || typeof value === "boolean",
  persona: (value) => "persona" in readPersona(value),
  addressed: (value) => typeof value === "boolean",
  keysOff: (value) => Array.isArray(value) && value.length <= 20 && value.every((key) => typeof key === "string"),
  ignoreToggles: (value) => typeof value === "boolean",
  token: (value) => typeof value === "string",
  microphone: (value) => typeof value === "string" && value.length <= 256,
  speaker: (value) => typeof value === "string" && value.length <= 256,
  volume: (value) => typeof value === "number" && value >= 0 && value <= 1,
  captions: oneOf("voice", "only", "off"),
  alerts: (value) => typeof value === "boolean",
  welcomed: (value) => typeof value === "boolean",
};

/** The part of `value` that is settings; the rest is dropped. */
export function checkedSettings(value: unknown): Partial<Settings> {
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(([key, entry]) => key in CHECKS && CHECKS[key as keyof Settings](entry));
  const checked: Partial<Settings> = Object.fromEntries(entries);
  const read = readPersona(checked.persona);
  return "persona" in read ? { ...checked, persona: read.persona } : checked;
}

export function loadSettings(storage: KeyValueStorage, languages: readonly string[]): Settings {
  const defaults = defaultSettings(preferredLanguage(languages));
  try {
    return { ...defaults, ...checkedSettings(JSON.parse(storage.getItem(KEY) ?? "null")) };
  } catch {
    return defaults;
  }
}

export function saveSettings(storage: KeyValueStorage, settings: Settings): void {
  try {
    storage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Without storage the choice lasts as long as the page; the history has told the person.
  }
}
