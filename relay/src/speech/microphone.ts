/** The microphone's frames as PCM for recognition. A corrupt packet or a gap becomes silence of its length. */
import { Decoder } from "@evan/opus";
import { type Frame, MAX_UTTERANCE, MICROPHONE_FRAME, timestampDelta } from "@hisho/protocol";

export const PCM_RATE_HZ = 16_000;
const RTP_SAMPLES_PER_PCM_SAMPLE = 3;
const MOST_CONCEALED = (PCM_RATE_HZ * MAX_UTTERANCE) / 1000;

export interface DecodedFrame {
  /** Mono, 16 kHz, -1 to 1, what came before it and was lost included as silence. */
  pcm: Float32Array;
  /** The packet could not be decoded. */
  corrupt: boolean;
  /** ms lost before this frame. */
  lostMs: number;
}

export class MicrophoneDecoder {
  /** libopus mixes stereo down by itself and decodes at 16 kHz (RFC 6716, section 4.2.9). */
  readonly #decoder = new Decoder({ channels: 1, sample_rate: PCM_RATE_HZ });
  #nextTimestamp: number | undefined;
  #utterance: number | undefined;

  decode(frame: Frame): DecodedFrame {
    const expected = this.#utterance === frame.number ? this.#nextTimestamp : undefined;
    const gap = expected === undefined ? 0 : Math.max(0, timestampDelta(frame.timestamp, expected));
    const lost = Math.min(MOST_CONCEALED, Math.round(gap / RTP_SAMPLES_PER_PCM_SAMPLE));
    const decoded = this.#decodePacket(frame.packet);
    const heard = decoded ?? new Float32Array((PCM_RATE_HZ * MICROPHONE_FRAME) / 1000);
    this.#utterance = frame.number;
    this.#nextTimestamp = (frame.timestamp + heard.length * RTP_SAMPLES_PER_PCM_SAMPLE) >>> 0;
    const lostMs = (lost * 1000) / PCM_RATE_HZ;
    if (lost === 0) return { pcm: heard, corrupt: decoded === undefined, lostMs };
    const pcm = new Float32Array(lost + heard.length);
    pcm.set(heard, lost);
    return { pcm, corrupt: decoded === undefined, lostMs };
  }

  #decodePacket(packet: Uint8Array): Float32Array | undefined {
    let bytes: Uint8Array;
    try {
      bytes = this.#decoder.decode(packet);
    } catch {
      return undefined;
    }
    const ints = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
    const pcm = new Float32Array(ints.length);
    for (let i = 0; i < ints.length; i += 1) pcm[i] = ints[i]! / 32_768;
    return pcm;
  }
}
