/** Whether the character waits to be called by its name, as docs/protocol.md, "Addressed", has it, for the screen. */
import type { StoreApi } from "zustand/vanilla";
import type { Clock } from "./clock.ts";
import type { TalkState } from "./talk.ts";

/** Who speaks this soon after an answer has ended goes on with it. */
export const GOES_ON_WITHIN_MS = 20_000;
/** How long it is shown that something was not meant for the character. */
const PASSED_OVER_FOR_MS = 4_000;
/** The relay settles one before many more begin. */
const MOST_DOUBTFUL = 50;

export interface AttentionOptions {
  store: StoreApi<TalkState>;
  /** Only who calls the character is answered, and the microphone is always open. */
  isOn(): boolean;
  clock: Clock;
}

export class Attention {
  readonly #options: AttentionOptions;
  /** Speech that has to begin with the name. */
  readonly #doubtful = new Set<string>();
  #goesOn = false;
  #cancelGoingOn: (() => void) | null = null;
  #cancelPassedOver: (() => void) | null = null;

  constructor(options: AttentionOptions) {
    this.#options = options;
  }

  /** What begins now has to begin with the name. */
  get waitsForName(): boolean {
    if (!this.#options.isOn() || this.#goesOn) return false;
    return !this.#options.store.getState().turns.some((turn) => turn.userFinal && turn.turn > 0 && turn.end === null);
  }

  /** Speech of this id has begun, and no key shows for whom it is. */
  begins(id: string | null): void {
    if (id === null || !this.waitsForName) return;
    this.#doubtful.add(id);
    if (this.#doubtful.size > MOST_DOUBTFUL) this.#doubtful.delete(this.#doubtful.values().next().value ?? "");
  }

  /** It is meant for the character: by when it was said, or because the relay has told its words. */
  isMeant(id: string): boolean {
    const { turns } = this.#options.store.getState();
    return !this.#doubtful.has(id) || turns.some(({ key, userText }) => key === id && userText !== "");
  }

  /** Settings or turns have changed. */
  look(): void {
    const { store } = this.#options;
    const { waitsForName } = this;
    if (store.getState().waitsForName !== waitsForName) store.setState({ waitsForName });
  }

  /** An answer has ended. */
  answered(): void {
    this.#goesOn = true;
    this.#cancelGoingOn?.();
    this.#cancelGoingOn = this.#options.clock.after(GOES_ON_WITHIN_MS, () => {
      this.#goesOn = false;
      this.look();
    });
    this.look();
  }

  passOver(on: boolean): void {
    const { store, clock } = this.#options;
    this.#cancelPassedOver?.();
    if (store.getState().passedOver !== on) store.setState({ passedOver: on });
    if (on) this.#cancelPassedOver = clock.after(PASSED_OVER_FOR_MS, () => store.setState({ passedOver: false }));
  }

  close(): void {
    this.#cancelGoingOn?.();
    this.#cancelPassedOver?.();
  }
}
