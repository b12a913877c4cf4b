/** How much of the picture the machine can bear; the voice never waits for it. */
export const RUNGS = ["full", "half", "still", "sound"] as const;
/** All frames; half of them; one portrait for each state; no picture at all. */
export type Rung = (typeof RUNGS)[number];

/** Of the Compute Pressure API (W3C, section 7.1). */
export type Pressure = "nominal" | "fair" | "serious" | "critical";

/** Nothing is judged so long after a change, seconds: shaders are compiled, textures sent. */
const SETTLES_S = 3;
/** How fast lateness is followed, seconds. */
const FOLLOW_S = 1;
/** A single frame counts at most this often its time: one long pause says nothing. */
const WORST = 4;
/** A frame after a longer pause is none: the page was hidden, ms. */
const ABSENT_MS = 1_500;
/** Frames that take so many times what they may, for so long, are too many. */
const TOO_LATE = { full: { ratio: 1.5, forS: 3 }, half: { ratio: 2, forS: 5 } } as const;
/** Frames on time, of which the work takes at most this share of a full frame's time, leave room for more. */
const IN_TIME = { ratio: 1.2, work: 0.45 } as const;
/** Seconds with room before more is tried; each try that fails doubles them. */
const PATIENCE_S = { first: 12, most: 300 } as const;
/** A step down so soon after a step up was a try that failed, seconds. */
const FAILED_WITHIN_S = 20;
/** So many lost contexts within this time are no accident. */
const LOSSES = { most: 3, withinS: 120 } as const;

/**
 * Chooses a rung from measured frames, with hysteresis: down soon, up late, and later after each failure. Pure; times come
 * with the measurements. Allocates nothing while frames are told.
 */
export class Ladder {
  #rung: Rung = "full";
  #late = 1;
  #work = 0;
  #badS = 0;
  #goodS = 0;
  #onRungS = 0;
  #patienceS: number = PATIENCE_S.first;
  #roseS = Number.POSITIVE_INFINITY;
  #pressure: Pressure = "nominal";
  #losses = 0;
  #sinceLossS = Number.POSITIVE_INFINITY;
  readonly #lowest: Rung;

  /** @param lowest no further down than this, for tests that measure something else */
  constructor(lowest: Rung = "sound") {
    this.#lowest = lowest;
  }

  get rung(): Rung {
    return this.#rung;
  }

  /**
   * One frame was drawn.
   * @param askedMs the time it was to take
   * @param tookMs since the frame before
   * @param workMs of this, spent in it
   * @param fullMs the time of a frame on the highest rung
   */
  frame(askedMs: number, tookMs: number, workMs: number, fullMs: number): void {
    if (!(tookMs > 0) || tookMs > ABSENT_MS || !(askedMs > 0)) return;
    const dtS = tookMs / 1000;
    this.#pass(dtS);
    const follow = 1 - Math.exp(-dtS / FOLLOW_S);
    this.#late += (Math.min(WORST, tookMs / askedMs) - this.#late) * follow;
    this.#work += (Math.min(WORST, workMs / fullMs) - this.#work) * follow;
    if (this.#onRungS < SETTLES_S) return;
    const rung = this.#rung;
    if (rung !== "full" && rung !== "half") return;
    const limit = TOO_LATE[rung];
    this.#badS = this.#late > limit.ratio ? this.#badS + dtS : 0;
    if (this.#badS >= limit.forS) {
      if (this.#roseS < FAILED_WITHIN_S) this.#patienceS = Math.min(PATIENCE_S.most, 2 * this.#patienceS);
      this.#go(rung === "full" ? "half" : "still");
      return;
    }
    const room = this.#late < IN_TIME.ratio && this.#work < IN_TIME.work;
    this.#goodS = room ? this.#goodS + dtS : 0;
    if (rung === "half" && this.#goodS >= this.#patienceS) this.#rise("full");
  }

  /** Time passed without a frame, on a rung that draws none. */
  idle(dtS: number): void {
    this.#pass(dtS);
    if (this.#rung === "still" && this.#onRungS >= this.#patienceS) this.#rise("half");
    if (this.#rung === "sound" && this.#onRungS >= PATIENCE_S.most) this.#rise("half");
  }

  /**
   * What the browser says of the processor: under pressure nothing more is tried, and a processor at its end gets half of the
   * frames at once. No further: it may be the relay's own work, and whether she can still move the frames themselves say.
   */
  pressed(pressure: Pressure): void {
    this.#pressure = pressure;
    if (pressure === "critical" && this.#rung === "full") this.#go("half");
  }

  /** The graphics context went. It comes back by itself; one that goes again and again is left alone. */
  lost(): void {
    this.#losses = this.#sinceLossS < LOSSES.withinS ? this.#losses + 1 : 1;
    this.#sinceLossS = 0;
    if (this.#losses >= LOSSES.most) this.#go("sound");
  }

  #pass(dtS: number): void {
    this.#onRungS += dtS;
    this.#roseS += dtS;
    this.#sinceLossS += dtS;
  }

  #rise(to: Rung): void {
    if (to === "full" && (this.#pressure === "serious" || this.#pressure === "critical")) return;
    this.#roseS = 0;
    this.#go(to);
  }

  #go(to: Rung): void {
    const bounded = RUNGS.indexOf(to) > RUNGS.indexOf(this.#lowest) ? this.#lowest : to;
    this.#rung = bounded;
    this.#onRungS = 0;
    this.#late = 1;
    this.#work = 0;
    this.#badS = 0;
    this.#goodS = 0;
  }
}
