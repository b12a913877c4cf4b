import type { WireEvent, WireItem } from "@hisho/protocol";
import { separatorOf } from "../strings/separator.ts";

interface When {
  due_at?: WireItem["due_at"];
  time?: WireEvent["time"] | null | undefined;
  place?: string | null | undefined;
}

/** When it is, with the place: 11月27日(金) 15:00–16:00・駅前. */
export function whenWords({ due_at: due, time, place }: When, language: string): string {
  const day = { month: "long", day: "numeric", weekday: "short" } as const;
  const days = new Intl.DateTimeFormat(language, day);
  const clocks = new Intl.DateTimeFormat(language, { ...day, hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  const words: string[] = [];
  if (due != null) words.push(clocks.format(new Date(due)));
  else if (time != null) {
    words.push(
      "start" in time
        ? clocks.formatRange(new Date(time.start), new Date(time.end))
        : days.formatRange(new Date(`${time.first_day}T12:00`), new Date(`${time.last_day}T12:00`)),
    );
  }
  if (place != null && place !== "") words.push(place);
  return words.join(separatorOf(language));
}
