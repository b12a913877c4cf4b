/** wlipsync's compiled core, driven as its audio-processor.js drives it, without the thread. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Engine, QUANTUM_SAMPLES, SILENCE } from "../engine.ts";

const require = createRequire(import.meta.url);
const WASM = require.resolve("wlipsync/wlipsync.wasm");
const CEPSTRA = 12;
const TARGET_HZ = 16_000;
const WINDOW_SAMPLES = 1024;
const MEL_CHANNELS = 26;
const PLAYED_HZ = 48_000;
/** Its default: every fourth quantum. */
const BLOCK_SAMPLES = 512;

/** 12 entries: with fewer it silently compares fewer cepstra. */
export interface Profile {
  entries: readonly { shape: number; cepstra: readonly number[] }[];
  compare: "l1" | "l2" | "cosine";
  standardise: boolean;
  /** Fainter is silence, log10 of RMS. */
  silentBelow: number;
}

interface Core {
  load_profile(
    hz: number,
    samples: number,
    channels: number,
    compare: number,
    entries: number,
    records: number,
    standardise: number,
  ): number;
  precompute_profile(): void;
  set_input(hz: number): void;
  get_input_buffer(): number;
  get_input_buffer_size(): number;
  get_volume_ptr(): number;
  execute(place: number): number;
  mfccOut: WebAssembly.Global;
}

const module = new WebAssembly.Module(readFileSync(WASM));

/** The core with `profile`; each sound begins with an instance of its own. */
export class WlipsyncCore {
  readonly #memory = new WebAssembly.Memory({ initial: 4 });
  readonly #core: Core;
  readonly #input: Float32Array;
  readonly #volumeAt: number;
  #place = 0;
  #since = 0;

  constructor(profile: Profile) {
    this.#core = new WebAssembly.Instance(module, { env: { memory: this.#memory } }).exports as Core;
    const compare = { l1: 0, l2: 1, cosine: 2 }[profile.compare];
    const { entries } = profile;
    const at = this.#core.load_profile(
      TARGET_HZ,
      WINDOW_SAMPLES,
      MEL_CHANNELS,
      compare,
      entries.length,
      1,
      profile.standardise ? 1 : 0,
    );
    const view = new DataView(this.#memory.buffer);
    entries.forEach(({ cepstra }, entry) => {
      for (let i = 0; i < CEPSTRA; i++) view.setFloat32(at + 4 * (entry * CEPSTRA + i), cepstra[i]!, true);
    });
    this.#core.precompute_profile();
    this.#core.set_input(PLAYED_HZ);
    this.#input = new Float32Array(
      this.#memory.buffer,
      this.#core.get_input_buffer(),
      this.#core.get_input_buffer_size(),
    );
    this.#volumeAt = this.#core.get_volume_ptr();
  }

  /** @returns the index of the nearest entry, where a block is full */
  hear(quantum: Float32Array): number | undefined {
    for (let i = 0; i < quantum.length; i++) {
      this.#input[this.#place] = quantum[i]!;
      this.#place = (this.#place + 1) % this.#input.length;
    }
    this.#since += QUANTUM_SAMPLES;
    if (this.#since < BLOCK_SAMPLES) return undefined;
    this.#since = 0;
    return this.#core.execute(this.#place);
  }

  /** log10 of the RMS of the last window. */
  get volume(): number {
    return Math.log10(new DataView(this.#memory.buffer).getFloat32(this.#volumeAt, true) || 1e-9);
  }

  /** The 12 cepstra of the last window. */
  get cepstra(): number[] {
    const view = new DataView(this.#memory.buffer);
    return Array.from({ length: CEPSTRA }, (_, i) =>
      view.getFloat32((this.#core.mfccOut.value as number) + 4 * i, true),
    );
  }
}

export function wlipsync(name: string, profile: Profile): Engine {
  return {
    name,
    listen() {
      const core = new WlipsyncCore(profile);
      let shape = SILENCE;
      return {
        hear(quantum) {
          const entry = core.hear(quantum);
          if (entry !== undefined) shape = core.volume < profile.silentBelow ? SILENCE : profile.entries[entry]!.shape;
          return shape;
        },
      };
    },
  };
}
