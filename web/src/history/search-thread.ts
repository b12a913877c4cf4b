/** The thread that searches, while it is needed: it holds the words of the whole record, some 30 MB for 100,000 turns. */
import { type Remote, wrap } from "comlink";
import type { Clock } from "../session/clock.ts";
import type { Found } from "./finder.ts";
import type { SearchWorker } from "./search.worker.ts";

/** Whoever has not searched for so long has found it. */
const REST_AFTER_MS = 60_000;

export interface SearchThread {
  /** As `Finder.find`; null when the record cannot be read. @throws when there is no thread to be had */
  find(query: string, limit: number, revision: number): Promise<Found | null>;
  /** As `Finder.tidy`. @throws when there is no thread to be had */
  tidy(atLeast: number): Promise<boolean>;
  /** What was asked and not yet answered is given up. */
  close(): void;
}

export function searchThread(clock: Pick<Clock, "after">): SearchThread {
  let thread: Thread | null = null;
  let busy = 0;
  let cancelRest = (): void => undefined;
  const end = (): void => {
    thread?.worker.terminate();
    thread = null;
  };
  const ask = async <Answer>(question: (search: Remote<SearchWorker>) => Promise<Answer>): Promise<Answer> => {
    cancelRest();
    thread ??= start();
    const { search, broken } = thread;
    busy += 1;
    try {
      return await Promise.race([question(search), broken]);
    } catch (error) {
      end();
      throw error;
    } finally {
      busy -= 1;
      if (busy === 0) cancelRest = clock.after(REST_AFTER_MS, end);
    }
  };
  return {
    find: (query, limit, revision) => ask((search) => search.find(query, limit, revision)),
    tidy: (atLeast) => ask((search) => search.tidy(atLeast)),
    close: () => {
      cancelRest();
      end();
    },
  };
}

interface Thread {
  worker: Worker;
  /** Kept as long as the worker: when it is collected, Comlink has the worker listen no more. */
  search: Remote<SearchWorker>;
  /** Rejects when the script did not come or broke. */
  broken: Promise<never>;
}

function start(): Thread {
  const worker = new Worker(new URL("./search.worker.ts", import.meta.url), { type: "module" });
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener("error", (event) => reject(new Error(`the search could not start: ${event.message}`)));
  });
  broken.catch(() => undefined); // heard by whoever asks
  return { worker, search: wrap<SearchWorker>(worker), broken };
}
