/** This device's way in: a one-time code, scanned or typed, becomes a token of its own (docs/protocol.md, "Pairing"). */
import {
  PAIRING_FRAGMENT,
  type PairingRefusal,
  parsePaired,
  parsePairingRefusal,
  readPairingCode,
} from "@hisho/protocol";
import { createStore, type StoreApi } from "zustand/vanilla";

/** Shorter texts are no tokens (README.md, RELAY_TOKEN): they are codes with something missing. */
const LEAST_TOKEN_CHARACTERS = 16;

/** A sentence or an address, such as a camera reads off any poster. A bearer token is neither (RFC 6750, section 2.1). */
const NO_TOKEN = new RegExp(`[^\\x21-\\x7e]|://|${PAIRING_FRAGMENT}`);

export type PairingState =
  | { at: "rest" }
  | { at: "asking" }
  /** `away`: the relay did not answer, or not in these words. `token`: it does not know the token. */
  | { at: "refused"; why: PairingRefusal | "away" | "token" };

export interface DevicePairing {
  store: StoreApi<PairingState>;
  /** Takes a code, an address with one, or a token as it is. Never rejects: the store says what became of it. */
  begin(text: string): Promise<void>;
}

export interface PairingOptions {
  /** The relay, without a slash at the end. */
  url: string;
  /** What the list of devices calls this one. */
  deviceName: string;
  fetch: typeof globalThis.fetch;
  keepToken: (token: string) => void;
}

export function createPairing({ url, deviceName, fetch, keepToken }: PairingOptions): DevicePairing {
  const store = createStore<PairingState>(() => ({ at: "rest" }));
  const exchange = async (code: string): Promise<string | PairingRefusal | null> => {
    const body = JSON.stringify({ code, name: deviceName });
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${url}/api/v1/pair`, { method: "POST", headers, body, cache: "no-store" });
    const answer: unknown = await response.json();
    return response.ok ? (parsePaired(answer) ?? null) : (parsePairingRefusal(answer) ?? null);
  };
  /** Whether the relay would let the token in: it says so to everybody who asks how it is. */
  const isKnown = async (token: string): Promise<boolean | null> => {
    const response = await fetch(`${url}/health`, { headers: { Authorization: `Bearer ${token}` }, cache: "no-store" });
    const { auth } = (await response.json()) as { auth?: unknown };
    return typeof auth === "string" ? auth === "ok" : null;
  };
  return {
    store,
    async begin(text) {
      if (store.getState().at === "asking") return;
      const trimmed = text.trim();
      const code = readPairingCode(trimmed);
      if (code === undefined) {
        const isToken = trimmed.length >= LEAST_TOKEN_CHARACTERS && !NO_TOKEN.test(trimmed);
        store.setState(isToken ? { at: "asking" } : { at: "refused", why: "malformed" }, true);
        if (!isToken) return;
        const known = await isKnown(trimmed).catch(() => null);
        const why = known === null ? "away" : "token";
        store.setState(known === true ? { at: "rest" } : { at: "refused", why }, true);
        if (known === true) keepToken(trimmed);
        return;
      }
      store.setState({ at: "asking" }, true);
      // Whoever has no network learns it by the same word as from a relay that says something else.
      const answer = await exchange(code).catch(() => null);
      const why = answer === null ? "away" : parsePairingRefusal({ reason: answer });
      store.setState(why === undefined ? { at: "rest" } : { at: "refused", why }, true);
      if (why === undefined && answer !== null) keepToken(answer);
    },
  };
}

/**
 * What follows `#pair=` in the page's address; undefined when there is nothing of the kind. It is taken out of the
 * address and the browser's history, which other people may see.
 */
export function takePairingCode(
  location: Pick<Location, "hash" | "pathname" | "search">,
  history: Pick<History, "replaceState">,
): string | undefined {
  const { hash } = location;
  if (!hash.startsWith(PAIRING_FRAGMENT)) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  return hash;
}

/** `iPad, Safari`: what a person knows the device by, as far as the browser says. */
export function deviceName({ userAgent, maxTouchPoints }: Pick<Navigator, "userAgent" | "maxTouchPoints">): string {
  const first = (names: readonly (readonly [RegExp, string])[]): string[] =>
    names
      .filter(([pattern]) => pattern.test(userAgent))
      .map(([, name]) => name)
      .slice(0, 1);
  // An iPad says that it is a Macintosh, which has no touch screen.
  const isTablet = /iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return [...(isTablet ? ["iPad"] : first(SYSTEMS)), ...first(BROWSERS)].join(", ");
}

const SYSTEMS = [
  [/iPhone/, "iPhone"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Macintosh/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
] as const;
/** Most of them say that they are others too: the most particular first. */
const BROWSERS = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;
