import type { ReadResult } from "./read-document.ts";

/** To the process that reads: a file of so many bytes follows on its standard input. */
export interface ReadCall {
  name: string;
  bytes: number;
  declared: string | undefined;
}

/** Back: once when it can read, then one for each file. */
export type ReadAnswer = { type: "ready" } | { type: "read"; result: ReadResult };
