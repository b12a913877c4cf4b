import type { DocumentStatus } from "@hisho/protocol";
import { go } from "../route.ts";
import { useServices } from "../services.ts";

/** Goes to talk about one document: until that is taken back, answers look in it alone. */
export function useAsk(): (document: Pick<DocumentStatus, "doc_id" | "title">) => void {
  const { actions } = useServices();
  return ({ doc_id: docId, title }) => {
    actions.askAbout({ docId, title });
    go({ page: "talk" });
    void actions.begin();
  };
}
