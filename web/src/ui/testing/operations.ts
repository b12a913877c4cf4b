/** The relay's account of itself for the page of stories. Figures are invented. */
import type { Operations, OperatorLogLine } from "@hisho/protocol";

const minutesAgo = (minutes: number): string => new Date(Date.UTC(2026, 10, 20, 6, 10 - minutes)).toISOString();

const took = (count: number, p50_ms: number, p95_ms: number) => ({ count, p50_ms, p95_ms });

export const OPERATIONS: Operations = {
  now: minutesAgo(0),
  since: minutesAgo(180),
  first_sound: took(128, 1180, 1840),
  partial: took(640, 310, 560),
  line: [1240, 1130, 1210, 1420, 1090, 1160, 1180].map((p50, at) => ({
    at: minutesAgo(10 * (7 - at)),
    ...took(18, p50, p50 + 520 + 90 * (at % 3)),
  })),
  turns: { completed: 117, interrupted: 9, error: 2 },
  sessions: [
    { session_id: "front-desk", connected: true, busy: true },
    { session_id: "meeting-room", connected: true, busy: false },
    { session_id: "a-phone", connected: false, busy: false },
  ],
  providers: [
    { role: "stt", provider: "whisper-cpp", call: "final", failed: 0, ...took(128, 380, 520) },
    { role: "llm", provider: "openai", call: "first_word", failed: 3, ...took(128, 470, 910) },
    { role: "tts", provider: "embedded", call: "first_sound", failed: 12, ...took(116, 210, 340) },
    { role: "embedding", provider: "embedded", call: "vector", failed: 0, ...took(64, 18, 41) },
  ],
  guards: { imagined: 4, reopened: 7, frames_lost: 12, frames_corrupt: 0 },
  transcripts: false,
};

export const LOG: readonly OperatorLogLine[] = [
  { at: minutesAgo(2), level: "warn", message: "provider_slow", fields: { role: "llm", took_ms: 2410 } },
  { at: minutesAgo(14), level: "error", message: "provider_failed", fields: { role: "tts", reason: "unreachable" } },
];

/** Of a relay that nobody has asked anything yet. */
export const NO_OPERATIONS: Operations = {
  ...OPERATIONS,
  ...{ first_sound: null, partial: null, line: [], turns: {}, sessions: [], providers: [] },
  guards: { imagined: 0, reopened: 0, frames_lost: 0, frames_corrupt: 0 },
};
