import { ArrowUp } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { FIELD_LOOK } from "../parts/Field.tsx";
import { useServices, useText } from "../services.ts";
import { askedBefore, recall, WRITING } from "./recalled.ts";
import { TalkKey } from "./TalkKey.tsx";
import type { TalkKeyPress } from "./use-talk-key.ts";

/** docs/protocol.md: the longest text a relay takes. */
const MAX_CHARACTERS = 8_000;

/** Where the focus goes when the field closes: to the key that opened it, else to the one that talks. */
const TYPE_KEY = "[data-place=type]";
const TALK_KEY = ".talk > .talk-key";

/** The field, with the microphone one tap away. The arrows recall what was asked before. */
export function Typing(props: {
  press: TalkKeyPress;
  /** What stands in the field at first. */
  draft: string;
  onClose: () => void;
}): ReactNode {
  const { press, onClose } = props;
  const text = useText();
  const { actions, talk } = useServices();
  const [words, setWords] = useState(props.draft);
  const [recalling, setRecalling] = useState(WRITING);
  const field = useRef<HTMLTextAreaElement>(null);
  // Asked while it is drawn first: afterwards the key is gone.
  const [opener] = useState(() => (document.activeElement?.matches(TYPE_KEY) === true ? TYPE_KEY : TALK_KEY));
  useEffect(() => {
    field.current?.focus();
    return () => {
      // What had the focus is gone with the field: whoever goes by keys is not thrown back to the beginning.
      if (document.activeElement === document.body) document.querySelector<HTMLElement>(opener)?.focus();
    };
  }, [opener]);
  const send = (): void => {
    const trimmed = words.trim();
    if (trimmed === "") return;
    actions.sendText(trimmed);
    setWords("");
  };
  return (
    <form
      className="relative z-50 mb-[calc(16px+var(--safe-bottom))] flex items-end gap-[10px] self-end [grid-column:words] [grid-row:dock] [&>.talk-key]:my-[2px] [&>.talk-key]:-ms-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TalkKey press={press} variant="quiet" />
      <textarea
        ref={field}
        className={`${FIELD_LOOK} max-h-33 min-h-13 flex-1 resize-none py-[13px] leading-[1.5] [field-sizing:content] [scrollbar-width:none]`}
        rows={1}
        maxLength={MAX_CHARACTERS}
        value={words}
        placeholder={text.typing.placeholder}
        aria-label={text.typing.field}
        enterKeyHint="send"
        autoComplete="off"
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            send();
          } else if (event.key === "Escape" && talk.getState().phase !== "speaking") {
            event.stopPropagation();
            onClose();
          } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
            const step = event.key === "ArrowUp" ? 1 : -1;
            const found = recall(askedBefore(talk.getState().turns), recalling, words, step);
            if (found === null) return;
            event.preventDefault();
            setRecalling(found.recalling);
            setWords(found.words);
          }
        }}
      />
      <button
        type="submit"
        className="grid size-13 flex-none place-items-center rounded-card bg-ink text-on-ink active:bg-ink/88 disabled:border-hair disabled:border-line disabled:bg-raised disabled:text-ink-3"
        aria-label={text.typing.send}
        disabled={words.trim() === ""}
      >
        <ArrowUp size={24} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </form>
  );
}
