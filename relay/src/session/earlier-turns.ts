/** What the store has of a session's turns before this relay's conversation begins, and what it still has to get. */
import type { Log } from "../log.ts";
import type { Store, StoredTurn } from "../store/port.ts";
import type { ConversationSettings } from "./floor.ts";
import { reachOf, unfinished } from "./handover.ts";
import type { TurnState } from "./session-state.ts";

const REMEMBERED_TURNS = 20;

interface EarlierTurnsTools {
  store: Pick<Store, "saveTurn" | "recentTurns" | "lastTurn">;
  log: Log;
}

export interface EarlierTurns {
  /** The last ones, oldest first. */
  past: StoredTurn[];
  /** The number of the last one; 0 where there is none. */
  last: number;
}

/** A store that cannot be read has none. */
export async function readEarlier(session: string, { store, log }: EarlierTurnsTools): Promise<EarlierTurns> {
  try {
    return { past: await store.recentTurns(session, REMEMBERED_TURNS), last: await store.lastTurn(session) };
  } catch (error) {
    log.warn("earlier turns could not be read", { error });
    return { past: [], last: 0 };
  }
}

/** Keeps a turn that another relay left and with which nobody goes on. @param settings of the session that left it */
export async function saveUnfinished(
  session: string,
  left: TurnState,
  settings: Pick<ConversationSettings, "recall" | "visitor" | "blocked">,
  { store, log }: EarlierTurnsTools,
): Promise<void> {
  const turn = unfinished(session, left, settings.blocked);
  if (turn === undefined) return;
  const words = [turn.userText, turn.assistantText];
  await store.saveTurn({ ...turn, ...reachOf(settings) }).catch((error: unknown) => {
    log.child({}, () => words).error("turn not saved", { turn: left.number, trace: left.traceId, error });
  });
}
