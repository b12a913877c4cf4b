import { clamp, minimumJerk } from "./ease.ts";
import { GESTURE_NAMES, GESTURES, type Gesture, type GestureName } from "./gestures.ts";
import { ADDED_CHANNELS, channelOf, REST } from "./joints.ts";
import type { Emotion } from "./mouth.ts";

/** Seconds in which a gesture takes its joints over, and gives them back when another takes its place. */
const FADE_S = 0.28;

/** A gesture laid out for the frame loop. */
interface Compiled {
  name: GestureName;
  gesture: Gesture;
  /** Of each channel it turns, where that stands in a pose. */
  channels: Int16Array;
  /** Seconds, ascending; the first is 0 and the last the end, both at rest. */
  times: Float32Array;
  /** One row of `channels.length` degrees a time. */
  rows: Float32Array;
  /** As `rows`: degrees a second on the way through. */
  slopes: Float32Array;
}

/**
 * On the way through a key it goes on, at a turning point and at a held pose it stands still (Fritsch and Carlson 1980), so
 * nothing overshoots a pose.
 */
function slopeAt(before: number, now: number, after: number, t0: number, t1: number, t2: number): number {
  const [down, up] = [(now - before) / (t1 - t0), (after - now) / (t2 - t1)];
  return down * up <= 0 ? 0 : (3 * (t2 - t0)) / ((2 * t2 - t1 - t0) / down + (t2 + t1 - 2 * t0) / up);
}

function compile(name: GestureName): Compiled {
  const gesture: Gesture = GESTURES[name];
  const joints = [...new Set(gesture.keys.flatMap(({ pose }) => Object.keys(pose)))];
  const channels = Int16Array.from(joints.flatMap((joint) => [0, 1, 2].map((axis) => channelOf(joint) + axis)));
  const keys = [{ at: 0, pose: {} }, ...gesture.keys, { at: gesture.lastsS, pose: {} }] as Gesture["keys"];
  const rows = new Float32Array(keys.length * channels.length);
  for (const [k, { pose }] of keys.entries())
    for (const [j, joint] of joints.entries())
      for (let axis = 0; axis < 3; axis++) {
        const at = pose[joint]?.[axis] ?? REST[channelOf(joint) + axis]!;
        rows[k * channels.length + 3 * j + axis] = at;
      }
  const times = Float32Array.from(keys, ({ at }) => at);
  const slopes = new Float32Array(rows.length);
  const width = channels.length;
  for (let k = 1; k < keys.length - 1; k++)
    for (let i = k * width; i < (k + 1) * width; i++)
      slopes[i] = slopeAt(rows[i - width]!, rows[i]!, rows[i + width]!, times[k - 1]!, times[k]!, times[k + 1]!);
  return { name, gesture, channels, times, rows, slopes };
}

const COMPILED = new Map(GESTURE_NAMES.map((name) => [name, compile(name)]));

/** One gesture on its way. */
class Slot {
  playing: Compiled | null = null;
  atS = 0;
  /** 0 to 1, of what the gesture asks. */
  weight = 0;
  #leaving = false;
  #held = false;

  begin(compiled: Compiled): void {
    this.playing = compiled;
    this.atS = 0;
    this.weight = 0;
    this.#leaving = false;
    this.#held = compiled.gesture.holdAtS !== undefined;
  }

  /** It waits to be let go. */
  get held(): boolean {
    return this.#held;
  }

  /** It need not go to its end. */
  leave(): void {
    this.#leaving = true;
  }

  /** It waits no longer. */
  release(): void {
    this.#held = false;
  }

