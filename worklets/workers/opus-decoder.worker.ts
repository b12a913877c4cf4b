/** Packets to the playout ring: the shell around dsp/downlink.ts. */
import { RTP_CLOCK_HZ } from "@hisho/protocol";
import { expose } from "comlink";
import { Concealer } from "../dsp/conceal.ts";
import { Downlink } from "../dsp/downlink.ts";
import { FixedJitter } from "../dsp/jitter.ts";
import { MAX_PACKET_SAMPLES, packetSamples } from "../dsp/opus-packet.ts";
import { Resampler } from "../dsp/resample.ts";
import { RING_READ, RingWriter } from "../dsp/ring.ts";
import { SegmentWriter } from "../dsp/segments.ts";
import type { DecoderApi, DecoderStart, FromDecoder, ToDecoder } from "../ports/opus.ts";
import { openPacketDecoder, type PacketDecoder } from "./packet-decoder.ts";
import { changed } from "./wait.ts";

/** The audio thread wakes this worker about every 10 ms while it plays; this is for when it does not. */
const IDLE_MS = 100;
/** The assistant's 40 ms: what a first packet that cannot be read is taken to have held. */
const ASSISTANT_SAMPLES = 1920;

class Speaker {
  readonly #ring: RingWriter;
  readonly #downlink: Downlink;
  readonly #resampler: Resampler;
  readonly #resampled: Float32Array;
  readonly #concealer = new Concealer();
  readonly #decoder: PacketDecoder;
  readonly #port: MessagePort;
  /** Samples of the last good packet. */
  #usual = ASSISTANT_SAMPLES;
  #running = true;
  #awake: (() => void) | undefined;

  constructor({ ring, segments, rateHz }: DecoderStart, decoder: PacketDecoder, port: MessagePort) {
    this.#ring = new RingWriter(ring);
    this.#downlink = new Downlink(this.#ring, new SegmentWriter(segments), new FixedJitter(), rateHz);
    this.#resampler = new Resampler(RTP_CLOCK_HZ, rateHz);
    this.#resampled = new Float32Array(this.#resampler.maxOutput(MAX_PACKET_SAMPLES));
    this.#decoder = decoder;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ToDecoder>) => this.#take(data);
  }

  async run(): Promise<void> {
    while (this.#running) {
      const seen = this.#ring.readIndex;
      for (let packet = this.#downlink.next(); packet; packet = this.#downlink.next()) await this.#play(packet);
      const frames = this.#downlink.takeCredit();
      if (frames > 0) this.#tell({ type: "credit", frames });
      await this.#rest(seen);
    }
    this.#decoder.close();
  }

  stop(): void {
    this.#running = false;
    this.#awake?.();
  }

  #take(message: ToDecoder): void {
    switch (message.type) {
      case "packet":
        this.#downlink.push(message.spurt, message.packet);
        break;
      case "finish":
        this.#downlink.finish(message.spurt);
        break;
      case "discard":
        this.#downlink.discard(message.spurt);
        break;
      default:
        message satisfies never;
    }
    this.#awake?.();
  }

  async #play(packet: Uint8Array): Promise<void> {
    const pcm = await this.#decoder.decode(packet).catch(() => undefined);
    const sound = pcm ? this.#concealer.good(pcm) : this.#concealer.cover(packetSamples(packet) ?? this.#usual);
    if (pcm) this.#usual = pcm.length;
    else this.#tell({ type: "corrupt", packets: this.#concealer.concealed });
    const length = Math.min(sound.length, MAX_PACKET_SAMPLES);
    this.#downlink.decoded(this.#resampled, this.#resampler.process(sound, length, this.#resampled));
  }

  /** Until the speaker has moved on or a message came. */
  async #rest(seen: number): Promise<void> {
    const message = new Promise<void>((resolve) => {
      this.#awake = resolve;
    });
    const moved = this.#downlink.idle ? message : changed(this.#ring.header, RING_READ, seen, IDLE_MS);
    await Promise.race([message, moved]);
    this.#awake = undefined;
  }

  #tell(message: FromDecoder): void {
    this.#port.postMessage(message);
  }
}

let speaker: Speaker | undefined;

const api: DecoderApi<MessagePort> = {
  async start(options, port) {
    const decoder = await openPacketDecoder();
    speaker?.stop();
    speaker = new Speaker(options, decoder, port);
    void speaker.run();
    return decoder.kind;
  },
  stop: () => speaker?.stop(),
};

expose(api);
