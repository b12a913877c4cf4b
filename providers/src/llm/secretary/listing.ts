import { parseRepeatRule } from "@hisho/protocol";
import type { DeskItem } from "../port.ts";
import { localTime } from "./calendar.ts";
import type { Office } from "./office.ts";
import type { Listed, ListedKind } from "./words.ts";

const MAX_LISTED = 8;

/** Kept things as they are read out, by their numbers where there are several. */
export function listed(kind: ListedKind, items: readonly DeskItem[], { request, words }: Office): string {
  const shown = items.slice(0, MAX_LISTED).map(
    ({ text, dueAt, repeat }): Listed => ({
      text,
      rule: parseRepeatRule(repeat?.rule ?? "") ?? null,
      leftMs: dueAt === null ? 0 : Math.max(0, dueAt.getTime() - request.now.getTime()),
      due: dueAt === null ? null : localTime(dueAt, request.timeZone),
    }),
  );
  return words.list(kind, shown, items.length, localTime(request.now, request.timeZone));
}
