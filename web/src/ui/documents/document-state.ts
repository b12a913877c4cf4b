/** The state of a document in the words of the shelf. Pure. */
import type { DocumentStatus } from "@hisho/protocol";
import type { Arrival } from "../../knowledge/shelf.ts";
import type { Strings } from "../strings/languages.ts";

type States = Strings["documents"]["state"];

export interface ShownState {
  light: "good" | "busy" | "partly" | "waiting" | "down";
  word: keyof States;
  /** 0 to 1 beside a bar; null where nobody knows; undefined where there is none. */
  share?: number | null;
}

export function stateOf(document: DocumentStatus, isRereading: boolean): ShownState {
  if (isRereading || (document.progress !== null && document.embedding_version !== null)) {
    return { light: "busy", word: "rereading", share: document.progress };
  }
  if (document.progress !== null) return { light: "busy", word: "reading", share: document.progress };
  if (document.embedding_version === null) return { light: "partly", word: "partly" };
  return { light: "good", word: "ready" };
}

export function stateOfArrival(arrival: Arrival): ShownState {
  switch (arrival.state) {
    case "waiting":
      return { light: "waiting", word: "waiting" };
    case "sending":
      return { light: "busy", word: "sending", share: arrival.share };
    case "reading":
      return { light: "busy", word: "reading", share: arrival.share };
    case "refused":
      return { light: "down", word: "refused" };
    case "away":
      return { light: "down", word: "away" };
    default:
      return arrival satisfies never;
  }
}
