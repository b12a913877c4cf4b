export interface ConfigProblem {
  file: string;
  /** From 1. */
  line: number;
  /** `llm[0].temperature`; empty for the file as a whole. */
  key: string;
  /** What is expected there, in a sentence. Never a value of the environment. */
  expected: string;
}

/** The providers' file cannot be used. Its message has one line a problem: `file:line: key: what was expected`. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(
      problems
        .map(({ file, line, key, expected }) => `${file}:${line}: ${key === "" ? "" : `${key}: `}${expected}`)
        .join("\n"),
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** The steps to a key, from the top of the file. */
export type Path = readonly (string | number)[];

/** `["llm", 0, "temperature"]` as `llm[0].temperature`. */
export function keyOf(path: Path): string {
  return path.reduce<string>((key, step) => {
    if (typeof step === "number") return `${key}[${step}]`;
    return key === "" ? step : `${key}.${step}`;
  }, "");
}
