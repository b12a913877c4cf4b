import type { TimedPhone } from "../visemes.ts";

/** HTS counts time in units of 100 ns (HTK Book, section 6.2.1). */
const UNITS_PER_MS = 10_000;

/**
 * Reads the phones and their ends from what `open_jtalk -ot` writes: after `[Output label]` one line a phone, `start end
 * label`, the phone between the label's `-` and `+`.
 */
export function readOutputLabels(trace: string): TimedPhone[] {
  const phones: TimedPhone[] = [];
  const [, labels = ""] = trace.split("[Output label]");
  for (const line of labels.split("\n")) {
    if (line.startsWith("[")) break;
    const found = /^\d+ (\d+) [^-]*-([^+]+)\+/.exec(line);
    if (found !== null) phones.push({ phone: found[2]!, endMs: Number(found[1]) / UNITS_PER_MS });
  }
  return phones;
}
