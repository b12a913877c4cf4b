import { serve } from "../threads/serve.ts";
import { isStopRequested, type StopFlag } from "../threads/stop-flag.ts";

/** What the thread of the thread tests can do. */
export type EchoCall =
  | { type: "load"; fails: boolean }
  | { type: "say"; words: string }
  | { type: "throw" }
  | { type: "crash" }
  /** Blocks the thread until the flag is set. */
  | { type: "block"; stop: StopFlag };

let loads = 0;

serve<EchoCall, string>(async (call) => {
  switch (call.type) {
    case "load":
      if (call.fails) throw new Error("nothing to load");
      loads += 1;
      return { answer: "loaded" };
    case "say":
      return { answer: `${call.words} (${loads})` };
    case "throw":
      throw new Error("as asked");
    case "crash":
      process.exit(7);
      break;
    case "block":
      while (!isStopRequested(call.stop)) {}
      return { answer: "stopped" };
    default:
      return call satisfies never;
  }
});
