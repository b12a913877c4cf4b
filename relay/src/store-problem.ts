import { problem } from "./problem.ts";
import { StoreError } from "./store/port.ts";

/** What a route answers when the store cannot; any other error goes on to whoever handles it. */
export function storeProblem(error: Error): Response {
  if (!(error instanceof StoreError)) throw error;
  return problem(503, "Not stored", "The relay's store does not take or give this now. Please try again.", {
    reason: error.reason,
  });
}
