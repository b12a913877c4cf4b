/** Agrees with the relay again and again, while the person lets it and the relay answers. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Clock } from "../../session/clock.ts";
import type { KeyValueStorage } from "../../session/identity.ts";
import type { Settings, TalkState } from "../../session/talk.ts";
import type { History } from "../history.ts";
import { createSharingClient, type Trouble } from "./client.ts";
import { openShadow, type ShadowDatabase } from "./shadow.ts";
import { type ShareProgress, share } from "./share.ts";

const LOCK = "hisho.sharing";
const WRITER_KEY = "hisho.writer";
/** After a change here; changes that come meanwhile go together. */
const AFTER_CHANGE_MS = 2_000;
/** What other devices did is looked for so often while the page is seen. */
const LOOK_MS = 20_000;

export interface SharingOptions {
  history: Pick<History, "look" | "alter" | "onChange">;
  talk: StoreApi<TalkState>;
  settings: StoreApi<Settings>;
  storage: KeyValueStorage;
  clock: Clock;
  newId(): string;
  onWake(listener: () => void): () => void;
  isVisible(): boolean;
  /** Turns came from the relay, of whichever device: the record may say more of the talk than the screen. */
  onTurns(): void;
  /** For now nothing is shared: others than the person are here. */
  isShut(): boolean;
  /** Absent on insecure origins: then every page of the device agrees by itself. */
  locks?: LockManager;
}

/** A device that was let in by its own token shares unless it is told not to. */
export const sharesHistory = ({ share: chosen, token }: Pick<Settings, "share" | "token">): boolean =>
  chosen ?? token !== "";

/** How this device and the relay stand. */
export type SharingState =
  | { at: "off" }
  /** On, and nothing is known yet; or a round of many pages goes on. */
  | { at: "going"; progress: ShareProgress | null }
  /** @param when ISO 8601 @param refused what the relay does not take, ever, since the page was opened */
  | { at: "agreed"; when: string; refused: number }
  /** `storage`: this device's own. @param when it last agreed, while this page was open; null: never */
  | { at: "trouble"; why: Trouble | "storage"; when: string | null };

export interface Sharing {
  store: StoreApi<SharingState>;
  /** Agrees now: the person looks, or has mended something. */
  now(): void;
  /** Ends it. */
  close(): void;
}

/** From now on. */
export function shareHistory(options: SharingOptions): Sharing {
  const { history, talk, settings, clock, isVisible } = options;
  const stop = new AbortController();
  const client = createSharingClient(() => settings.getState().token);
  const writer = writerOf(options);
  const store = createStore<SharingState>(() => ({ at: "off" }));
  let shadow: Promise<ShadowDatabase> | null = null;
  let agreedAt: string | null = null;
  let refused = 0;
  let cancel = (): void => undefined;
  let going = false;
  let again = false;

  const isOn = (): boolean =>
    sharesHistory(settings.getState()) &&
    !options.isShut() &&
    talk.getState().connection.state !== "refused" &&
    !stop.signal.aborted;

  const round = async (): Promise<void> => {
    shadow ??= openShadow();
    const onProgress = (progress: ShareProgress): void => store.setState({ at: "going", progress }, true);
    const parts = { history, shadow: await shadow, client, writer, now: () => clock.date(), onProgress };
    const outcome = await share(parts, stop.signal);
    if (outcome.state !== "agreed") {
      store.setState({ at: "trouble", why: outcome.state, when: agreedAt }, true);
      return;
    }
    if (outcome.taken > 0) options.onTurns();
    refused += outcome.refused;
    agreedAt = clock.date().toISOString();
    store.setState({ at: "agreed", when: agreedAt, refused }, true);
  };
  const go = async (): Promise<void> => {
    if (!isOn()) {
      store.setState({ at: "off" }, true);
      return;
    }
    again = going;
    if (going) return;
    going = true;
    if (store.getState().at === "off") store.setState({ at: "going", progress: null }, true);
    try {
      if (options.locks === undefined) await round();
      else await options.locks.request(LOCK, { signal: stop.signal }, round);
    } catch (error) {
      // Ended, or the storage is gone; the next round begins where this one stood.
      if (!stop.signal.aborted) {
        console.error("sharing", error);
        store.setState({ at: "trouble", why: "storage", when: agreedAt }, true);
      }
      void shadow?.then((database) => database.close()).catch(() => undefined); // it could not be opened
      shadow = null;
    }
    going = false;
    if (!isOn()) store.setState({ at: "off" }, true);
    later(again ? AFTER_CHANGE_MS : LOOK_MS);
  };
  const later = (delayMs: number): void => {
    cancel();
    if (stop.signal.aborted) return;
    cancel = clock.after(delayMs, () => {
      if (isVisible()) void go();
      else later(LOOK_MS);
    });
  };

  const ends = [
    // Its own rounds change the record too: they bring nothing new, and the one after them is the last.
    history.onChange(() => !going && isOn() && later(AFTER_CHANGE_MS)),
    options.onWake(() => void go()),
    talk.subscribe(({ connection }, before) => {
      if (connection.state === "open" && before.connection.state !== "open") void go();
    }),
    settings.subscribe((now, before) => {
      if (sharesHistory(now) !== sharesHistory(before) || now.token !== before.token) void go();
    }),
  ];
  later(AFTER_CHANGE_MS);
  return {
    store,
    now: () => void go(),
    close() {
      stop.abort(new DOMException("the page is going", "AbortError"));
      cancel();
      for (const end of ends) end();
    },
  };
}

/** Who writes here, for ever; where nothing is kept, as long as the page lasts. */
function writerOf({ storage, newId }: SharingOptions): string {
  try {
    const known = storage.getItem(WRITER_KEY);
    if (known !== null && /^[A-Za-z0-9_-]{1,64}$/.test(known)) return known;
    const writer = newId();
    storage.setItem(WRITER_KEY, writer);
    return writer;
  } catch {
    return newId();
  }
}
