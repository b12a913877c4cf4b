// Entry of every provider thread: `--import tsx` does not reach a thread's own entry on Node 20, so the loader is registered here.
import { getPriority, setPriority } from "node:os";
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

// On Linux a priority is a thread's own; elsewhere it would be the whole process's.
if (workerData.nice !== undefined && process.platform === "linux")
  setPriority(Math.min(19, getPriority() + workerData.nice));
register();
await import(workerData.entry);
