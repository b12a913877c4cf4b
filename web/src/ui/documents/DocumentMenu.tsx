import type { DocumentStatus } from "@hisho/protocol";
import { BookOpenText, Mic, RefreshCw, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { Button } from "../parts/Button.tsx";
import { Sheet } from "../parts/Sheet.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { useAsk } from "./use-ask.ts";

/** What can be done with a document without opening it. */
export function DocumentMenu({ document, onClose }: { document: DocumentStatus; onClose: () => void }): ReactNode {
  const { documents: words } = useText();
  const { shelf } = useServices();
  const ask = useAsk();
  const language = useSettings((settings) => settings.language);
  const isRereading = useStore(shelf.store, ({ rereading }) => rereading.has(document.doc_id));
  const isFresh = useStore(shelf.store, ({ fresh }) => fresh);
  const after = (work: () => void) => () => {
    onClose();
    work();
  };
  return (
    <Sheet label={words.menuOf(document.title)} onClose={onClose}>
      <h2 className="mb-3 font-bold wrap-anywhere" lang={languageOf(document.title, language)}>
        {document.title}
      </h2>
      <div className="flex flex-col gap-[10px]">
        <Button kind="primary" onClick={after(() => ask(document))} icon={Mic}>
          {words.ask}
        </Button>
        <Button onClick={after(() => go({ page: "documents", document: document.doc_id }))} icon={BookOpenText}>
          {words.open}
        </Button>
        <Button
          disabled={isRereading || !isFresh}
          onClick={after(() => void shelf.reread(document.doc_id))}
          icon={RefreshCw}
        >
          {words.reread}
        </Button>
        <Button tone="remove" disabled={!isFresh} onClick={after(() => shelf.remove(document))} icon={Trash2}>
          {words.remove}
        </Button>
      </div>
    </Sheet>
  );
}
