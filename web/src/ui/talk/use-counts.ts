import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useToday } from "../agenda/use-today.ts";
import { useServices, useText } from "../services.ts";

/** How much there is behind each door of the drawer, in words; null while it is not known. */
export function useCounts(): { history: string | null; today: string | null; documents: string | null } {
  const { rest } = useText();
  const { history, shelf } = useServices();
  const [conversations, setConversations] = useState<number | null>(null);
  // A device that remembers none may never have known any.
  const documents = useStore(shelf.store, ({ documents: known, fresh }) =>
    known === null || (!fresh && known.length === 0) ? null : known.length,
  );
  const { lines } = useToday();
  useEffect(() => {
    let isCurrent = true;
    void history.conversations().then((all) => isCurrent && setConversations(all.length));
    // Without an answer the shelf is what this device remembers of it.
    void shelf.look();
    return () => {
      isCurrent = false;
    };
  }, [history, shelf]);
  return {
    history: conversations === null ? null : rest.conversations(conversations),
    today: lines === null ? null : rest.today(lines.all),
    documents: documents === null ? null : rest.documents(documents),
  };
}
