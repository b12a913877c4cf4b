/** At most this often, ms. */
const EVERY_MS = 50;

/** Writes the mouth's opening to `data-mouth` for the end-to-end tests; asked for by `?probe` in the page's address. */
export class MouthProbe {
  readonly #element: HTMLElement;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  write(open: number, nowMs: number): void {
    if (nowMs - this.#writtenAt < EVERY_MS) return;
    this.#writtenAt = nowMs;
    this.#element.dataset.mouth = open.toFixed(2);
  }
}

export const isProbed = (search: string): boolean => new URLSearchParams(search).has("probe");
