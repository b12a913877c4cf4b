/**
 * The way out, without its threads: packets of talkspurts in, samples into the ring just ahead of the speaker, and the
 * count of frames that are played or discarded, which is the relay's credit. The surplus waits as packets.
 */

import { RTP_CLOCK_HZ } from "@hisho/protocol";
import type { JitterPolicy } from "./jitter.ts";
import { packetSamples } from "./opus-packet.ts";
import type { RingWriter } from "./ring.ts";
import type { SegmentWriter } from "./segments.ts";

/** Decoded sound kept ahead of the speaker: enough for a worker that is late, little enough to be worth nothing when stopped. */
export const AHEAD_MS = 200;

interface Waiting {
  spurt: number;
  packet: Uint8Array;
  durationMs: number;
}

/** A frame in the ring; it is played when the reader has passed `end`. */
interface Playing {
  spurt: number;
  end: number;
}

export class Downlink {
  readonly #ring: RingWriter;
  readonly #marks: SegmentWriter;
  readonly #jitter: JitterPolicy;
  readonly #rateHz: number;
  #waiting: Waiting[] = [];
  #playing: Playing[] = [];
  #decoding: Waiting | undefined;
  #credit = 0;
  #spurt = 0;
  #marked = true;
  readonly #ended = new Set<number>();
  #discardedThrough = 0;

  /** @param rateHz of the ring */
  constructor(ring: RingWriter, marks: SegmentWriter, jitter: JitterPolicy, rateHz: number) {
    this.#ring = ring;
    this.#marks = marks;
    this.#jitter = jitter;
    this.#rateHz = rateHz;
  }

  /** A packet arrived. Spurts come in order; one that was discarded is credited at once. */
  push(spurt: number, packet: Uint8Array): void {
    if (spurt <= this.#discardedThrough) {
      this.#credit++;
      return;
    }
    const durationMs = ((packetSamples(packet) ?? 1920) * 1000) / RTP_CLOCK_HZ;
    this.#waiting.push({ spurt, packet, durationMs });
  }

  /** No more packets of this spurt will come. */
  finish(spurt: number): void {
    if (spurt > this.#discardedThrough) this.#ended.add(spurt);
  }

  /** Everything up to `spurt` that is not yet played is gone, and credited. The audio thread passes over what is in the ring. */
  discard(spurt: number): void {
    this.#discardedThrough = Math.max(this.#discardedThrough, spurt);
    const gone = (frame: { spurt: number }): boolean => frame.spurt <= spurt;
    this.#credit += this.#waiting.filter(gone).length + this.#playing.filter(gone).length;
    this.#waiting = this.#waiting.filter((frame) => !gone(frame));
    this.#playing = this.#playing.filter((frame) => !gone(frame));
    for (const ended of this.#ended) if (ended <= spurt) this.#ended.delete(ended);
    if (this.#spurt <= spurt) this.#marked = true;
  }

  /** The packet to decode now, if one may be played. To be answered by `decoded` before the next call. */
  next(): Uint8Array | undefined {
    this.#markEnd();
    const aheadMs = (this.#ring.fill * 1000) / this.#rateHz;
    const first = this.#waiting[0];
    if (this.#decoding || aheadMs >= AHEAD_MS) return undefined;
    if (first && first.spurt !== this.#spurt && !this.#begin(first.spurt)) return undefined;
    if (this.#spurt === 0) return undefined;
    const queuedMs = this.#queuedMs();
    const over = this.#marked || this.#ended.has(this.#spurt);
    if (!this.#jitter.mayPlay(queuedMs, aheadMs, over)) return undefined;
    this.#decoding = this.#waiting.shift();
    return this.#decoding?.packet;
  }

  /** The sound of the packet that `next` gave, at the ring's rate. */
  decoded(pcm: Float32Array, count = pcm.length): void {
    const frame = this.#decoding;
    this.#decoding = undefined;
    if (!frame) return;
    if (frame.spurt <= this.#discardedThrough || !this.#ring.push(pcm, count)) {
      this.#credit++;
      return;
    }
    this.#playing.push({ spurt: frame.spurt, end: this.#ring.index });
  }

  /** Frames played or discarded since the last call. */
  takeCredit(): number {
    const read = this.#ring.readIndex;
    while (this.#playing[0] && ((read - this.#playing[0].end) | 0) >= 0) {
      this.#playing.shift();
      this.#credit++;
    }
    const credit = this.#credit;
    this.#credit = 0;
    return credit;
  }

  /** Nothing waits and nothing plays. */
  get idle(): boolean {
    return this.#waiting.length === 0 && this.#playing.length === 0 && this.#ended.size === 0 && !this.#decoding;
  }

  #queuedMs(): number {
    let sum = 0;
    for (const frame of this.#waiting) if (frame.spurt === this.#spurt) sum += frame.durationMs;
    return sum;
  }

  /** @returns false while the spurt before is open or there is no room for the mark */
  #begin(spurt: number): boolean {
    if (!this.#marked || !this.#marks.mark("begin", spurt, this.#ring.index)) return false;
    this.#spurt = spurt;
    this.#marked = false;
    this.#jitter.restart();
    return true;
  }

  #markEnd(): void {
    if (this.#marked || this.#decoding || this.#queuedMs() > 0) return;
    const replaced = this.#waiting[0] !== undefined;
    if (!replaced && !this.#ended.has(this.#spurt)) return;
    if (!this.#marks.mark("end", this.#spurt, this.#ring.index)) return;
    this.#marked = true;
    this.#ended.delete(this.#spurt);
  }
}
