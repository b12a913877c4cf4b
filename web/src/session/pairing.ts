/** This device's way in: a one-time code, scanned or typed, becomes a token of its own (docs/protocol.md, "Pairing"). */
import {
  PAIRING_FRAGMENT,
  type PairingRefusal,
  parsePaired,
  parsePairingRefusal,
  readPairingCode,
} from "@hisho/protocol";
import { createStore, type StoreApi } from "zustand/vanilla";
import { retryDelayMs } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import type { KeyValueStorage } from "./identity.ts";

/** Shorter texts are no tokens (README.md, RELAY_TOKEN): they are codes with something missing. */
const LEAST_TOKEN_CHARACTERS = 16;

/** A sentence or an address, such as a camera reads off any poster. A bearer token is neither (RFC 6750, section 2.1). */
const NO_TOKEN = new RegExp(`[^\\x21-\\x7e]|://|${PAIRING_FRAGMENT}`);

const KEPT_KEY = "hisho.pairing";

export type PairingState =
  | { at: "rest" }
  | { at: "asking" }
  /** The relay did not answer, or not in these words: `text` is kept on the device and shown to it until it does. */
  | { at: "waiting"; text: string }
  /** `token`: it does not know the token. */
  | { at: "refused"; why: PairingRefusal | "token" };

export interface DevicePairing {
  store: StoreApi<PairingState>;
  /**
   * Takes a code, an address with one, or a token as it is, in the place of what waited. Resolves after the first try and
   * never rejects: the store says what became of it.
   */
  begin(text: string): Promise<void>;
}

export interface PairingOptions {
  /** The relay, without a slash at the end. */
  url: string;
  /** What the list of devices calls this one. */
  deviceName: string;
  fetch: typeof globalThis.fetch;
  keepToken: (token: string) => void;
  /** Where what waits for the relay outlives the page. */
  storage: KeyValueStorage;
  clock: Clock;
  /** 0 to 1, for the jitter. */
  random: () => number;
  /** Calls back when trying at once makes sense: the network or the page came back. */
  onWake(listener: () => void): void;
}

/** What is written where nothing else was: the text that waits. */
export const waitingText = (state: PairingState): string => (state.at === "waiting" ? state.text : "");

const isToken = (text: string): boolean => text.length >= LEAST_TOKEN_CHARACTERS && !NO_TOKEN.test(text);

export function createPairing(options: PairingOptions): DevicePairing {
  const { url, deviceName, fetch, keepToken, storage, clock, random } = options;
  type Answer = { token: string } | { why: PairingRefusal | "token" };
  const exchange = async (code: string, signal: AbortSignal): Promise<Answer | null> => {
    const body = JSON.stringify({ code, name: deviceName });
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${url}/api/v1/pair`, { method: "POST", headers, body, cache: "no-store", signal });
    const answer: unknown = await response.json();
    const token = response.ok ? parsePaired(answer) : undefined;
    if (token !== undefined) return { token };
    const why = response.ok ? undefined : parsePairingRefusal(answer);
    return why === undefined ? null : { why };
  };
  /** Whether the relay would let the token in: it says so to everybody who asks how it is. */
  const check = async (token: string, signal: AbortSignal): Promise<Answer | null> => {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/health`, { headers, cache: "no-store", signal });
    const { auth } = (await response.json()) as { auth?: unknown };
    if (typeof auth !== "string") return null;
    return auth === "ok" ? { token } : { why: "token" };
  };

  const kept = storage.getItem(KEPT_KEY) ?? "";
  const waits = readPairingCode(kept) !== undefined || isToken(kept);
  const store = createStore<PairingState>(() => (waits ? { at: "waiting", text: kept } : { at: "rest" }));
  /** Of the text that was begun last. */
  let over = new AbortController();
  let asked: string | null = null;
  let cancelRetry = (): void => undefined;

  /** @param text "" keeps nothing */
  function keep(text: string): void {
    try {
      storage.setItem(KEPT_KEY, text);
    } catch {
      // Without storage it waits as long as the page.
    }
  }

  async function show(text: string, failures: number): Promise<void> {
    cancelRetry();
    const { signal } = over;
    const code = readPairingCode(text);
    asked = text;
    // Whoever has no network waits as for a relay that says something else.
    const answer = await (code === undefined ? check(text, signal) : exchange(code, signal)).catch(() => null);
    if (signal.aborted) return;
    asked = null;
    if (answer === null) {
      keep(text);
      store.setState({ at: "waiting", text }, true);
      cancelRetry = clock.after(retryDelayMs(failures + 1, random()), () => void show(text, failures + 1));
      return;
    }
    keep("");
    store.setState("token" in answer ? { at: "rest" } : { at: "refused", why: answer.why }, true);
    if ("token" in answer) keepToken(answer.token);
  }

  options.onWake(() => {
    const state = store.getState();
    if (state.at === "waiting" && asked === null) void show(state.text, 0);
  });
  if (waits) void show(kept, 0);

  return {
    store,
    async begin(text) {
      const trimmed = text.trim();
      if (trimmed === asked) return; // a code is good once
      over.abort();
      over = new AbortController();
      cancelRetry();
      asked = null;
      keep("");
      if (readPairingCode(trimmed) === undefined && !isToken(trimmed)) {
        store.setState({ at: "refused", why: "malformed" }, true);
        return;
      }
      store.setState({ at: "asking" }, true);
      await show(trimmed, 0);
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
