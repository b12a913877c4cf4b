import type { Path } from "./config-error.ts";

/** Remembers under which keys the file says what was moved elsewhere, so that problems name the file's keys. */
export class Moves {
  readonly #moves: { to: Path; from: Path }[] = [];

  /** What stands at `to` now, with all below it, stands at `from` in the file. */
  moved(to: Path, from: Path): void {
    this.#moves.push({ to, from });
  }

  /** The path as the file has it: by the longest move that covers it. */
  asWritten(path: Path): Path {
    const covering = this.#moves.filter(({ to }) => to.every((step, index) => step === path[index]));
    const longest = covering.reduce((a, b) => (b.to.length >= a.to.length ? b : a), {
      to: [] as Path,
      from: [] as Path,
    });
    return [...longest.from, ...path.slice(longest.to.length)];
  }
}
