/** Opus packets to samples at 48 kHz: by WebCodecs where it works, else by opus-decoder's wasm. */
import { RTP_CLOCK_HZ } from "@hisho/protocol";
import { OpusDecoder } from "opus-decoder";
import type { DecoderKind } from "../ports/opus.ts";

/** One packet at a time, in order. */
export interface PacketDecoder {
  readonly kind: DecoderKind;
  /** Samples at 48 kHz, mono; undefined: the packet could not be decoded, the next one can be. */
  decode(packet: Uint8Array): Promise<Float32Array | undefined>;
  close(): void;
}

/** Opus of one frame of 20 ms of silence (RFC 6716; CELT fullband, mono), to see whether a decoder works at all. */
const SILENT_PACKET = Uint8Array.of(0xf8, 0xff, 0xfe);
const CODEC_PATIENCE_MS = 500;
const CONFIG: AudioDecoderConfig = { codec: "opus", sampleRate: RTP_CLOCK_HZ, numberOfChannels: 1 };

/** The first decoder that decodes a packet here. */
export async function openPacketDecoder(): Promise<PacketDecoder> {
  if (await webCodecsOffered()) {
    const decoder = new WebCodecsDecoder();
    if ((await decoder.decode(SILENT_PACKET)) !== undefined) return decoder;
    decoder.close();
  }
  return openWasmDecoder();
}

async function webCodecsOffered(): Promise<boolean> {
  if (typeof AudioDecoder === "undefined") return false;
  const support = await AudioDecoder.isConfigSupported(CONFIG).catch(() => undefined);
  return support?.supported === true;
}

class WebCodecsDecoder implements PacketDecoder {
  readonly kind = "webcodecs";
  #decoder: AudioDecoder | undefined;
  #answer: ((pcm: Float32Array | undefined) => void) | undefined;
  #timestampUs = 0;

  async decode(packet: Uint8Array): Promise<Float32Array | undefined> {
    this.#decoder ??= this.#open();
    const decoder = this.#decoder;
    const answer = new Promise<Float32Array | undefined>((resolve) => {
      this.#answer = resolve;
    });
    const timer = setTimeout(() => this.#fail(), CODEC_PATIENCE_MS);
    try {
      decoder.decode(new EncodedAudioChunk({ type: "key", timestamp: this.#timestampUs, data: packet.slice() }));
    } catch {
      this.#fail();
    }
    this.#timestampUs += 40_000;
    const pcm = await answer;
    clearTimeout(timer);
    return pcm;
  }

  close(): void {
    if (this.#decoder && this.#decoder.state !== "closed") this.#decoder.close();
    this.#decoder = undefined;
  }

  #open(): AudioDecoder {
    const decoder = new AudioDecoder({
      output: (data) => {
        const pcm = new Float32Array(data.numberOfFrames);
        data.copyTo(pcm, { planeIndex: 0, format: "f32-planar" });
        data.close();
        this.#reply(pcm);
      },
      error: () => this.#fail(),
    });
    decoder.configure(CONFIG);
    return decoder;
  }

  #reply(pcm: Float32Array | undefined): void {
    this.#answer?.(pcm);
    this.#answer = undefined;
  }

  /** A codec that met an error is closed for good: the next packet gets a new one. */
  #fail(): void {
    this.close();
    this.#reply(undefined);
  }
}

async function openWasmDecoder(): Promise<PacketDecoder> {
  const decoder = new OpusDecoder({ channels: 1, sampleRate: 48_000 });
  await decoder.ready;
  return {
    kind: "wasm",
    decode: async (packet) => {
      const { channelData, samplesDecoded, errors } = decoder.decodeFrame(packet);
      const pcm = channelData[0];
      return errors.length > 0 || samplesDecoded === 0 || pcm === undefined ? undefined : pcm.slice(0, samplesDecoded);
    },
    close: () => decoder.free(),
  };
}
