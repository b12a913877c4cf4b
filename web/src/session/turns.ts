/** The conversation as a list of turns, changed by what the relay and the person say. Pure. */
import type { Citation, Fallback, TurnEndReason } from "@hisho/protocol";
import { agreedLength } from "./caption.ts";
import type { TurnView } from "./talk.ts";

/** Facts about where a turn comes from, for a turn that is not in the list yet. */
interface Origin {
  turn: number;
  /** The id under which the words were sent, or a new one: unique on this device for ever. */
  key: string;
  /** ISO 8601. */
  at: string;
  language: string;
}

export type TurnChange =
  /** The person asked: typed, or spoken without a connection. The relay has not numbered it: `turn` is 0 while it waits. */
  | { type: "asked"; key: string; at: string; language: string; text: string; spoken: boolean }
  /** Other words in place of those that wait. */
  | { type: "edited"; key: string; text: string }
  /** The person took back what waits. */
  | { type: "withdrawn"; key: string }
  | ({ type: "partial"; text: string } & Origin)
  /** `id`: of the last of the words, under which the relay keeps them. */
  | ({ type: "final"; text: string; spoken: boolean; id: string } & Origin)
  | ({ type: "began" } & Origin)
  | { type: "reopened"; turn: number }
  /** `silent`: nothing of it will be spoken, so that it counts as heard when it is shown. */
  | { type: "said"; turn: number; delta: string; silent: boolean }
  | {
      type: "said_all";
      turn: number;
      text: string;
      citations: readonly Citation[];
      fallback: Fallback;
      standIn: string | null;
      silent: boolean;
    }
  | { type: "heard"; turn: number; length: number }
  /** `id`: of a turn without the person's words. */
  | { type: "ended"; turn: number; reason: TurnEndReason; id?: string }
  /** The relay has lost the turn: what came of its answer is void and the words will be sent again. */
  | { type: "voided"; key: string }
  /** The relay has lost the turn and nothing will be sent again. */
  | { type: "lost"; key: string };

const EMPTY = {
  userText: "",
  userAgreedLength: 0,
  userFinal: false,
  assistantText: "",
  assistantFinal: false,
  heardLength: 0,
  citations: [],
  fallback: null,
  end: null,
} as const;

/** Nothing of an answer. */
export const VOID = {
  assistantText: "",
  assistantFinal: false,
  heardLength: 0,
  citations: [],
  fallback: null,
  standIn: null,
} as const;

/** The open turn of that number, if there is one. Numbers may begin again when a relay has lost its store. */
export function openTurn(turns: readonly TurnView[], turn: number): TurnView | undefined {
  return turns.findLast((view) => view.turn === turn && view.end === null);
}

/** @returns the same list when the change says nothing new or speaks of a turn that has ended */
export function reduceTurns(turns: readonly TurnView[], change: TurnChange): readonly TurnView[] {
  switch (change.type) {
    case "asked":
      return [
        ...turns,
        {
          ...EMPTY,
          key: change.key,
          turn: 0,
          at: change.at,
          language: change.language,
          spoken: change.spoken,
          userText: change.text,
          userAgreedLength: change.text.length,
        },
      ];
    case "edited":
      return edit(turns, byKey(turns, change.key), (view) => ({
        ...view,
        userText: change.text,
        userAgreedLength: change.text.length,
      }));
    case "withdrawn":
      return edit(turns, byKey(turns, change.key), (view) => ({ ...view, end: "cancelled" }));
    case "partial":
      return upsert(turns, change, true, (view) =>
        view.userFinal
          ? view
          : { ...view, userText: change.text, userAgreedLength: agreedLength(view.userText, change.text) },
      );
    case "final":
      return upsert(turns, change, change.spoken, (view) => ({
        ...view,
        turn: change.turn,
        ...(change.id === "" || change.id === view.key ? {} : { id: change.id }),
        language: change.language,
        userText: change.text,
        userAgreedLength: change.text.length,
        userFinal: true,
      }));
    case "began":
      return upsert(turns, change, false, (view) => ({ ...view, userFinal: true }));
    case "reopened":
      return edit(turns, openTurn(turns, change.turn), (view) => ({ ...view, ...VOID, userFinal: false }));
    case "said":
      return edit(turns, openTurn(turns, change.turn), (view) => {
        const assistantText = view.assistantText + change.delta;
        return { ...view, assistantText, heardLength: change.silent ? assistantText.length : view.heardLength };
      });
    case "said_all":
      return edit(turns, openTurn(turns, change.turn), (view) => ({
        ...view,
        assistantText: change.text,
        assistantFinal: true,
        citations: change.citations,
        fallback: change.fallback,
        standIn: change.standIn,
        heardLength: change.silent ? change.text.length : Math.min(view.heardLength, change.text.length),
      }));
    case "heard": {
      const view = turns.findLast((candidate) => candidate.turn === change.turn);
      if (view === undefined) return turns;
      const length = Math.min(view.assistantText.length, Math.max(view.heardLength, change.length));
      return length === view.heardLength ? turns : edit(turns, view, () => ({ ...view, heardLength: length }));
    }
    case "ended":
      return edit(turns, openTurn(turns, change.turn), (view) => ({
        ...view,
        ...(view.userText === "" && change.id !== undefined ? { id: change.id } : {}),
        userFinal: true,
        userAgreedLength: view.userText.length,
        heardLength: view.assistantText.length,
        end: change.reason,
      }));
    case "voided":
      return edit(turns, byKey(turns, change.key), (view) => ({ ...view, ...VOID, turn: 0, end: null }));
    case "lost":
      return edit(turns, byKey(turns, change.key), (view) => ({ ...view, end: "failed" }));
    default:
      return change satisfies never;
  }
}

const byKey = (turns: readonly TurnView[], key: string): TurnView | undefined =>
  turns.findLast((view) => view.key === key);

function edit(
  turns: readonly TurnView[],
  found: TurnView | undefined,
  change: (view: TurnView) => TurnView,
): readonly TurnView[] {
  if (found === undefined) return turns;
  const changed = change(found);
  return changed === found ? turns : turns.map((view) => (view === found ? changed : view));
}

function upsert(
  turns: readonly TurnView[],
  origin: Origin,
  spoken: boolean,
  change: (view: TurnView) => TurnView,
): readonly TurnView[] {
  const known = byKey(turns, origin.key) ?? openTurn(turns, origin.turn);
  if (known !== undefined) return known.end === null ? edit(turns, known, change) : turns;
  const { key, turn, at, language } = origin;
  return [...turns, change({ ...EMPTY, key, turn, at, language, spoken })];
}
