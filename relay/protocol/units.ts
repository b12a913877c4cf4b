/** Branded units for the edges between rooms. Plain numbers inside a function name their unit instead. */

declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A duration or an instant in milliseconds. */
export type Milliseconds = Unit<"ms">;
/** A sample rate. */
export type Hertz = Unit<"Hz">;
/** A count of samples of one channel. */
export type Samples = Unit<"samples">;

export const ms = (value: number): Milliseconds => value as Milliseconds;
export const hz = (value: number): Hertz => value as Hertz;
export const samples = (value: number): Samples => value as Samples;

/** How many whole samples `duration` holds at `rate`. */
export const samplesIn = (duration: Milliseconds, rate: Hertz): Samples =>
  Math.round((duration * rate) / 1000) as Samples;

/** How long `count` samples last at `rate`. */
export const msIn = (count: Samples, rate: Hertz): Milliseconds => ((count * 1000) / rate) as Milliseconds;

/** The RTP clock of Opus, whatever the codec's internal rate (RFC 7587, section 4.1). */
export const RTP_CLOCK_HZ = hz(48_000);

/** `a - b` on the 32-bit RTP clock (RFC 3550, section 5.1), in samples, right across its wrap after 24.8 h. */
export const timestampDelta = (a: number, b: number): number => (a - b) | 0;

/** `timestamp + count` on the 32-bit RTP clock. */
export const timestampAfter = (timestamp: number, count: number): number => (timestamp + count) >>> 0;
