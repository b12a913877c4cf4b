import type { Desk } from "./llm/port.ts";

/** What the providers need of the house they work in. */
export interface ProvidersContext {
  /** The folder that `models/` fills. */
  weightsDirectory: string;
  /** Vectors are kept below it. */
  dataDirectory: string;
  /** Where the embedded secretary keeps timers, reminders and notes. */
  desk: Desk;
}
