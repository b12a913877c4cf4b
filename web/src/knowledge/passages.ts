/** The passages behind answers, in their documents: from this device where they are kept, else from the relay. */

import type { Citation } from "@hisho/protocol";
import type { StoreApi } from "zustand/vanilla";
import type { StoredPassage } from "../history/schema.ts";
import type { Clock } from "../session/clock.ts";
import type { TalkState, TurnView } from "../session/talk.ts";
import { ofDocuments } from "./citation-kind.ts";
import type { DocumentsClient } from "./documents-client.ts";

/** So much is shown on either side of what is cited, UTF-16 code units. */
const AROUND = 1500;

export type CitedPlace = Pick<Citation, "n" | "doc_id" | "start" | "end">;

export type FoundPassage =
  | { state: "found"; passage: StoredPassage }
  /** Not kept here, and the relay has no such document any more. */
  | { state: "deleted" }
  /** Not kept here, and the relay does not answer or does not say where it is. */
  | { state: "away" };

export interface PassageBook {
  /**
   * Cited passages open from the device: the document may have changed since, the answer has not.
   * @param turn the key of the turn that cites it; null for one that no answer cites, which is not kept
   */
  open(turn: string | null, place: CitedPlace, signal: AbortSignal): Promise<FoundPassage>;
  /** A part of a document as it is now; `gone` when there is none any more, null when the relay does not answer. */
  read: DocumentsClient["text"];
}

/** Where passages are kept; `History` is one. */
export interface PassageMemory {
  passage(turn: string, n: number): Promise<StoredPassage | undefined>;
  keepPassage(passage: StoredPassage): Promise<boolean>;
}

export function createPassageBook(
  client: Pick<DocumentsClient, "text">,
  memory: PassageMemory,
  clock: Pick<Clock, "date">,
): PassageBook {
  return {
    async open(turn, place, signal) {
      const kept = turn === null ? undefined : await memory.passage(turn, place.n);
      if (kept !== undefined) return { state: "found", passage: kept };
      const { start: citedStart, end: citedEnd } = place;
      if (citedStart === undefined || citedEnd === undefined) return { state: "away" };
      const found = await client.text(place.doc_id, Math.max(0, citedStart - AROUND), citedEnd + AROUND, signal);
      if (found === "gone") return { state: "deleted" };
      if (found === null) return { state: "away" };
      const passage: StoredPassage = {
        turn: turn ?? "",
        n: place.n,
        docId: place.doc_id,
        start: found.start,
        citedStart,
        citedEnd,
        text: found.text,
        length: found.length,
        keptAt: clock.date().toISOString(),
      };
      if (turn !== null) await memory.keepPassage(passage);
      return { state: "found", passage };
    },
    read: (docId, start, end, signal) => client.text(docId, start, end, signal),
  };
}

/** Keeps what each answer cites as soon as it is cited, so that it opens without the relay later. */
export function keepCited(talk: StoreApi<TalkState>, book: PassageBook, signal: AbortSignal): void {
  const kept = new Set<string>();
  const keep = async (turn: TurnView): Promise<void> => {
    for (const citation of ofDocuments(turn.citations)) {
      const { state } = await book.open(turn.key, citation, signal);
      // Away now: asked again with the next change of the talk.
      if (state === "away" && citation.start !== undefined) kept.delete(turn.key);
    }
  };
  talk.subscribe(({ turns, connection }) => {
    if (connection.state !== "open") return;
    for (const turn of turns) {
      if (turn.citations.length === 0 || kept.has(turn.key)) continue;
      kept.add(turn.key);
      void keep(turn);
    }
  });
}

export interface PassageParts {
  before: string;
  cited: string;
  after: string;
}

const PARAGRAPH = /\n[ \t]*\n|\f/g;

/** What stands before and after the cited passage, from the first whole paragraph to the last. */
export function partsOf({ text, start, citedStart, citedEnd, length }: StoredPassage): PassageParts {
  const from = Math.max(0, citedStart - start);
  const to = Math.max(from, citedEnd - start);
  const before = text.slice(0, from);
  const after = text.slice(to);
  const breaks = [...after.matchAll(PARAGRAPH)];
  const first = start === 0 ? undefined : before.matchAll(PARAGRAPH).next().value;
  const last = start + text.length >= length ? undefined : breaks.at(-1);
  return {
    before: first === undefined ? before : before.slice(first.index + first[0].length),
    cited: text.slice(from, to),
    after: last === undefined ? after : after.slice(0, last.index),
  };
}
