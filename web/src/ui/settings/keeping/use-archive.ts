import { useEffect, useRef, useState } from "react";
import type { ReadBack } from "../../../history/archive/read-archive.ts";
import type { Selection, Written } from "../../../history/archive/write-archive.ts";
import { localDate } from "../../history/days.ts";
import { save } from "../../history/save.ts";
import { useServices, useSettings, useText } from "../../services.ts";

export type ArchiveWork =
  | { state: "idle" }
  /** 0 to 1. */
  | { state: "going"; share: number }
  | { state: "written"; turns: number; leftOut: number }
  /** Nothing was said in that time. */
  | { state: "nothing" }
  | ({ state: "read" } & ReadBack)
  | { state: "not-ours" }
  | { state: "stopped" }
  | { state: "failed" };

export interface Archive {
  work: ArchiveWork;
  /** @param name of the file; empty: today's date */
  write(selection: Selection, name?: string): void;
  /** As Markdown. */
  writeToRead(selection: Selection, name?: string): void;
  read(file: File): void;
  cancel(): void;
}

const MOST_NAME_CHARACTERS = 60;

/** Without what some file system does not take in a name. */
const fileNameOf = (title: string): string =>
  [
    ...title
      .replace(/[\p{Cc}\\/:*?"<>|]+/gu, " ")
      .trim()
      .replace(/\s+/gu, " "),
  ]
    .slice(0, MOST_NAME_CHARACTERS)
    .join("");

/** One piece of work at a time; leaving the page stops it. */
export function useArchive(): Archive {
  const { history } = useServices();
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const [work, setWork] = useState<ArchiveWork>({ state: "idle" });
  const going = useRef<AbortController | null>(null);
  useEffect(() => () => going.current?.abort(), []);

  const run = (task: (onShare: (share: number) => void, signal: AbortSignal) => Promise<ArchiveWork>): void => {
    if (going.current !== null) return;
    const stop = new AbortController();
    going.current = stop;
    setWork({ state: "going", share: 0 });
    void task((share) => setWork({ state: "going", share }), stop.signal)
      // Storage that breaks has been told to whoever watches it.
      .catch((): ArchiveWork => ({ state: stop.signal.aborted ? "stopped" : "failed" }))
      .then((ended) => {
        going.current = null;
        setWork(ended);
      });
  };
  const hand = ({ file, turns, leftOut }: Written, name: string, ending: string): ArchiveWork => {
    if (turns === 0) return { state: "nothing" };
    save(file, `hisho-${fileNameOf(name) || localDate(new Date())}.${ending}`);
    return { state: "written", turns, leftOut };
  };
  const share = (onShare: (share: number) => void) => (progress: { conversations: number; of: number }) =>
    onShare(progress.of === 0 ? 1 : progress.conversations / progress.of);

  return {
    work,
    write: (selection, name = "") =>
      run(async (onShare, signal) => {
        const { writeArchive } = await import("../../../history/archive/write-archive.ts");
        const at = new Date();
        return hand(
          await history.look((database) => writeArchive(database, selection, at, share(onShare), signal)),
          name,
          "zip",
        );
      }),
    writeToRead: (selection, name = "") =>
      run(async (onShare, signal) => {
        const { writeMarkdown } = await import("../../../history/archive/write-archive.ts");
        const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
        const words = {
          you: text.keeping.you,
          secretary: text.keeping.secretary,
          untitled: text.keeping.untitled,
          when: (at: Date) => format.format(at),
        };
        return hand(
          await history.look((database) => writeMarkdown(database, selection, words, share(onShare), signal)),
          name,
          "md",
        );
      }),
    read: (file) =>
      run(async (onShare, signal) => {
        const { readArchive } = await import("../../../history/archive/read-archive.ts");
        const back = await readArchive(file, (task) => history.alter(task), onShare, signal);
        return back === "not ours" ? { state: "not-ours" } : { state: "read", ...back };
      }),
    cancel: () => going.current?.abort(new DOMException("the person stopped it", "AbortError")),
  };
}
