/** Lists: what stands on them, what is put on, ticked off and taken off. */
import type { DeskItem } from "../port.ts";
import type { Intent } from "./intent.ts";
import { folded, friendly, type Office, plain, type Reply, sorry } from "./office.ts";

const MOST_READ_OUT = 12;
const MOST_ADDED = 30;

type ListIntent = Extract<Intent, { kind: "entry-add" | "entry-list" | "entry-done" | "entry-remove" | "entry-clear" }>;

export async function performList(intent: ListIntent, office: Office): Promise<Reply> {
  const { desk, request, words } = office;
  const { sessionId, language } = request;
  const all = await desk.list(sessionId, "entry");
  const list = listNamed(intent.list, all, words.agenda.shopping);
  const entries = all.filter((item) => folded(item.list ?? "") === folded(list));
  switch (intent.kind) {
    case "entry-add": {
      const known = new Set(entries.map(({ text }) => folded(text)));
      const fresh = intent.items.filter((text) => !known.has(folded(text))).slice(0, MOST_ADDED);
      for (const text of fresh) await desk.add(sessionId, { kind: "entry", text, language, dueAt: null, list });
      return friendly(words.agenda.entriesAdded(list, intent.items));
    }
    case "entry-list": {
      const texts = entries.map(({ text }) => text);
      if (texts.length === 0) return plain(words.agenda.emptyList(list));
      return plain(words.agenda.entries(list, texts.slice(0, MOST_READ_OUT), texts.length));
    }
    case "entry-clear": {
      for (const { id } of entries) await desk.remove(sessionId, id);
      return plain(entries.length === 0 ? words.agenda.emptyList(list) : words.agenda.cleared(list, entries.length));
    }
    case "entry-done":
    case "entry-remove": {
      // Where no list was named, the thing may be on any.
      const meant = fitting(intent.text, intent.list === "" ? all : entries);
      const [first] = meant;
      if (first === undefined) return sorry(words.agenda.noSuchEntry(list, intent.text));
      if (meant.length > 1) return plain(words.agenda.whichEntry(meant.map(({ text }) => text)));
      const name = first.list ?? list;
      if (intent.kind === "entry-done") {
        await desk.change(sessionId, first.id, { done: true });
        return friendly(words.agenda.entryDone(name, first.text));
      }
      await desk.remove(sessionId, first.id);
      return plain(words.agenda.entryRemoved(name, first.text));
    }
    default:
      return intent satisfies never;
  }
}

/** The list that is there under this name, else a new one; without a name the only one there is, or the shopping list. */
function listNamed(name: string, entries: readonly DeskItem[], shopping: string): string {
  const names = [...new Set(entries.map((item) => item.list ?? ""))];
  if (name === "") return names.length === 1 ? (names[0] ?? shopping) : shopping;
  return names.find((known) => folded(known) === folded(name)) ?? name;
}

/** Exactly that, else all that hold the words. */
function fitting(text: string, entries: readonly DeskItem[]): readonly DeskItem[] {
  const wanted = folded(text);
  const same = entries.filter((entry) => folded(entry.text) === wanted);
  return same.length > 0 ? same.slice(0, 1) : entries.filter((entry) => folded(entry.text).includes(wanted));
}
