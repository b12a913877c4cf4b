/** The microphone's frames as sound: each once, in their order, holes counted. */
import type { Frame } from "@hisho/protocol";
import { RTP_CLOCK_HZ, timestampAfter } from "@hisho/protocol";
import { MicrophoneDecoder } from "../speech/microphone.ts";
import type { Floor } from "./floor.ts";

const SAMPLE_RATE_HZ = 16_000;

export interface MicrophoneSound {
  /** 16 kHz mono, -1 to 1. */
  pcm: Float32Array;
  /** Where it ends, on the RTP clock. */
  end: number;
  /** Its packet cannot be decoded. */
  corrupt: boolean;
}

export class MicrophoneTrack {
  readonly #floor: Pick<Floor, "book" | "tools">;
  readonly #decoder = new MicrophoneDecoder();
  #sequence = 0;
  #warnedCorrupt = false;

  constructor(floor: Pick<Floor, "book" | "tools">) {
    this.#floor = floor;
  }

  /** The number of the frame that is expected next. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Another relay has heard what came before this one. */
  goOnAt(sequence: number): void {
    this.#sequence = sequence;
  }

  /** @returns null for a frame of before, repeated after a resume */
  take(frame: Frame): MicrophoneSound | null {
    if (frame.sequence < this.#sequence) return null;
    const lost = frame.sequence - this.#sequence;
    if (lost > 0) this.#floor.tools.metrics.framesLost.inc(lost);
    this.#sequence = frame.sequence + 1;
    const { pcm, corrupt } = this.#decoder.decode(frame);
    if (corrupt) this.#corrupt();
    return { pcm, end: timestampAfter(frame.timestamp, (pcm.length * RTP_CLOCK_HZ) / SAMPLE_RATE_HZ), corrupt };
  }

  #corrupt(): void {
    this.#floor.tools.metrics.framesCorrupt.inc();
    if (this.#warnedCorrupt) return;
    this.#warnedCorrupt = true;
    this.#floor.book.emit(null, {
      type: "warning",
      code: "opus_corrupt",
      stage: "uplink",
      message: "A packet of the microphone could not be decoded and was replaced by silence. This is said once.",
      recoverable: true,
    });
  }
}
