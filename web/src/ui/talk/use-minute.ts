import { useEffect, useState } from "react";

const MINUTE_MS = 60_000;

const minuteOf = (now: Date): number => now.getHours() * 60 + now.getMinutes();

/** The minute of the local day, 0 to 1439. */
export function useMinute(): number {
  const [minute, setMinute] = useState(() => minuteOf(new Date()));
  useEffect(() => {
    const timer = setInterval(() => setMinute(minuteOf(new Date())), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return minute;
}
