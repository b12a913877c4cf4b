/** A set of listeners for one kind of event. */
export class Listeners<Event> {
  readonly #all = new Set<(event: Event) => void>();

  /** @returns the function that takes the listener away */
  readonly add = (listener: (event: Event) => void): (() => void) => {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  };

  readonly tell = (event: Event): void => {
    for (const listener of this.#all) listener(event);
  };

  clear(): void {
    this.#all.clear();
  }
}
