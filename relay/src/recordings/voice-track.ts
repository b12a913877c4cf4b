import { timestampAfter, timestampDelta } from "@hisho/protocol";
import { oggOpus } from "./ogg-opus.ts";
import { frameSamples, lostFrame, packetSamples } from "./opus-packet.ts";

/** Somebody's voice in one turn. */
export interface Voice {
  /** About what it takes on disk; 0 when nothing was said. */
  readonly bytes: number;
  /** An Ogg Opus file (RFC 7845), in pieces. */
  ogg(): Iterable<Uint8Array>;
}

/** Half an hour at 32 kbit/s; a turn holds ten minutes of speech. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Longer silences between two utterances, or losses, are shortened to this: 48 kHz samples. */
const LONGEST_GAP = 48_000;

/** The Opus packets of a voice as they come, until its turn has ended. */
export class VoiceTrack implements Voice {
  readonly #packets: Uint8Array[] = [];
  #bytes = 0;
  /** Timestamps: where the first packet begins, and the next one. */
  #first: number | undefined;
  #next: number | undefined;

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes a copy. What would make the voice too long is left out.
   * @param timestamp of its first sample at 48 kHz; what lies between it and the packet before is concealed. Absent: it
   * follows the packet before
   */
  add(packet: Uint8Array, timestamp?: number): void {
    const samples = packetSamples(packet);
    if (samples === 0 || this.#bytes + packet.length > MOST_BYTES) return;
    if (timestamp !== undefined) {
      this.#conceal(packet, timestamp);
      this.#first ??= timestamp;
      this.#next = timestampAfter(timestamp, samples);
    }
    // A view would keep all of the socket's buffer that it lies in.
    this.#push(new Uint8Array(packet));
  }

  /** What follows was heard by `other`, which is not used any more. */
  append(other: VoiceTrack): void {
    const [first] = other.#packets;
    if (first !== undefined && other.#first !== undefined) this.#conceal(first, other.#first);
    for (const packet of other.#packets) this.add(packet);
    this.#next = other.#next ?? this.#next;
  }

  ogg(): Iterable<Uint8Array> {
    return oggOpus(this.#packets, 1);
  }

  /** The time until `timestamp`, as lost frames like those of `packet`. */
  #conceal(packet: Uint8Array, timestamp: number): void {
    const gap = this.#next === undefined ? 0 : Math.min(LONGEST_GAP, timestampDelta(timestamp, this.#next));
    for (let left = gap; left >= frameSamples(packet); left -= frameSamples(packet)) this.#push(lostFrame(packet));
  }

  #push(packet: Uint8Array): void {
    this.#packets.push(packet);
    this.#bytes += packet.length;
  }
}
