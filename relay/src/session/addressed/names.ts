/** The names that the character answers to, ready to be compared. Pure. */
import { soundKey } from "./likeness.ts";
import { firstSound, romanised } from "./romanise.ts";

export interface Name {
  /** As it is written, lower case. */
  written: string;
  /** In Latin letters without spaces; empty where its reading is not known (kanji). */
  spelled: string;
  /** Words of a Latin name. */
  words: number;
  /** What kana and hangul are compared with; empty as `spelled`. */
  sound: string;
}

/** Of the character that comes with the page, and of her work. */
const HOUSE_NAMES = ["しおり", "シオリ", "Shiori", "시오리", "ひしょ", "秘書", "Hisho", "Secretary", "비서"];
/** How recognisers write しおり when they take it for a woman's name. */
const SHIORI_KANJI = ["栞", "詩織", "志織", "汐里", "史織", "栞里"];
const SHIORI_SOUND = "siori";

function nameOf(text: string): Name {
  const written = text.normalize("NFKC").toLowerCase().trim();
  const latin = romanised(written).replace(/[^\p{L}]/gu, "");
  const isRead = /^[\p{sc=Latin}]+$/u.test(latin);
  const isSounded = firstSound(written) !== undefined;
  return {
    written,
    spelled: isRead ? latin : "",
    words: isSounded ? 1 : written.split(/\s+/).length,
    sound: isRead ? soundKey(latin) : "",
  };
}

/** @param persona its name and the other ways in which that is written; those of the house where it has none */
export function namesOf({ name, aliases }: { name: string; aliases: readonly string[] }): Name[] {
  const chosen = [...(name === "" ? HOUSE_NAMES : [name]), ...aliases]
    .map(nameOf)
    .filter(({ written }) => written !== "");
  const isShiori = chosen.some(({ sound }) => sound === SHIORI_SOUND);
  return [...chosen, ...(isShiori ? SHIORI_KANJI.map(nameOf) : [])];
}
