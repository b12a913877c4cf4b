/** Capture ring to frames and events of utterances: the shell around dsp/uplink.ts. */
import { RTP_CLOCK_HZ } from "@hisho/protocol";
import { expose } from "comlink";
import type { GateEvent } from "../dsp/gate.ts";
import { RING_WRITE, RingReader } from "../dsp/ring.ts";
import { HOP_SAMPLES, Uplink } from "../dsp/uplink.ts";
import type { FromVad, Heard, VadApi, VadStart } from "../ports/vad.ts";
import { Silero } from "./silero.ts";
import { changed } from "./wait.ts";

/** Nothing is captured for this long: look again (the ring may have been left by a suspended context). */
const IDLE_MS = 250;
const NEVER = 0;

const epochMs = (): number => performance.timeOrigin + performance.now();

class Listener {
  readonly #ring: RingReader;
  readonly #uplink: Uplink;
  readonly #encoder: MessagePort;
  readonly #level: Float32Array;
  readonly #block: Float32Array;
  readonly #hop = new Float32Array(HOP_SAMPLES);
  /** Undefined while it loads: hops wait. Null when there is none: nothing is a voice. */
  #silero: Silero | null | undefined;
  #caughtUpAtMs = epochMs();
  #running = true;

  constructor({ ring, rateHz, level }: VadStart, encoder: MessagePort) {
    this.#ring = new RingReader(ring);
    this.#block = new Float32Array(this.#ring.capacity);
    this.#level = new Float32Array(level);
    this.#encoder = encoder;
    this.#uplink = new Uplink(rateHz, {
      event: (event) => this.#send({ type: "heard", heard: this.#timed(event) }),
      frame: (frame, position, dropped) => {
        const pcm = frame.slice() as Float32Array<ArrayBuffer>;
        this.#send({ type: "frame", pcm, position, dropped }, [pcm.buffer]);
      },
    });
  }

  /** @returns false when there is no detector */
  async load(): Promise<boolean> {
    const silero = await Silero.load().catch(() => null);
    if (this.#running) this.#silero = silero;
    else await silero?.close();
    return silero !== null;
  }

  async run(): Promise<void> {
    while (this.#running) {
      const seen = Atomics.load(this.#ring.header, RING_WRITE);
      this.#drain();
      await this.#judge();
      await changed(this.#ring.header, RING_WRITE, seen, IDLE_MS);
    }
    await this.#silero?.close();
  }

  async #judge(): Promise<void> {
    while (this.#running && this.#silero !== undefined && this.#uplink.nextHop(this.#hop)) {
      this.#level[0] = this.#uplink.levelDbfs;
      this.#uplink.judge(await this.#probability());
    }
  }

  /** A detector that breaks is given up: the page is told once. */
  async #probability(): Promise<number> {
    try {
      return (await this.#silero?.probability(this.#hop)) ?? NEVER;
    } catch {
      this.#silero = null;
      this.#send({ type: "deaf" });
      return NEVER;
    }
  }

  get uplink(): Uplink {
    return this.#uplink;
  }

  /** The position that was captured at `atMs`, with everything captured until now taken in first. */
  positionAt(atMs: number): number {
    this.#drain();
    const agoMs = Math.max(0, this.#caughtUpAtMs - atMs);
    return Math.max(0, Math.round(this.#uplink.position - (agoMs * RTP_CLOCK_HZ) / 1000));
  }

  stop(): void {
    this.#running = false;
  }

  #drain(): void {
    const taken = this.#ring.pull(this.#block);
    this.#uplink.push(this.#block, taken);
    const dropped = this.#ring.takeDropped();
    if (dropped > 0) this.#uplink.lose(dropped);
    if (taken > 0) this.#caughtUpAtMs = epochMs();
  }

  #timed(event: GateEvent): Heard {
    const agoMs = "at" in event ? ((this.#uplink.position - event.at) * 1000) / RTP_CLOCK_HZ : 0;
    return { ...event, epochMs: this.#caughtUpAtMs - agoMs };
  }

  #send(message: FromVad, transfer: Transferable[] = []): void {
    this.#encoder.postMessage(message, transfer);
  }
}

let listener: Listener | undefined;

const api: VadApi<MessagePort> = {
  start(options, encoder) {
    listener?.stop();
    listener = new Listener(options, encoder);
    const loaded = listener.load();
    void listener.run();
    return loaded;
  },
  setGate: (mode) => listener?.uplink.setMode(mode),
  setGuard: (guard) => listener?.uplink.setGuard(guard),
  press: (atMs) => listener?.uplink.press(listener.positionAt(atMs)),
  release: (atMs) => listener?.uplink.release(listener.positionAt(atMs)),
  stop: () => listener?.stop(),
};

expose(api);
