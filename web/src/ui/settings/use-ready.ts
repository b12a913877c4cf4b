import { useEffect, useState } from "react";
import { parseReady, type RoleStatus } from "./ready.ts";

const EVERY_MS = 5_000;

/**
 * The relay's own account of the four roles, renewed while it is looked at; null while it does not answer.
 * @param news asked anew at once when this is another
 */
export function useReady(news: unknown): readonly RoleStatus[] | null {
  const [roles, setRoles] = useState<readonly RoleStatus[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `news` is the reason to ask, and no part of the question
  useEffect(() => {
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch("/ready", { cache: "no-store", signal: abort.signal });
        const parsed = parseReady(await response.json());
        if (!abort.signal.aborted) setRoles(parsed.length === 0 ? null : parsed);
      } catch {
        // Not connected is a state the page shows, not an error.
        if (!abort.signal.aborted) setRoles(null);
      }
    };
    void ask();
    const timer = setInterval(() => {
      if (!document.hidden) void ask();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [news]);
  return roles;
}
