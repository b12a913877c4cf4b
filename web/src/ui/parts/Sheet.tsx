import { X } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import type { ReactNode } from "react";
import { useText } from "../services.ts";
import { IconButton } from "./Button.tsx";

/** A panel over the page: it traps the focus, gives it back to what opened it, and Esc or a touch outside closes it. */
export function Sheet(props: {
  label: string;
  /** BCP 47 of the label, where it is not the page's. */
  lang?: string;
  /** It lies over the talk: the face stays whole above it where the desk is below the stage. */
  underFace?: boolean;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <Dialog.Root open onOpenChange={props.onClose}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          data-under-face={props.underFace}
          className="sheet group fixed inset-x-0 bottom-0 z-sheet mx-auto max-h-[calc(100dvh-228px)] w-full max-w-sheet animate-sheet overflow-x-hidden overflow-y-auto overscroll-contain rounded-t-sheet bg-paper text-ink shadow-sheet motion-reduce:animate-fade short:max-h-[calc(100dvh-24px)] medium:portrait:data-under-face:max-h-[53dvh] beside:start-auto beside:mx-0 beside:max-h-[calc(100dvh-48px)] beside:w-[calc(max(42%,440px)+var(--safe-right))] beside:max-w-none book:max-h-[calc(100dvh-48px)]! book:w-(--far-leaf) beside:rounded-se-none contrast:border-2 contrast:border-b-0 contrast:border-line forced-colors:border-2 forced-colors:border-b-0"
        >
          <Dialog.Title asChild>
            <span className="unseen" lang={props.lang}>
              {props.label}
            </span>
          </Dialog.Title>
          <div className="flex min-h-[min(408px,60dvh)] flex-col has-[article]:max-h-[calc(100dvh-228px)] gap-4 medium:portrait:group-data-under-face:has-[article]:max-h-[53dvh]! ps-gutter pe-gutter-right pt-[10px] pb-[calc(20px+var(--safe-bottom))]">
            <span className="h-1 w-10 flex-none self-center rounded-bar bg-edge" aria-hidden="true" />
            {props.children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What the sheet is about, and the way out of it. */
export function SheetHead(props: {
  title: string;
  /** BCP 47 of the title, where it is not the page's. */
  lang?: string;
  onClose: () => void;
}): ReactNode {
  const { title, lang, onClose } = props;
  const { close } = useText().common;
  return (
    <header className="flex items-center justify-between gap-3">
      <h2 className="min-w-0 text-heading wrap-anywhere" lang={lang}>
        {title}
      </h2>
      <IconButton className="-me-[10px]" label={close} icon={X} onClick={onClose} />
    </header>
  );
}
