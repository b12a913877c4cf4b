import * as Toast from "radix-ui/toast";
import type { ReactNode } from "react";
import { useText } from "../services.ts";

const SHOWN_MS = 8_000;

/** Where a bar over the page stands (on the stage at the feet of the figure), what it looks like, and the key in it. */
export const BAR_PLACE =
  "fixed inset-x-4 book:not-in-[.stage-arrival]:start-[calc(var(--leaf)+var(--hinge)+16px)] bottom-[calc(128px+var(--safe-bottom))] z-undo mx-auto max-w-120 rail:bottom-8 in-[.stage-arrival]:absolute in-[.stage-arrival]:inset-x-3 in-[.stage-arrival]:bottom-3 rail:in-[.stage-arrival]:bottom-3 in-[.stage-arrival]:z-30";
export const BAR_LOOK =
  "flex min-h-13 items-center justify-between gap-4 rounded-control bg-ink py-1 ps-5 pe-[6px] text-on-ink";
export const BAR_KEY =
  "min-h-11 flex-none rounded-segment px-[14px] font-semibold whitespace-nowrap underline underline-offset-[0.25em] focus-visible:-outline-offset-4 focus-visible:outline-on-ink";

/** What was done, and the way back. Its time stands still while it has the focus or the pointer. */
export function UndoBar(props: { sentence: string; onUndo: () => void; onEnd: () => void }): ReactNode {
  const { undo } = useText().common;
  return (
    <Toast.Provider duration={SHOWN_MS} label={undo}>
      <Toast.Root open type="background" onOpenChange={props.onEnd} className={BAR_LOOK}>
        <Toast.Description className="min-w-0 wrap-anywhere">{props.sentence}</Toast.Description>
        <Toast.Action
          altText={undo}
          className={BAR_KEY}
          onClick={(event) => {
            // Taken back, it has not ended.
            event.preventDefault();
            props.onUndo();
          }}
        >
          {undo}
        </Toast.Action>
      </Toast.Root>
      <Toast.Viewport label={undo} className={BAR_PLACE} />
    </Toast.Provider>
  );
}
