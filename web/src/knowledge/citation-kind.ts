import type { Citation } from "@hisho/protocol";

/** Those that stand in a document; the others were said in an earlier conversation, which the history shows. */
export const ofDocuments = (citations: readonly Citation[]): readonly Citation[] =>
  citations.filter(({ conversation }) => conversation === undefined);
