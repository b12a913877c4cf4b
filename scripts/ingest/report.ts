import type { Progress, Summary } from "./run.ts";

const BAR = 24;
const SHOWN_REFUSALS = 20;

/**
 * Shows how far a pass is: a bar that renews itself on a terminal, else a line for each tenth.
 * @param write takes what is to be shown
 */
export function createBar(isTerminal: boolean, columns: number, write: (text: string) => void) {
  let last = "";
  let tenth = -1;
  return {
    show({ phase, done, of, name }: Progress): void {
      if (of === undefined) {
        if (isTerminal && done % 50 === 0) draw(`looking  ${done} files`);
        return;
      }
      if (of === 0) return;
      if (!isTerminal) {
        const now = Math.floor((done * 10) / of);
        if (now !== tenth) write(`${phase} ${done} of ${of}\n`);
        tenth = now;
        return;
      }
      const full = Math.round((done * BAR) / of);
      draw(`[${"#".repeat(full)}${".".repeat(BAR - full)}] ${done}/${of}  ${name}`);
    },
    /** Leaves no half line behind. */
    end(): void {
      if (isTerminal && last !== "") write("\r\u001b[K");
      last = "";
      tenth = -1;
    },
  };

  function draw(text: string): void {
    const line = text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`;
    if (line === last) return;
    write(`\r${line}\u001b[K`);
    last = line;
  }
}

export function summaryText(summary: Summary, seconds: number): string {
  const { files, read, unchanged, moved, duplicates, forgotten, documents, passages, embedded, refused } = summary;
  const lines = [
    `${files} files: ${read} read, ${unchanged} unchanged, ${moved} moved, ${duplicates} the same as another, ${refused.length} refused; ${forgotten} documents forgotten`,
    `${documents} documents, ${passages} passages, ${embedded} embedded, in ${seconds.toFixed(1)} s`,
    ...refused.slice(0, SHOWN_REFUSALS).map(({ name, detail }) => `  refused: ${name}: ${detail}`),
  ];
  if (refused.length > SHOWN_REFUSALS) lines.push(`  … and ${refused.length - SHOWN_REFUSALS} more`);
  return `${lines.join("\n")}\n`;
}
