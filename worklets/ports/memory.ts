/** Layouts of memory shared between threads. Offsets and units only; the code that reads and writes is in ../dsp. */

/** A single-producer, single-consumer ring of Float32 samples. `header` is Int32: write, read, dropped. */
export interface RingMemory {
  header: SharedArrayBuffer;
  data: SharedArrayBuffer;
}
