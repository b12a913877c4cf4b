import { FileDown, Files } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Area } from "../parts/Field.tsx";
import { Sheet, SheetHead } from "../parts/Sheet.tsx";
import { useServices, useText } from "../services.ts";
import { giftsOf } from "./dropped-files.ts";
import { isAddress } from "./given.ts";
import { useGiveWords } from "./use-gifts.ts";

/** Not among React's attributes, and in every browser (File and Directory Entries API, section 6). */
const FOLDER = { webkitdirectory: "" };

/** Files, a folder, an address or words: what a phone has no drop for. */
export function AddSheet({ onClose }: { onClose: () => void }): ReactNode {
  const text = useText();
  const { shelf } = useServices();
  const giveWords = useGiveWords();
  const [words, setWords] = useState("");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement): void => {
    if (input.files !== null) shelf.add(giftsOf(input.files));
    onClose();
  };
  return (
    <Sheet label={text.documents.addTitle} onClose={onClose}>
      <SheetHead title={text.documents.addTitle} onClose={onClose} />
      <div className="grid gap-[10px] medium:grid-cols-2">
        <Button kind="primary" onClick={() => files.current?.click()} icon={FileDown}>
          {text.documents.addFiles}
        </Button>
        <Button onClick={() => folder.current?.click()} icon={Files}>
          {text.documents.addFolder}
        </Button>
      </div>
      <input ref={files} type="file" multiple hidden data-way="files" onChange={(event) => take(event.currentTarget)} />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        {...FOLDER}
        data-way="folder"
        onChange={(event) => take(event.currentTarget)}
      />
      <form
        className="flex flex-col gap-[10px]"
        onSubmit={(event) => {
          event.preventDefault();
          giveWords(words);
          onClose();
        }}
      >
        <Area
          label={text.documents.addWords}
          rows={3}
          value={words}
          placeholder={text.documents.addWordsPlaceholder}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button type="submit" disabled={words.trim() === ""}>
          {isAddress(words.trim()) ? text.documents.addPage : text.documents.addText}
        </Button>
      </form>
      <p className="text-small text-ink-2">{text.documents.kinds}</p>
    </Sheet>
  );
}
