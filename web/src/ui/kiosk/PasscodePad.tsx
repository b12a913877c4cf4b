import * as Dialog from "radix-ui/dialog";
import { type ReactNode, useState } from "react";
import { go } from "../route.ts";
import { useServices, useText } from "../services.ts";
import { Key } from "./Key.tsx";
import { Keypad } from "./Keypad.tsx";

/** Asks for the passcode, on a pad: there is no keyboard. */
export function PasscodePad(): ReactNode {
  const { kiosk } = useServices();
  const text = useText().kiosk.pad;
  const [refused, setRefused] = useState<string | null>(null);
  const enter = async (digits: string): Promise<void> => {
    const result = await kiosk.unlock(digits);
    if (result.outcome === "open") {
      go({ page: "settings", group: "kiosk" });
      return;
    }
    setRefused(result.waitMs > 0 ? text.wait(Math.ceil(result.waitMs / 1_000)) : text.wrong);
  };
  return (
    <Dialog.Root open onOpenChange={kiosk.cancelAsking}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-dialog bg-wall/72" />
        <Dialog.Content
          className="kiosk-scale fixed inset-[50%_auto_auto_50%] z-dialog flex max-h-dvh -translate-1/2 flex-col portrait:inset-[auto_auto_max(3dvh,var(--safe-bottom))_50%] portrait:translate-y-0 items-center gap-4 overflow-y-auto rounded-sheet bg-paper p-10 text-body shadow-dialog short:grid short:grid-cols-[14rem_300px] short:items-center short:px-10 short:py-4"
          aria-describedby={undefined}
        >
          <Dialog.Title className="text-heading">{text.title}</Dialog.Title>
          <Keypad onEnter={(digits) => void enter(digits)} refused={refused} />
          <Dialog.Close asChild>
            <Key>{text.cancel}</Key>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
