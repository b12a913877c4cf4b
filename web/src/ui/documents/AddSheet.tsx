import { FileDown, Files, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Sheet } from "../parts/Sheet.tsx";
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
      <header className="sheet-head">
        <h2 className="sheet-title">{text.documents.addTitle}</h2>
        <button type="button" className="icon-button" aria-label={text.common.close} onClick={onClose}>
          <X size={24} strokeWidth={1.6} aria-hidden="true" />
        </button>
      </header>
      <div className="add-ways">
        <button type="button" className="button" data-kind="primary" onClick={() => files.current?.click()}>
          <FileDown size={20} strokeWidth={1.75} aria-hidden="true" />
          {text.documents.addFiles}
        </button>
        <button type="button" className="button" data-kind="secondary" onClick={() => folder.current?.click()}>
          <Files size={20} strokeWidth={1.75} aria-hidden="true" />
          {text.documents.addFolder}
        </button>
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
        className="add-words"
        onSubmit={(event) => {
          event.preventDefault();
          giveWords(words);
          onClose();
        }}
      >
        <label className="sheet-label" htmlFor="add-words">
          {text.documents.addWords}
        </label>
        <textarea
          id="add-words"
          className="field add-field"
          rows={3}
          value={words}
          placeholder={text.documents.addWordsPlaceholder}
          onChange={(event) => setWords(event.target.value)}
        />
        <button type="submit" className="button" data-kind="secondary" disabled={words.trim() === ""}>
          {isAddress(words.trim()) ? text.documents.addPage : text.documents.addText}
        </button>
      </form>
      <p className="add-kinds">{text.documents.kinds}</p>
    </Sheet>
  );
}
