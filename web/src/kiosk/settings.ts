/** What the operator has chosen for the reception screen, kept on the device. Every value read back is checked. */
import { BLOCKED_MOST_WORDS, BLOCKED_WORD_MOST_CHARACTERS } from "@hisho/protocol";
import type { KeyValueStorage } from "../session/identity.ts";
import type { KioskStart } from "../session/ports.ts";
import type { Language } from "../session/talk.ts";
import { DAY_MINUTES, type Hours } from "./hours.ts";
import type { Stretch } from "./machine.ts";
import { isPasscode, type Passcode } from "./passcode.ts";

const KEY = "hisho.kiosk";
const MOST_CALL_CHARACTERS = 120;

/** What becomes of a visit. Its words are never shown to the next visitor, whatever is chosen. */
export type Wipe =
  /** Kept in the history of this device and of the relay. */
  "off" | "device" | "device-and-relay";

export interface KioskSettings {
  /** The device is a reception screen: it begins as one after a reload. */
  on: boolean;
  /** Null until the operator has set one. */
  passcode: Passcode | null;
  hours: Hours | null;
  /** Movement in front of the camera wakes it. */
  camera: boolean;
  wipe: Wipe;
  stretch: Stretch;
  /** Words and topics that are answered by one sentence. */
  blocked: readonly string[];
  /** Those a visitor may speak; the first is the screen's own. */
  languages: readonly Language[];
  keyboard: boolean;
  /** Whom to call when repairs fail, in the operator's words; may be empty. */
  call: string;
  /** It answers only those who call it by its name, or who have just been answered. */
  addressed: boolean;
}

export const DEFAULT_KIOSK: KioskSettings = {
  on: false,
  passcode: null,
  hours: null,
  camera: false,
  wipe: "off",
  stretch: 1,
  blocked: [],
  languages: ["ja", "en", "ko"],
  keyboard: false,
  call: "",
  addressed: true,
};

const isBoolean = (value: unknown): boolean => typeof value === "boolean";
const isMinute = (value: unknown): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < DAY_MINUTES;
const isHours = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "opens" in value &&
  "closes" in value &&
  isMinute(value.opens) &&
  isMinute(value.closes);
const isWord = (value: unknown): boolean =>
  typeof value === "string" && value.trim() !== "" && value.length <= BLOCKED_WORD_MOST_CHARACTERS;
const isLanguage = (value: unknown): boolean => value === "ja" || value === "en" || value === "ko";

const CHECKS: Record<keyof KioskSettings, (value: unknown) => boolean> = {
  on: isBoolean,
  passcode: (value) => value === null || isPasscode(value),
  hours: (value) => value === null || isHours(value),
  camera: isBoolean,
  wipe: (value) => value === "off" || value === "device" || value === "device-and-relay",
  stretch: (value) => value === 1 || value === 2 || value === 4,
  blocked: (value) => Array.isArray(value) && value.length <= BLOCKED_MOST_WORDS && value.every(isWord),
  languages: (value) =>
    Array.isArray(value) && value.length > 0 && new Set(value).size === value.length && value.every(isLanguage),
  keyboard: isBoolean,
  call: (value) => typeof value === "string" && value.length <= MOST_CALL_CHARACTERS,
  addressed: isBoolean,
};

/** The part of `value` that is settings; the rest is dropped. */
export function checkedKiosk(value: unknown): Partial<KioskSettings> {
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(
    ([key, entry]) => Object.hasOwn(CHECKS, key) && CHECKS[key as keyof KioskSettings](entry),
  );
  return Object.fromEntries(entries);
}

export function loadKiosk(storage: KeyValueStorage): KioskSettings {
  try {
    return { ...DEFAULT_KIOSK, ...checkedKiosk(JSON.parse(storage.getItem(KEY) ?? "null")) };
  } catch {
    return DEFAULT_KIOSK; // unreadable: as if nothing had been chosen
  }
}

/** What a reception screen's sessions ask of the relay; undefined on an ordinary device. */
export const kioskStart = ({ on, blocked }: KioskSettings): KioskStart | undefined =>
  on ? { idle: false, recall: false, visitor: true, language: "auto", blocked: [...blocked] } : undefined;

/** @returns false where the device keeps nothing; then choices last as long as the page */
export function saveKiosk(storage: KeyValueStorage, settings: KioskSettings): boolean {
  try {
    storage.setItem(KEY, JSON.stringify(settings));
    return true;
  } catch {
    return false;
  }
}