  step(dtS: number): void {
    const { playing } = this;
    if (playing === null) return;
    const { holdAtS = 0, lastsS } = playing.gesture;
    this.atS = this.#held ? Math.min(holdAtS, this.atS + dtS) : this.atS + dtS;
    this.weight = clamp(this.weight + (this.#leaving ? -dtS : dtS) / FADE_S, 0, 1);
    if (this.atS >= lastsS || (this.#leaving && this.weight === 0)) this.playing = null;
  }

  /** Lays the gesture over a pose. */
  apply(pose: Float32Array): void {
    const { playing } = this;
    if (playing === null) return;
    const { channels, times, rows, slopes, gesture } = playing;
    let key = times.length - 2;
    while (key > 0 && times[key]! > this.atS) key--;
    const spanS = times[key + 1]! - times[key]!;
    const t = clamp((this.atS - times[key]!) / spanS, 0, 1);
    // Cubic Hermite.
    const goal = t * t * (3 - 2 * t);
    const leave = t * (1 - t) * (1 - t) * spanS;
    const arrive = t * t * (t - 1) * spanS;
    // At both of its ends an arm is where the other layers have it.
    const weight = minimumJerk(Math.min(this.weight, (gesture.lastsS - this.atS) / FADE_S));
    const width = channels.length;
    for (let i = 0; i < width; i++) {
      const row = key * width + i;
      const from = rows[row]!;
      const asked = from + (rows[row + width]! - from) * goal + slopes[row]! * leave + slopes[row + width]! * arrive;
      const channel = channels[i]!;
      const now = pose[channel]!;
      pose[channel] = channel < ADDED_CHANNELS ? now + asked * weight : now + (asked - now) * weight;
    }
  }
}

const within = (span: { fromS: number; toS: number } | undefined, atS: number): boolean =>
  span !== undefined && atS >= span.fromS && atS < span.toS;

/**
 * Gestures over time. One leads; one that was replaced goes back to rest beside it. Stepping allocates nothing, not even an
 * iterator.
 */
export class Acting {
  readonly #slots = [new Slot(), new Slot(), new Slot()] as const;
  #lead: Slot = this.#slots[0];
  /** Began in this step. */
  begun: GestureName | null = null;

  /** What leads now; null when none does. */
  get name(): GestureName | null {
    return this.#lead.playing?.name ?? null;
  }

  /** Seconds into what leads; 0 when none does. */
  get atS(): number {
    return this.#lead.playing === null ? 0 : this.#lead.atS;
  }

  /** @returns whether it begins; a gesture under way gives way to its own and higher ranks only */
  perform(name: GestureName): boolean {
    const next = COMPILED.get(name)!;
    const current = this.#lead.playing;
    if (current !== null && current.gesture.rank > next.gesture.rank) return false;
    // What waits already, or has only just begun, does not begin again.
    if (current !== null && current.name === name && (this.#lead.held || this.#lead.atS < FADE_S)) return false;
    this.#lead.leave();
    let free: Slot = this.#slots[0];
    for (const slot of this.#slots) if (slot.playing === null || slot.weight < free.weight) free = slot;
    for (const slot of this.#slots) if (slot.playing === null) free = slot;
    free.begin(next);
    this.begun = name;
    this.#lead = free;
    return true;
  }

  /** A gesture that waits goes on to its end. */
  release(name: GestureName): void {
    for (let i = 0; i < this.#slots.length; i++) if (this.#slots[i]!.playing?.name === name) this.#slots[i]!.release();
  }

  /** Everything goes back to rest. */
  stop(): void {
    for (let i = 0; i < this.#slots.length; i++) this.#slots[i]!.leave();
  }

  step(dtS: number): void {
    for (let i = 0; i < this.#slots.length; i++) this.#slots[i]!.step(dtS);
  }

  apply(pose: Float32Array): void {
    for (let i = 0; i < this.#slots.length; i++) this.#slots[i]!.apply(pose);
  }

  /** The eyes are shut for it. */
  get shut(): boolean {
    return within(this.#lead.playing?.gesture.shut, this.atS);
  }

  /** Where the eyes go for it; null where they are free. The gesture's own object. */
  get look(): { readonly yaw: number; readonly pitch: number } | null {
    const look = this.#lead.playing?.gesture.look;
    return look !== undefined && within(look, this.atS) ? look : null;
  }

  /** @returns 0 to 1, of an emotion that belongs to the gesture */
  emotion(name: Emotion): number {
    const face = this.#lead.playing?.gesture.face;
    return face !== undefined && face.emotion === name && within(face, this.atS) ? face.weight : 0;
  }
}
