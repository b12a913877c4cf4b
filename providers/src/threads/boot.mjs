// Entry of every provider thread: `--import tsx` does not reach a thread's own entry on Node 20, so the loader is registered here.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.entry);
