import { mayShowToken } from "./address.ts";
import type { Weights } from "./weights.ts";

/** What the hub is shown: nothing but for models that it gives to accounts, and only where nobody else sees it. */
export function credentials(
  {
    entry,
    mirror,
    token,
    tokenToMirror = false,
  }: { entry: Weights; mirror?: string | undefined; token?: string | undefined; tokenToMirror?: boolean },
  url: string,
): Readonly<Record<string, string>> {
  const shown = entry.gated && token !== undefined && mayShowToken(url, mirror, tokenToMirror);
  return shown ? { authorization: `Bearer ${token}` } : {};
}
