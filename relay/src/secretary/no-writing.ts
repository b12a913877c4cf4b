import type { EventWriting, Written } from "./port.ts";

const refuse = (): Promise<Written> => Promise.resolve({ refused: "read-only" });

/** Every calendar is only read. */
export const NO_WRITING: EventWriting = { add: refuse, change: refuse, remove: refuse, restore: refuse };
