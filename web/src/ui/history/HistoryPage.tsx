import { CalendarX, Download, Trash2 } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { Ask } from "../parts/Ask.tsx";
import { Button, IconButton } from "../parts/Button.tsx";
import { Menu } from "../parts/Menu.tsx";
import { Page } from "../parts/Page.tsx";
import { SearchField } from "../parts/SearchField.tsx";
import { UndoBar } from "../parts/UndoBar.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { ConversationView } from "./Conversation.tsx";
import { DayKey } from "./DayKey.tsx";
import { DeleteRange } from "./DeleteRange.tsx";
import { HistoryList } from "./HistoryList.tsx";
import { handleListKey } from "./list-keys.ts";
import { Notes } from "./Notes.tsx";
import { dayName } from "./names.ts";
import { SharingLine } from "./SharingLine.tsx";
import { save } from "./save.ts";
import { useRecord } from "./use-record.ts";
import { useRemoval } from "./use-removal.ts";

/** 履歴: from the device alone, so it works without a relay. Everything that is deleted can be brought back for a while. */
export function HistoryPage({ conversation }: { conversation: string | null }): ReactNode {
  const text = useText();
  const { history, sharing } = useServices();
  const language = useSettings((settings) => settings.language);
  const [query, setQuery] = useState("");
  const asked = useDeferredValue(query);
  const [day, setDay] = useState<string | null>(null);
  const [asking, setAsking] = useState<"range" | "all" | null>(null);
  const [naming, setNaming] = useState<string | null>(null);
  const record = useRecord(asked, day === null ? null : endOf(day));
  const { removal, remove, undo, endNow, forget } = useRemoval();
  const isEmpty = record.conversations.size === 0;
  const isOpen = conversation !== null;

  // Whoever looks wants to see what was said elsewhere a moment ago.
  useEffect(() => sharing.now(), [sharing]);

  const exportAll = async (): Promise<void> =>
    save(await history.exportJson(new Date()), `hisho-${new Date().toLocaleDateString("sv")}.json`);

  return (
    <Page
      title={text.history.title}
      place="history"
      {...(isOpen ? { back: { page: "history", conversation: null } } : {})}
      actions={
        <span className={isOpen ? "contents alone:hidden" : "contents"}>
          <IconButton label={text.history.export} icon={Download} disabled={isEmpty} onClick={() => void exportAll()} />
          <DayKey onChoose={setDay} />
          <Menu
            label={text.record.pageMenu}
            items={[
              {
                label: text.record.deleteRange,
                icon: CalendarX,
                tone: "remove",
                disabled: isEmpty,
                onSelect: () => setAsking("range"),
              },
              {
                label: text.record.deleteAll,
                icon: Trash2,
                tone: "remove",
                disabled: isEmpty,
                onSelect: () => setAsking("all"),
              },
            ]}
          />
        </span>
      }
    >
      <div className="history rail:grid rail:grid-cols-[420px_minmax(0,1fr)] rail:gap-12 book:leaves">
        <section
          className={isOpen ? "alone:hidden" : ""}
          aria-label={text.history.title}
          onKeyDown={(event) => handleListKey(event, (row) => void remove({ turns: [row] }))}
        >
          <SearchField label={text.history.search} query={query} onChange={setQuery} />
          <SharingLine isQuiet />
          <Notes
            problem={record.problem}
            told={removal.at === null ? removal.sentence : null}
            deletion={removal.at === null ? (record.deletions[0] ?? null) : null}
            onUndo={(at) => void undo(at)}
            onEnd={() => void endNow()}
          />
          {day !== null && (
            <p className="flex flex-wrap items-center justify-between gap-2 pt-3 text-small text-ink-2">
              {text.record.before(dayName(day, new Date(), language, text))}
              <Button kind="quiet" size="small" onClick={() => setDay(null)}>
                {text.record.toNow}
              </Button>
            </p>
          )}
          <HistoryList
            record={record}
            query={asked}
            open={conversation}
            onName={(id) => {
              setNaming(id);
              go({ page: "history", conversation: id });
            }}
            remove={(what) => void remove(what)}
          />
        </section>
        <section className={isOpen ? "" : "alone:hidden"} aria-label={text.history.conversation}>
          {conversation === null ? (
            !isEmpty && <p className="mt-[6px] text-ink-2">{text.history.choose}</p>
          ) : (
            <ConversationView
              key={conversation}
              id={conversation}
              isNaming={naming === conversation}
              onNaming={(on) => setNaming(on ? conversation : null)}
              revision={record.revision}
              conversation={record.conversations.get(conversation)}
              onRemove={() => {
                go({ page: "history", conversation: null });
                void remove({ conversations: [conversation] });
              }}
            />
          )}
        </section>
      </div>
      {asking === "range" && <DeleteRange remove={remove} onClose={() => setAsking(null)} />}
      {asking === "all" && (
        <Ask
          title={text.record.allTitle}
          sentence={text.record.allSentence}
          confirm={text.record.deleteAll}
          cancel={text.record.cancel}
          typed={{ label: text.record.allTyped(text.history.title), word: text.history.title }}
          onCancel={() => setAsking(null)}
          onConfirm={() => {
            setAsking(null);
            go({ page: "history", conversation: null });
            void remove("everything");
          }}
        />
      )}
      {removal.sentence !== null && removal.at !== null && (
        <UndoBar
          key={removal.at}
          sentence={removal.sentence}
          onUndo={() => removal.at !== null && void undo(removal.at)}
          onEnd={forget}
        />
      )}
    </Page>
  );
}

/** The instant at which a local day ends, ISO 8601. */
function endOf(day: string): string {
  const end = new Date(`${day}T00:00`);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}
