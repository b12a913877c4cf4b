import { type ReactNode, useState } from "react";
import { useServices, useText } from "../services.ts";
import { Key } from "./Key.tsx";

/** Typed words, where the operator lets visitors type. */
export function KioskTyping({ onClose }: { onClose: () => void }): ReactNode {
  const { actions } = useServices();
  const text = useText().kiosk;
  const [words, setWords] = useState("");
  return (
    <form
      className="absolute inset-x-0 bottom-6 flex gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() === "") return;
        actions.sendText(words);
        setWords("");
        onClose();
      }}
    >
      <input
        className="min-h-(--touch) min-w-0 flex-1 rounded-control border-hair border-edge bg-raised px-6 text-[max(16px,34*var(--k))] select-text"
        aria-label={text.field}
        placeholder={text.field}
        autoComplete="off"
        enterKeyHint="send"
        maxLength={500}
        value={words}
        // biome-ignore lint/a11y/noAutofocus: the visitor has just asked to type
        autoFocus
        onChange={(event) => setWords(event.target.value)}
        onBlur={() => words === "" && onClose()}
      />
      <Key type="submit">{text.send}</Key>
    </form>
  );
}
