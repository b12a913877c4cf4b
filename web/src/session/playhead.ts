/** Moves the caption on with what is being heard. */
import type { Voice } from "../audio/voice.ts";
import { heardLengthAt } from "./caption.ts";
import type { Clock } from "./clock.ts";
import type { Downlink } from "./downlink.ts";
import type { Speaker } from "./speaker.ts";
import type { TurnLog } from "./turn-log.ts";

/** How often the caption follows. */
const TICK_MS = 100;

export interface PlayheadOptions {
  voice: Voice | null;
  clock: Clock;
  speaker: Speaker;
  downlink: Downlink;
  turns: TurnLog;
}

export class Playhead {
  readonly #options: PlayheadOptions;
  #cancelTick: (() => void) | null = null;

  constructor(options: PlayheadOptions) {
    this.#options = options;
  }

  /** Something has become audible: follows it until nothing is playing. An answer said again has been heard before. */
  follow(): void {
    this.close();
    const { voice, clock, speaker, downlink, turns } = this.#options;
    const turn = speaker.playing;
    if (turn === null || voice === null || speaker.replaying) return;
    const text = turns.all.findLast((view) => view.turn === turn)?.assistantText ?? "";
    const { ms, complete } = downlink.received(turn);
    turns.change({ type: "heard", turn, length: heardLengthAt(text, voice.mouth.playedMs(turn), ms, complete) });
    this.#cancelTick = clock.after(TICK_MS, () => this.follow());
  }

  close(): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
  }
}
