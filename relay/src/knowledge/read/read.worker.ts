/** Reads files in a thread that may be ended in the middle of it. */
import { serve } from "@hisho/providers/threads/serve.ts";
import { type ReadResult, readDocument } from "./read-document.ts";

export interface ReadCall {
  bytes: Uint8Array;
  name: string;
  declared: string | undefined;
}

serve<ReadCall, ReadResult>(async ({ bytes, name, declared }) => ({
  answer: await readDocument(bytes, name, declared),
}));
