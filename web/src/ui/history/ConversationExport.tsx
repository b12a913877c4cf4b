import { Download, FileArchive, FileText } from "lucide-react";
import type { ReactNode } from "react";
import type { StoredConversation } from "../../history/schema.ts";
import { Menu } from "../parts/Menu.tsx";
import { useText } from "../services.ts";
import { archiveSentence } from "../settings/keeping/archive-sentence.ts";
import { useArchive } from "../settings/keeping/use-archive.ts";

/** One conversation as a file: with its voices and to be imported, or to be read. */
export function ConversationExport({ conversation }: { conversation: StoredConversation }): ReactNode {
  const { keeping, record } = useText();
  const archive = useArchive();
  const { id, title } = conversation;
  const isBusy = archive.work.state === "going";
  return (
    <>
      <Menu
        label={record.exportOne}
        icon={Download}
        items={[
          {
            label: record.exportWhole,
            icon: FileArchive,
            disabled: isBusy,
            onSelect: () => archive.write({ conversation: id, voices: true }, title),
          },
          {
            label: keeping.exportToRead,
            icon: FileText,
            disabled: isBusy,
            onSelect: () => archive.writeToRead({ conversation: id, voices: false }, title),
          },
        ]}
      />
      <p role="status" className="basis-full text-small text-ink-2 empty:hidden">
        {archiveSentence(archive.work, keeping)}
      </p>
    </>
  );
}
