import type { Progress } from "../../providers/src/doctor/doctor.ts";
import { TASK } from "./table.ts";

/**
 * Shows how far the run is: one line that renews itself on a terminal, else one line a provider.
 * @param write takes what is to be shown
 */
export function createProgress(isTerminal: boolean, write: (text: string) => void) {
  let last = "";
  const seen = new Set<string>();
  return {
    show({ done, total, role, provider }: Progress): void {
      const who = `${TASK[role]}: ${provider}`;
      if (isTerminal) {
        const text = `  ${done}/${total}  ${who}`;
        if (text === last) return;
        write(`\r${text}\u001b[K`);
        last = text;
      } else if (!seen.has(who)) {
        seen.add(who);
        write(`trying ${who}\n`);
      }
    },
    /** Leaves no half line behind. */
    end(): void {
      if (isTerminal && last !== "") write("\r\u001b[K");
      last = "";
    },
  };
}
