import type { DoctorCode, DoctorHeard } from "@hisho/protocol";
import type { Deadlines } from "../registry.ts";
import type { Clip } from "./clips.ts";

/** A call that was answered. */
export interface Answer {
  /** What the role is measured by, ms. */
  ms: number;
  /** Work over sound, where there is sound. */
  realTimeFactor: number | null;
  heard: DoctorHeard | null;
  /** What is wrong with the answer; null when it is as it should be. */
  flaw: DoctorCode | null;
}

/** What a call needs besides its provider. */
export interface TrialTools {
  clips: readonly Clip[];
  deadlinesMs: Deadlines;
  /** Milliseconds since some fixed instant. */
  clock: () => number;
  now: () => Date;
}
