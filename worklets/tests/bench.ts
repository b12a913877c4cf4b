/** The worker threads, started as the page starts them, with the test in place of microphone and loudspeaker. */
import { transfer, wrap } from "comlink";
import { createRing, RING_READ, RING_WRITE, RingReader, RingWriter } from "../dsp/ring.ts";
import { createSegments } from "../dsp/segments.ts";
import type { DecoderApi, DecoderKind, EncoderApi, FromDecoder, FromEncoder, ToDecoder } from "../ports/opus.ts";
import type { VadApi } from "../ports/vad.ts";

export const RATE_HZ = 48_000;

export type Packet = Extract<FromEncoder, { type: "packet" }>;

/** VAD and encoder worker behind a ring. */
export class Uplink {
  readonly received: FromEncoder[] = [];
  readonly #ring = createRing(RATE_HZ);
  readonly #writer = new RingWriter(this.#ring);
  readonly #vad = new Worker(new URL("../workers/vad.worker.ts", import.meta.url), { type: "module" });
  readonly #encoder = new Worker(new URL("../workers/opus-encoder.worker.ts", import.meta.url), { type: "module" });
  readonly api = wrap<VadApi<MessagePort>>(this.#vad);

  /** @returns whether the detector is there */
  start(): Promise<boolean> {
    const frames = new MessageChannel();
    const packets = new MessageChannel();
    packets.port1.onmessage = ({ data }: MessageEvent<FromEncoder>) => this.received.push(data);
    const encoder = wrap<EncoderApi<MessagePort>>(this.#encoder);
    void encoder.start(transfer(frames.port2, [frames.port2]), transfer(packets.port2, [packets.port2]));
    const level = new SharedArrayBuffer(4);
    return this.api.start({ ring: this.#ring, rateHz: RATE_HZ, level }, transfer(frames.port1, [frames.port1]));
  }

  /** Plays `samples` into the ring as fast as the worker takes them. */
  async hear(samples: Float32Array): Promise<void> {
    for (let i = 0; i < samples.length; i += 4800) {
      const part = samples.subarray(i, i + 4800);
      while (this.#writer.capacity - this.#writer.fill < part.length) {
        const read = this.#writer.readIndex;
        await Atomics.waitAsync(this.#writer.header as Int32Array<SharedArrayBuffer>, RING_READ, read, 5).value;
      }
      this.#writer.push(part);
      this.#writer.wake();
    }
  }

  get packets(): Packet[] {
    return this.received.filter((message) => message.type === "packet");
  }

  get events(): string[] {
    return this.received.flatMap((message) => (message.type === "heard" ? [message.heard.type] : []));
  }

  end(): void {
    this.#vad.terminate();
    this.#encoder.terminate();
  }
}

/** The decoder worker with a ring that the test empties. */
export class Downlink {
  readonly received: FromDecoder[] = [];
  kind: DecoderKind | undefined;
  readonly #ring = createRing(RATE_HZ);
  readonly #reader = new RingReader(this.#ring);
  readonly #worker = new Worker(new URL("../workers/opus-decoder.worker.ts", import.meta.url), { type: "module" });
  readonly #channel = new MessageChannel();

  async start(): Promise<void> {
    this.#channel.port1.onmessage = ({ data }: MessageEvent<FromDecoder>) => this.received.push(data);
    const port = this.#channel.port2;
    this.kind = await wrap<DecoderApi<MessagePort>>(this.#worker).start(
      { ring: this.#ring, segments: createSegments(), rateHz: RATE_HZ },
      transfer(port, [port]),
    );
  }

  send(message: ToDecoder): void {
    this.#channel.port1.postMessage(message);
  }

  /** The next `count` samples out of the ring, as fast as they come. */
  async play(count: number): Promise<Float32Array> {
    const out = new Float32Array(count);
    for (let filled = 0; filled < count; ) {
      const seen = Atomics.load(this.#reader.header, RING_WRITE);
      filled += this.#reader.pull(out, filled);
      this.#reader.wake();
      if (filled < count) {
        await Atomics.waitAsync(this.#reader.header as Int32Array<SharedArrayBuffer>, RING_WRITE, seen, 5).value;
      }
    }
    return out;
  }

  get credit(): number {
    return this.received.reduce((sum, message) => sum + (message.type === "credit" ? message.frames : 0), 0);
  }

  get corrupt(): number {
    return this.received.reduce((most, message) => (message.type === "corrupt" ? message.packets : most), 0);
  }

  end(): void {
    this.#worker.terminate();
  }
}
