import * as AlertDialog from "radix-ui/alert-dialog";
import { type ReactNode, useState } from "react";
import { buttonLook } from "./Button.tsx";
import { Field } from "./Field.tsx";

/**
 * Asked before what cannot be taken back; everything else has an undo bar instead.
 *
 * @param props.typed a word that has to be typed first, and the label of its field
 */
export function Ask(props: {
  title: string;
  sentence: string;
  confirm: string;
  cancel: string;
  typed?: { label: string; word: string };
  onConfirm: () => void;
  onCancel: () => void;
}): ReactNode {
  const [typed, setTyped] = useState("");
  const isReady = props.typed === undefined || typed.trim() === props.typed.word;
  return (
    <AlertDialog.Root open onOpenChange={props.onCancel}>
      <AlertDialog.Portal>
        <div className="fixed inset-0 z-dialog animate-fade bg-wall/72" />
        <AlertDialog.Content className="fixed inset-0 z-dialog m-auto flex h-fit max-h-[calc(100dvh-48px)] w-[min(calc(100%-48px),480px)] book:start-[calc(var(--leaf)+var(--hinge))] book:w-[min(calc(var(--far-leaf)-48px),480px)] animate-fade flex-col gap-4 overflow-y-auto rounded-card bg-paper p-6 shadow-dialog contrast:border-2 contrast:border-line">
          <AlertDialog.Title className="text-heading">{props.title}</AlertDialog.Title>
          <AlertDialog.Description>{props.sentence}</AlertDialog.Description>
          {props.typed !== undefined && (
            <Field
              label={props.typed.label}
              placeholder={props.typed.word}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={buttonLook({ kind: "quiet" })}>{props.cancel}</AlertDialog.Cancel>
            <button
              type="button"
              className={buttonLook({ kind: "secondary", tone: "remove" })}
              disabled={!isReady}
              onClick={props.onConfirm}
            >
              {props.confirm}
            </button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
