/** Agrees with the relay again and again, while the person lets it and the relay answers. */
import type { StoreApi } from "zustand/vanilla";
import type { Clock } from "../../session/clock.ts";
import type { KeyValueStorage } from "../../session/identity.ts";
import type { Settings, TalkState } from "../../session/talk.ts";
import type { History } from "../history.ts";
import { createSharingClient } from "./client.ts";
import { openShadow } from "./shadow.ts";
import { share } from "./share.ts";

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
  /** For now nothing is shared: others than the person are here. */
  isShut(): boolean;
  /** Absent on insecure origins: then every page of the device agrees by itself. */
  locks?: LockManager;
}

/** A device that was let in by its own token shares unless it is told not to. */
export const sharesHistory = ({ share: chosen, token }: Pick<Settings, "share" | "token">): boolean =>
  chosen ?? token !== "";

/** From now on. @returns ends it */
export function shareHistory(options: SharingOptions): () => void {
  const { history, talk, settings, clock, isVisible } = options;
  const stop = new AbortController();
  const client = createSharingClient(() => settings.getState().token);
  const writer = writerOf(options);
  const shadow = openShadow();
  // Where the device keeps nothing, nothing is shared; the history has told the person.
  shadow.catch(() => undefined);
  let cancel = (): void => undefined;
  let going = false;
  let again = false;

  const isOn = (): boolean =>
    sharesHistory(settings.getState()) &&
    !options.isShut() &&
    talk.getState().connection.state !== "refused" &&
    !stop.signal.aborted;

  const round = async (): Promise<void> => {
    const parts = { history, shadow: await shadow, client, writer, now: () => clock.date() };
    await share(parts, stop.signal);
  };
  const go = async (): Promise<void> => {
    if (!isOn()) return;
    again = going;
    if (going) return;
    going = true;
    try {
      if (options.locks === undefined) await round();
      else await options.locks.request(LOCK, { signal: stop.signal }, round);
    } catch {
      // Ended, or the storage is gone, which the history has told; the next round begins where this one stood.
    }
    going = false;
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
      if (sharesHistory(now) && (!sharesHistory(before) || now.token !== before.token)) void go();
    }),
  ];
  later(AFTER_CHANGE_MS);
  return () => {
    stop.abort(new DOMException("the page is going", "AbortError"));
    cancel();
    for (const end of ends) end();
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
