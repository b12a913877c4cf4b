/** libsamplerate (BSD-2-Clause) as the relay uses it. */
import libsamplerate from "@alexanderolsen/libsamplerate-js";
import type { SRC } from "@alexanderolsen/libsamplerate-js/dist/src.js";

/** Mono PCM from one rate to another; `full` keeps its state from call to call, `simple` is for a whole sound. */
export function createResampler(fromHz: number, toHz: number): Promise<SRC> {
  return libsamplerate.create(1, fromHz, toHz, { converterType: libsamplerate.ConverterType.SRC_SINC_FASTEST });
}
