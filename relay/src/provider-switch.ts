/** The providers in use, and their replacement while people talk: a turn keeps to those it began with. */
import type { Roles } from "./roles.ts";

export class ProviderSwitch {
  #current: Roles;
  /** No turn uses any of those before the current ones. */
  #earlierFree: Promise<unknown> = Promise.resolve();

  constructor(first: Roles) {
    this.#current = first;
  }

  /** Those that new turns use. */
  get current(): Roles {
    return this.#current;
  }

  /** For one turn, which lets go of them at its end by `release`. */
  take(): Roles {
    this.#current.hold();
    return this.#current;
  }

  /** New turns use `next` from now on. @returns when no turn uses any of the ones before any more */
  async replace(next: Roles): Promise<void> {
    const before = this.#current;
    this.#current = next;
    this.#earlierFree = Promise.all([this.#earlierFree, before.free()]);
    await this.#earlierFree;
  }
}
