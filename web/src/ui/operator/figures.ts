/** Figures of the relay as its operator reads them. */
import type { Operations } from "@hisho/protocol";
import type { Language } from "../../session/talk.ts";
import type { LightState, RoleStatus } from "../settings/ready.ts";

/** What was promised (README): first sound and partial words, p95. */
export const PROMISED = { firstSoundMs: 2000, partialMs: 500 };

/** Whether a time keeps its promise; null where there is none. */
export const lightOf = (ms: number | undefined, promisedMs: number): LightState =>
  ms === undefined ? "unknown" : ms <= promisedMs ? "good" : "partly";

/** 0.96 s, 380 ms: seconds from one on, and always two digits behind the point. */
export function timeIn(ms: number, language: Language): string {
  const inSeconds = ms >= 1000;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: inSeconds ? "second" : "millisecond",
    unitDisplay: "short",
    maximumFractionDigits: inSeconds ? 2 : 0,
    minimumFractionDigits: inSeconds ? 2 : 0,
  }).format(inSeconds ? ms / 1000 : Math.round(ms));
}

/** What of a provider's calls people wait for. */
const WAITED_FOR = { stt: "final", llm: "first_word", tts: "first_sound", embedding: "vector" } as const;

export interface RoleFigures {
  /** p50 of what people wait for, ms; undefined where nobody has. */
  tookMs: number | undefined;
  failed: number;
}

export function figuresOf({ role, provider }: RoleStatus, { providers }: Operations): RoleFigures {
  const own = providers.filter((entry) => entry.role === role && entry.provider === provider);
  const waited = own.find(({ call, count }) => call === WAITED_FOR[role] && count > 0);
  return { tookMs: waited?.p50_ms, failed: own.reduce((sum, { failed }) => sum + failed, 0) };
}

/** The line as two paths over a box of 100 by 100 from the first to the last step; gaps where nothing was answered. */
export function pathsOf(line: Operations["line"], topMs: number, stepMs: number): { median: string; slowest: string } {
  const times = line.map(({ at }) => Date.parse(at));
  const from = times[0] ?? 0;
  const spanMs = Math.max(stepMs, (times.at(-1) ?? 0) - from);
  const path = (figure: "p50_ms" | "p95_ms"): string =>
    line
      .map((step, place) => {
        const at = times[place] ?? 0;
        const goesOn = place > 0 && at - (times[place - 1] ?? 0) <= stepMs;
        const x = (((at - from) / spanMs) * 100).toFixed(2);
        const y = (100 - Math.min(1, step[figure] / topMs) * 100).toFixed(2);
        // A step alone is a dot: a line of no length with round ends.
        return goesOn ? `L${x} ${y}` : `M${x} ${y}h0`;
      })
      .join("");
  return { median: path("p50_ms"), slowest: path("p95_ms") };
}
