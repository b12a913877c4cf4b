/** The turns on the screen and in the record: every change of one goes to both. */
import type { StoreApi } from "zustand/vanilla";
import type { Clock } from "./clock.ts";
import type { Recorder } from "./recorder.ts";
import type { TalkState, TurnView } from "./talk.ts";
import { openTurn, reduceTurns, type TurnChange, VOID } from "./turns.ts";

export interface TurnLogOptions {
  store: StoreApi<TalkState>;
  recorder: Recorder;
  clock: Clock;
  newId(): string;
  /** BCP 47 of what the person is speaking, until the relay says better. */
  language(): string;
}

export class TurnLog {
  readonly #options: TurnLogOptions;

  constructor(options: TurnLogOptions) {
    this.#options = options;
  }

  /** Oldest first. */
  get all(): readonly TurnView[] {
    return this.#options.store.getState().turns;
  }

  /** The turn of that number that has not ended. */
  open(turn: number): TurnView | undefined {
    return openTurn(this.all, turn);
  }

  change(change: TurnChange): void {
    const turns = reduceTurns(this.all, change);
    if (turns !== this.all) this.#options.store.setState({ turns });
  }

  /** Changes of the relay's event `n`, stored together and then acknowledged. */
  changeBy(n: number, apply: () => void): void {
    const before = new Set(this.all);
    apply();
    this.#options.recorder.applied(
      n,
      this.all.filter((turn) => !before.has(turn)),
    );
  }

  /** Changes that no event of the relay brought, stored together. */
  changeAll(apply: () => void): void {
    const before = new Set(this.all);
    apply();
    this.keep(this.all.filter((turn) => !before.has(turn)));
  }

  /** Stores turns that changed without an event. */
  keep(turns: readonly TurnView[]): void {
    void this.#options.recorder.keep(turns);
  }

  /** Where a turn comes from. @param key the id under which its words were sent, where it is known */
  origin(turn: number, key: string | undefined): { turn: number; key: string; at: string; language: string } {
    const { clock, newId, language } = this.#options;
    return {
      turn,
      key: key ?? this.open(turn)?.key ?? newId(),
      at: clock.date().toISOString(),
      language: language(),
    };
  }

  /** Turns of before, from the record. @param waiting keys of typed words whose turn has not ended */
  restore(turns: readonly TurnView[], waiting: ReadonlySet<string>): void {
    const present = new Set(this.all.map((turn) => turn.key));
    const restored = turns
      .filter((turn) => !present.has(turn.key))
      .map((turn) => restoredTurn(turn, waiting.has(turn.key)));
    this.#options.store.setState({ turns: [...restored, ...this.all] });
  }

  /** Turns from the record that ended elsewhere, each at its time. What goes on here, and what is told of it, stays. */
  catchUp(recorded: readonly TurnView[]): void {
    const turns = caughtUp(this.all, recorded);
    if (turns !== this.all) this.#options.store.setState({ turns });
  }
}

/** @returns `shown` itself where the record says nothing new */
export function caughtUp(shown: readonly TurnView[], recorded: readonly TurnView[]): readonly TurnView[] {
  let turns = shown;
  for (const turn of recorded) {
    if (turn.end === null) continue;
    const at = turns.findIndex(({ key }) => key === turn.key);
    // What was going on when the talk left this device is not known to have failed.
    if (at >= 0 && (turns[at]?.end !== "failed" || turn.end === "failed")) continue;
    if (at >= 0) turns = turns.with(at, turn);
    else turns = turns.toSpliced(placeOf(turn, turns), 0, turn);
  }
  return turns;
}

/** Before the first that was said later. */
function placeOf({ at }: TurnView, turns: readonly TurnView[]): number {
  const later = turns.findIndex((one) => Date.parse(one.at) > Date.parse(at));
  return later < 0 ? turns.length : later;
}

/** A turn that was going on when the page went: its words wait to be sent again, or nothing more comes of it. */
function restoredTurn(turn: TurnView, waiting: boolean): TurnView {
  if (turn.end !== null) return turn;
  if (!waiting) return { ...turn, end: "failed" };
  return { ...turn, ...VOID, turn: 0 };
}
