/** An error as a log may show it. */

const MOST_CHARACTERS = 4_000;
const MOST_FRAMES = 8;
/** So many characters in a row that were also said are an echo; fewer may be chance. */
const ECHO_LETTERS = 12;
/** The same where a character is a syllable or a word. */
const ECHO_SIGNS = 4;
const ECHO = "(not shown: it repeats what was said)";

export interface PlainError {
  name: string;
  message?: string;
  reason?: unknown;
  code?: unknown;
  /** Each of them, where the error is a list. */
  problems?: readonly unknown[];
  /** Where an error that nobody expected came from. */
  frames?: readonly string[];
}

/**
 * The message of an error of the project's own (it has a `reason`, or lists `problems`) or of the system is shown; any
 * other may quote what it choked on, and shows where it was thrown instead.
 * @param said words that may not be repeated
 */
export function plainError(error: Error, said: readonly string[]): PlainError {
  const { reason, code, problems } = error as { reason?: unknown; code?: unknown; problems?: unknown };
  const plain = {
    name: error.name,
    ...(reason === undefined ? {} : { reason }),
    ...(code === undefined ? {} : { code }),
  };
  if (Array.isArray(problems)) return { ...plain, problems };
  if (reason !== undefined || "syscall" in error) {
    return { ...plain, message: echoes(error.message, said) ? ECHO : shortened(error.message) };
  }
  return { ...plain, frames: framesOf(error) };
}

const shortened = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;

const framesOf = ({ stack = "" }: Error): string[] =>
  stack
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, MOST_FRAMES);

/** Whether the message holds a run of what was said, or all of it. */
export function echoes(message: string, said: readonly string[]): boolean {
  return said.some((text) => {
    const words = text.trim();
    if (words === "") return false;
    const run = /^[\p{ASCII}\p{Script=Latin}]*$/u.test(words) ? ECHO_LETTERS : ECHO_SIGNS;
    if (words.length <= run) return message.includes(words);
    for (let from = 0; from + run <= words.length; from += 1) {
      if (message.includes(words.slice(from, from + run))) return true;
    }
    return false;
  });
}
