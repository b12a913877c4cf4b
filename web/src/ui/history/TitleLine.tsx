import { Pencil, Pin, PinOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { StoredConversation } from "../../history/schema.ts";
import { Button, IconButton } from "../parts/Button.tsx";
import { Field } from "../parts/Field.tsx";
import { useServices, useText } from "../services.ts";

/** What a conversation is called, with its pin; the person may call it otherwise. @param props.day for one without a title */
export function TitleLine(props: {
  conversation: StoredConversation;
  day: string;
  count: string;
  isNaming: boolean;
  onNaming: (on: boolean) => void;
}): ReactNode {
  const { history } = useServices();
  const { record } = useText();
  const { id, title, pinnedAt } = props.conversation;
  const [draft, setDraft] = useState(title);
  const isPinned = pinnedAt !== undefined;
  if (props.isNaming) {
    return (
      <form
        className="flex flex-1 flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          props.onNaming(false);
          void history.setTitle(id, draft, "person", new Date());
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          props.onNaming(false);
        }}
      >
        <span className="min-w-48 flex-1">
          <Field
            label={record.title}
            autoFocus
            maxLength={120}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
        </span>
        <Button type="submit" kind="primary">
          {record.keepTitle}
        </Button>
        <Button kind="quiet" onClick={() => props.onNaming(false)}>
          {record.cancel}
        </Button>
      </form>
    );
  }
  return (
    <>
      <h2 className="figures min-w-0 flex-1 text-heading wrap-anywhere @max-md:min-w-full">
        {title === "" ? props.day : title}
        <span className="ms-3 text-small @max-md:ms-0 @max-md:block font-normal text-ink-2">
          {title === "" ? props.count : `${props.day} ・ ${props.count}`}
        </span>
      </h2>
      <IconButton
        label={record.rename}
        icon={Pencil}
        iconSize={20}
        onClick={() => {
          setDraft(title);
          props.onNaming(true);
        }}
      />
      <IconButton
        label={isPinned ? record.unpin : record.pin}
        icon={isPinned ? PinOff : Pin}
        iconSize={20}
        onClick={() => void history.setPinned(id, !isPinned, new Date())}
      />
    </>
  );
}
