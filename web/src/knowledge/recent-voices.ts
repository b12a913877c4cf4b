/** Both voices of what was said a moment ago come onto the device, so that they can be heard again without the relay. */
import type { StoreApi } from "zustand/vanilla";
import type { Clock } from "../session/clock.ts";
import type { TalkState } from "../session/talk.ts";
import type { FindVoices } from "./voices.ts";

/** Of both voices together: some forty exchanges, about 5 MB. */
export const MOST_COPIES = 80;
/** The relay writes voices behind the turn; where it has not yet, it is asked once more. */
const TRIES_AFTER_MS = [3_000, 15_000] as const;

export interface RecentVoicesParts {
  talk: StoreApi<TalkState>;
  /** Keeps what it finds. */
  find: FindVoices;
  clock: Pick<Clock, "after">;
  /** Visitors' voices are not kept. */
  isShut: () => boolean;
}

/** From now on until `signal`, of turns that end while the page is open. */
export function keepRecentVoices({ talk, find, clock, isShut }: RecentVoicesParts, signal: AbortSignal): void {
  const cancels = new Set<() => void>();
  const later = (key: string, attempt: number): void => {
    const delayMs = TRIES_AFTER_MS[attempt];
    if (delayMs === undefined || signal.aborted) return;
    const cancel = clock.after(delayMs, () => {
      cancels.delete(cancel);
      const { turns, conversation, connection } = talk.getState();
      const turn = turns.find((one) => one.key === key);
      if (turn === undefined || connection.state !== "open" || isShut()) return;
      void find({ key, conversation, turn: turn.turn, spoken: turn.spoken }).then(({ sounds }) => {
        if (sounds.length < (turn.spoken ? 2 : 1)) later(key, attempt + 1);
      });
    });
    cancels.add(cancel);
  };
  const unsubscribe = talk.subscribe(({ turns, conversation }, before) => {
    if (turns === before.turns || conversation !== before.conversation || isShut()) return;
    const open = new Set(before.turns.filter(({ end }) => end === null).map(({ key }) => key));
    for (const { key, turn, end } of turns) {
      if (turn > 0 && open.has(key) && (end === "completed" || end === "interrupted")) later(key, 0);
    }
  });
  signal.addEventListener(
    "abort",
    () => {
      unsubscribe();
      for (const cancel of cancels) cancel();
    },
    { once: true },
  );
}
