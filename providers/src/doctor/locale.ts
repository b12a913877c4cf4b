import type { DoctorLanguage } from "@hisho/protocol";

/** What a session of that language asks for. */
export const LOCALE: Record<DoctorLanguage, string> = { ja: "ja-JP", en: "en-US", ko: "ko-KR" };
