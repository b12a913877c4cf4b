/**
 * One page of a device talks at a time (Web Locks API): whoever holds the lock writes the session, the others say so and
 * wait. A page that ends, however, lets go of it.
 */
import type { StoreApi } from "zustand/vanilla";
import type { TalkState } from "./talk.ts";

const LOCK = "hisho.talk";
/** A page that is being left for this one, a reload for one, lets go within so much. */
const PATIENCE_MS = 700;
/** A page that talked may only be reloading: it has so long to come back before another page goes on. */
const RELOAD_MS = 4_000;

export type Locks = Pick<LockManager, "request">;

/** The talk of this page. */
export interface OnePage {
  store: StoreApi<TalkState>;
  /** Another page talks now: nothing more is heard, said or written here. */
  giveWay(): void;
  /** Goes on here after another page. */
  takeBack(): void;
}

/** Whether this page may talk now. True where the browser has no locks (insecure origins). */
export async function mayTalk(locks: Locks | undefined, patienceMs = PATIENCE_MS): Promise<boolean> {
  if (locks === undefined) return true;
  const patience = AbortSignal.timeout(patienceMs);
  // Held for a moment only: `keepTurns` takes it for good, from a page that is as new at worst.
  return locks.request(LOCK, { signal: patience }, () => true).catch(() => false);
}

/**
 * Holds the lock while this page talks, and waits for it while it does not: when the other page is closed, the talk goes
 * on here. A person who goes on here takes it from the other page, which gives way.
 */
export function keepTurns(
  locks: Locks | undefined,
  page: OnePage,
  isTalking: boolean,
  signal: AbortSignal,
  reloadMs = RELOAD_MS,
): void {
  if (locks === undefined) return;
  let holds = false;
  const hold = async (): Promise<void> => {
    if (signal.aborted) return;
    holds = true;
    if (page.store.getState().connection.state === "replaced") page.takeBack();
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  };
  let waiting = new AbortController();
  const wait = (): void => {
    waiting = new AbortController();
    const stopped = AbortSignal.any([signal, waiting.signal]);
    const goOn = (): void => {
      if (stopped.aborted) return;
      locks.request(LOCK, { ifAvailable: true }, (lock) => (lock === null ? wait() : hold())).catch(lost);
    };
    // It is free: let go of it at once, and go on here when nobody has come back for it.
    locks.request(LOCK, { signal: stopped }, () => void setTimeout(goOn, reloadMs)).catch(lost);
  };
  const take = (): void => {
    waiting.abort();
    locks.request(LOCK, { steal: true }, hold).catch(lost);
  };
  /** Taken by another page, or given up with the signal. */
  const lost = (): void => {
    if (!holds) return;
    holds = false;
    if (signal.aborted) return;
    page.giveWay();
    wait();
  };
  const unsubscribe = page.store.subscribe(({ connection }, before) => {
    const goesOn = before.connection.state === "replaced" && connection.state !== "replaced";
    if (goesOn && !holds) take();
  });
  signal.addEventListener("abort", unsubscribe, { once: true });
  if (isTalking) take();
  else wait();
}
