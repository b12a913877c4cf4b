/** What is wrong with a file of the deployment. */
export interface Problem {
  /** Relative to the repository's root. */
  file: string;
  /** A sentence that names the part and says what is expected. */
  message: string;
}

/** Gathers what the rules find; each sentence once, however many profiles show it. */
export class Problems {
  readonly #found = new Map<string, Problem>();

  add(file: string, message: string): void {
    this.#found.set(`${file}\n${message}`, { file, message });
  }

  list(): Problem[] {
    return [...this.#found.values()];
  }
}
