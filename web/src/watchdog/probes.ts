/** What each probe reads and each repair does, on the page's real parts. */
import type { StoreApi } from "zustand/vanilla";
import type { VoiceCare } from "../audio/voice.ts";
import type { ScreenHold } from "../kiosk/screen-hold.ts";
import type { KeyValueStorage } from "../session/identity.ts";
import type { TalkActions, TalkState } from "../session/talk.ts";
import type { FaultId, Reading } from "./faults.ts";
import type { Probe } from "./run.ts";

/** A microphone in a room is never perfectly silent for so long. */
const SILENT_MS = 20_000;
const SILENT_DBFS = -99;
/** Sound is not captured, or the context's clock stands, for so long. */
const STALLED_MS = 4_000;
/** An answer that does not come: the relay's own deadlines are shorter. */
const STUCK_MS = 60_000;
const EARS_EVERY_MS = 5_000;
const EARS_ANSWER_WITHIN_MS = 4_000;
const STORAGE_EVERY_MS = 10_000;
/** Nobody has looked for so long: an operator was in, and may have chosen otherwise. */
const UNSEEN_MS = 5_000;
const STORAGE_KEY = "hisho.watchdog";

export interface ProbeParts {
  talk: StoreApi<TalkState>;
  actions: Pick<TalkActions, "begin" | "mute" | "interrupt">;
  voice: VoiceCare & { microphoneLevelDbfs(): number };
  hold: Pick<ScreenHold, "isAwake" | "renew">;
  storage: KeyValueStorage;
  /** Writes to the record, and so finds out whether it can be written again. */
  tidy(): Promise<unknown>;
  /** The screen wants to hear: it is no time to be asleep. */
  wantsMicrophone(): boolean;
  /** The drawing's context was lost; null where nothing is drawn. */
  isPictureLost(): boolean | null;
  /** The browser gives sound only after a touch: nothing else helps. */
  needsTouch(): boolean;
  /** Looks at the connection at once. */
  wakeSocket(): void;
  /** 1 in earnest. */
  tempo: number;
}

const FINE: Reading = { ok: true };
const bad = (why: string): Reading => ({ ok: false, why });

/** How long something has not changed. */
function standing(): (value: unknown, nowMs: number) => number {
  let last: unknown;
  let sinceMs = 0;
  return (value, nowMs) => {
    if (value !== last) {
      last = value;
      sinceMs = nowMs;
    }
    return nowMs - sinceMs;
  };
}

export function browserProbes(parts: ProbeParts): Record<FaultId, Probe> {
  const { talk, actions, voice, hold, tempo } = parts;
  return {
    microphone: microphoneProbe(parts),
    ears: earsProbe(parts),
    sound: soundProbe(parts),
    socket: {
      read: () => {
        const { state } = talk.getState().connection;
        return state === "open" || state === "replaced" || state === "resting" ? FINE : bad(state);
      },
      repair: () => parts.wakeSocket(),
    },
    turn: (() => {
      const since = standing();
      return {
        read(nowMs) {
          const { phase, turns } = talk.getState();
          const busy = phase === "thinking" || phase === "speaking";
          const stood = since(`${phase} ${turns.at(-1)?.key} ${turns.at(-1)?.heardLength}`, nowMs);
          return busy && stood >= STUCK_MS * tempo ? bad(phase) : FINE;
        },
        repair: () => actions.interrupt(),
      } satisfies Probe;
    })(),
    picture: pictureProbe(parts),
    storage: storageProbe(parts),
    awake: {
      read: () => {
        const awake = hold.isAwake();
        return awake === null ? null : awake ? FINE : bad("let go");
      },
      repair: () => hold.renew(),
    },
  };

  function reopen(): void {
    actions.mute(true);
    actions.mute(false);
  }

  function microphoneProbe({ wantsMicrophone }: ProbeParts): Probe {
    let silentSinceMs: number | null = null;
    return {
      read(nowMs) {
        if (!wantsMicrophone() || talk.getState().muted) {
          silentSinceMs = null;
          return null;
        }
        const { track, context } = voice.health();
        if (!talk.getState().microphoneOpen || track !== "live") return bad(track);
        const silent = context === "running" && voice.microphoneLevelDbfs() <= SILENT_DBFS;
        silentSinceMs = silent ? (silentSinceMs ?? nowMs) : null;
        return silentSinceMs !== null && nowMs - silentSinceMs >= SILENT_MS * tempo ? bad("silent") : FINE;
      },
      repair() {
        silentSinceMs = null;
        reopen();
      },
    };
  }

  /** The capture worklet and the thread behind it. */
  function earsProbe({ wantsMicrophone }: ProbeParts): Probe {
    const captured = standing();
    let askedMs = Number.NEGATIVE_INFINITY;
    let answers = true;
    return {
      read(nowMs) {
        const { track, context, capturedSamples } = voice.health();
        if (!wantsMicrophone() || track !== "live" || context !== "running") {
          captured(Symbol(), nowMs);
          answers = true;
          return null;
        }
        if (nowMs - askedMs >= EARS_EVERY_MS * tempo) {
          askedMs = nowMs;
          void voice.earsAnswer(EARS_ANSWER_WITHIN_MS).then((heard) => {
            answers = heard;
          });
        }
        if (captured(capturedSamples, nowMs) >= STALLED_MS) return bad("nothing is captured");
        return answers ? FINE : bad("no answer");
      },
      async repair() {
        answers = true;
        askedMs = Number.NEGATIVE_INFINITY;
        await voice.rebuild();
        reopen();
      },
    };
  }

  function soundProbe(_: ProbeParts): Probe {
    const clockStands = standing();
    return {
      read(nowMs) {
        const { context, contextTimeS } = voice.health();
        if (context === "none") return parts.wantsMicrophone() ? bad("none") : null;
        const stood = clockStands(contextTimeS, nowMs);
        if (context !== "running") return bad(context);
        return stood >= STALLED_MS ? bad("the clock stands") : FINE;
      },
      async repair(attempt) {
        const { context } = voice.health();
        if (!parts.needsTouch() && (attempt > 1 || context === "closed" || context === "running")) {
          await voice.rebuild();
          reopen();
        } else {
          await actions.begin();
        }
      },
    };
  }

  function pictureProbe({ isPictureLost }: ProbeParts): Probe {
    let missing = false;
    let lookedMs = Number.NEGATIVE_INFINITY;
    return {
      read(nowMs) {
        const lost = isPictureLost();
        // One that was lost and is not drawn again is missing still; after a while without a look it may be meant.
        const unseen = nowMs - lookedMs >= UNSEEN_MS;
        missing = lost ?? (missing && !unseen);
        lookedMs = nowMs;
        if (missing) return bad(lost === null ? "not drawn" : "context lost");
        return lost === null ? null : FINE;
      },
      // Whoever draws it follows `pictures`.
      repair: () => undefined,
    };
  }

  function storageProbe({ storage, tidy }: ProbeParts): Probe {
    let lookedMs = Number.NEGATIVE_INFINITY;
    let works = true;
    const tryWriting = (): boolean => {
      try {
        storage.setItem(STORAGE_KEY, String(Date.now()));
        return true;
      } catch {
        return false;
      }
    };
    return {
      read(nowMs) {
        if (nowMs - lookedMs >= STORAGE_EVERY_MS * tempo || !works) {
          lookedMs = nowMs;
          works = tryWriting();
        }
        if (!works) return bad("nothing can be written");
        return talk.getState().notices.some(({ kind }) => kind === "storage") ? bad("the record") : FINE;
      },
      async repair() {
        await tidy();
      },
    };
  }
}
