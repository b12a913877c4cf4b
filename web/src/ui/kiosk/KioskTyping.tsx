import { type ReactNode, useState } from "react";
import { useServices, useText } from "../services.ts";

/** Typed words, where the operator lets visitors type. */
export function KioskTyping({ onClose }: { onClose: () => void }): ReactNode {
  const { actions } = useServices();
  const text = useText().kiosk;
  const [words, setWords] = useState("");
  return (
    <form
      className="kiosk-typing"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() === "") return;
        actions.sendText(words);
        setWords("");
        onClose();
      }}
    >
      <input
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
      <button type="submit" className="kiosk-key">
        {text.send}
      </button>
    </form>
  );
}
