import { parentPort } from "node:worker_threads";
import type { ThreadAnswer, ThreadCall } from "./messages.ts";

/** What a handler gives back, and the buffers inside it that move instead of being copied. */
export interface Served<Answer> {
  answer: Answer;
  transfer?: ArrayBuffer[];
}

/** Thread side only. Answers each call of the parent with what `handle` makes of it, one after the other. */
export function serve<Call, Answer>(handle: (call: Call) => Promise<Served<Answer>>): void {
  if (parentPort === null) throw new Error("this module is the entry of a thread");
  const port = parentPort;
  let last: Promise<void> = Promise.resolve();
  port.on("message", ({ id, call }: ThreadCall<Call>) => {
    last = last.then(async () => {
      let reply: ThreadAnswer<Answer>;
      let transfer: ArrayBuffer[] = [];
      try {
        const served = await handle(call);
        reply = { id, answer: served.answer };
        transfer = served.transfer ?? [];
      } catch (error) {
        reply = { id, error: error instanceof Error ? error.message : String(error) };
      }
      port.postMessage(reply, transfer);
    });
  });
}
