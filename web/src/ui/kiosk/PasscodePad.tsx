import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { go } from "../route.ts";
import { useServices, useText } from "../services.ts";
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
        <Dialog.Overlay className="kiosk-scrim" />
        <Dialog.Content className="kiosk-pad" aria-describedby={undefined}>
          <Dialog.Title className="kiosk-pad-title">{text.title}</Dialog.Title>
          <Keypad onEnter={(digits) => void enter(digits)} refused={refused} />
          <Dialog.Close className="kiosk-key">{text.cancel}</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
