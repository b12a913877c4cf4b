/** Keeps the screen on and whole: the wake lock is taken again whenever the browser lets go of it. */

export interface ScreenHold {
  /** Inside a touch where that is possible: only then does a browser give the whole screen. */
  take(): void;
  release(): void;
  /** For the watchdog: null where the browser has no wake lock, or nobody wants one. */
  isAwake(): boolean | null;
  /** Takes the lock again. */
  renew(): Promise<void>;
}

export interface ScreenHoldParts {
  wakeLock: Pick<WakeLock, "request"> | undefined;
  document: Document;
}

export function createScreenHold({ wakeLock, document }: ScreenHoldParts): ScreenHold {
  let wanted = false;
  let lock: WakeLockSentinel | null = null;

  async function renew(): Promise<void> {
    if (!wanted || wakeLock === undefined || document.hidden || (lock !== null && !lock.released)) return;
    try {
      lock = await wakeLock.request("screen");
      if (!wanted) await lock.release();
    } catch {
      lock = null; // no power, or the page is hidden: asked for again when it is seen
    }
  }
  const seen = (): void => void renew();

  return {
    take() {
      if (!wanted) document.addEventListener("visibilitychange", seen);
      wanted = true;
      void renew();
      if (document.fullscreenElement === null && document.fullscreenEnabled) {
        document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => undefined); // no touch: not now
      }
    },
    release() {
      wanted = false;
      document.removeEventListener("visibilitychange", seen);
      void lock?.release();
      lock = null;
      if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
    },
    isAwake: () => (wanted && wakeLock !== undefined && !document.hidden ? lock !== null && !lock.released : null),
    renew,
  };
}
