import type { Strings } from "../../strings/languages.ts";
import type { ArchiveWork } from "./use-archive.ts";

/** How writing out or reading in went, in one sentence; empty while there is nothing to say. */
export function archiveSentence(work: ArchiveWork, words: Strings["keeping"]): string {
  switch (work.state) {
    case "idle":
      return "";
    case "going":
      return words.working;
    case "written":
      return work.leftOut === 0 ? words.written(work.turns) : words.writtenPartly(work.turns, work.leftOut);
    case "nothing":
      return words.nothing;
    case "read":
      return [
        work.turns + work.recordings + work.conversations === 0
          ? words.readNothingNew
          : words.read(work.turns, work.recordings),
        ...(work.lost === 0 ? [] : [words.lost(work.lost)]),
      ].join(" ");
    case "not-ours":
      return words.notOurs;
    case "stopped":
      return words.stopped;
    case "failed":
      return words.failed;
    default:
      return work satisfies never;
  }
}
