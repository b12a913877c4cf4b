import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { useServices, useText } from "../services.ts";
import { Key } from "./Key.tsx";
import { Keypad } from "./Keypad.tsx";
import { useReception } from "./use-reception.ts";

/** Before the first visitor: a passcode where there is none, and one touch that lets the browser sound and hear. */
export function Arming(): ReactNode {
  const { kiosk } = useServices();
  const text = useText().kiosk;
  const passcode = useStore(kiosk.store, (view) => view.settings.passcode);
  const [refused, setRefused] = useState<string | null>(null);
  const mayStand = useReception();
  const choose = async (digits: string): Promise<void> => {
    if (!(await kiosk.setPasscode(digits))) setRefused(text.settings.insecure);
  };
  return (
    <div className="absolute start-(--lead-x) top-[calc(96*var(--k)+var(--lift))] bottom-0 z-50 flex w-190 animate-wake flex-col items-start gap-7 overflow-y-auto p-1 pb-[calc(4px+var(--safe-bottom))] portrait:inset-x-gutter portrait:top-[calc(var(--stage)+30*var(--k))] portrait:w-auto portrait:gap-5">
      <h1 className="text-[max(22px,60*var(--k))] leading-[1.35] font-semibold">{text.arming.title}</h1>
      {passcode === null ? (
        <>
          <p>{text.pad.choose}</p>
          <Keypad onEnter={(digits) => void choose(digits)} refused={refused} />
        </>
      ) : (
        <>
          <p>{text.arming.lead}</p>
          {!mayStand && <p>{text.arming.licence}</p>}
          <div className="flex flex-wrap gap-5 max-medium:w-full">
            <Key look="primary" onClick={() => void kiosk.arm()}>
              {text.arming.begin}
            </Key>
            <Key onClick={kiosk.ask}>{text.arming.settings}</Key>
          </div>
        </>
      )}
    </div>
  );
}
