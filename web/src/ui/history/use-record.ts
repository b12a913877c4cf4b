/** What the history screen shows of the record, kept up to date while it is shown. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { StorageProblem } from "../../history/database.ts";
import type { StoredConversation } from "../../history/schema.ts";
import { useServices } from "../services.ts";
import type { FoundTurn } from "./book.ts";

/** How many turns are added at a time. */
const PAGE = 50;
/** Changes while somebody talks come many a second. */
const SETTLE_MS = 250;

/** Counts the changes of the record, by this page or another, a few a second at most. */
function useRevision(): number {
  const { history } = useServices();
  const [revision, setRevision] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = history.onChange(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setRevision((before) => before + 1);
      }, SETTLE_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [history]);
  return revision;
}

export interface RecordView {
  /** Newest first; null until they are read. */
  turns: readonly FoundTurn[] | null;
  /** Of all that match; null where nothing is looked for. */
  total: number | null;
  /** There are earlier ones. */
  hasMore: boolean;
  more: () => void;
  conversations: ReadonlyMap<string, StoredConversation>;
  /** ISO 8601 times, newest first. */
  deletions: readonly string[];
  problem: StorageProblem | null;
  revision: number;
}

/** @param before ISO 8601: only what was said before it; null for all */
export function useRecord(query: string, before: string | null): RecordView {
  const { history } = useServices();
  const revision = useRevision();
  const asked = query.trim();
  const [limit, setLimit] = useState(PAGE);
  const [found, setFound] = useState<{ turns: readonly FoundTurn[]; total: number | null } | null>(null);
  const [conversations, setConversations] = useState<ReadonlyMap<string, StoredConversation>>(new Map());
  const [deletions, setDeletions] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<StorageProblem | null>(null);

  useEffect(() => history.watch(setProblem), [history]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins with its first page
  useEffect(() => setLimit(PAGE), [asked, before]);

  // Changes may come faster than a reading takes: each that is newer than what is shown is shown, as long as it is asked for.
  const readings = useRef({ asked, before, begun: 0, shown: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again after every change
  useEffect(() => {
    const of = readings.current;
    if (of.asked !== asked || of.before !== before) readings.current = { asked, before, begun: 0, shown: 0 };
    const mine = readings.current;
    mine.begun += 1;
    const turn = mine.begun;
    const reading =
      asked === ""
        ? history.recent(before === null ? null : { at: before }, limit).then((turns) => ({ turns, total: null }))
        : history.search(asked, limit);
    void reading.then((read) => {
      if (readings.current !== mine || turn < mine.shown) return;
      mine.shown = turn;
      setFound(read);
    });
  }, [history, asked, before, limit, revision]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: read again after every change
  useEffect(() => {
    let isCurrent = true;
    void Promise.all([history.conversations(), history.deletions()]).then(([all, undoable]) => {
      if (!isCurrent) return;
      setConversations(new Map(all.map((conversation) => [conversation.id, conversation])));
      setDeletions(undoable);
    });
    return () => {
      isCurrent = false;
    };
  }, [history, revision]);

  const turns = found?.turns ?? null;
  const total = found?.total ?? null;
  const shown = turns?.length ?? 0;
  return {
    turns,
    total,
    hasMore: total === null ? shown >= limit : shown < total,
    more: useCallback(() => setLimit((so) => so + PAGE), []),
    conversations,
    deletions,
    problem,
    revision,
  };
}
