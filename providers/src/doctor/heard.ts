import type { DoctorHeard, DoctorLanguage } from "@hisho/protocol";
import { editDistance } from "./edit-distance.ts";

const UNIT: Record<DoctorLanguage, DoctorHeard["unit"]> = { ja: "characters", en: "words", ko: "characters" };

/** How far what was heard is from what was said; case, punctuation and spaces between characters do not count. */
export function compareHeard(language: DoctorLanguage, said: string, heard: string): DoctorHeard {
  const unit = UNIT[language];
  const wanted = pieces(said, unit);
  return { language, unit, errors: editDistance(wanted, pieces(heard, unit)), of: wanted.length };
}

function pieces(text: string, unit: DoctorHeard["unit"]): string[] {
  const words = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/['’]/g, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== "");
  return unit === "words" ? words : Array.from(words.join(""));
}
