import type { TimedPhone } from "../visemes.ts";

/** Reads what `flite -psdur` prints: `pau:0.164 hh:0.255 …`, phones with the second they end at. Other words are left out. */
export function readPhoneEnds(trace: string): TimedPhone[] {
  const phones: TimedPhone[] = [];
  for (const [, phone, seconds] of trace.matchAll(/(?:^|\s)([a-z]+):(\d+(?:\.\d+)?)(?=\s|$)/g)) {
    phones.push({ phone: phone!, endMs: Number(seconds) * 1000 });
  }
  return phones;
}
