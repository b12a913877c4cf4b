import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { useServices, useText } from "../services.ts";
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
    <div className="kiosk-words kiosk-arming">
      <h1>{text.arming.title}</h1>
      {passcode === null ? (
        <>
          <p>{text.pad.choose}</p>
          <Keypad onEnter={(digits) => void choose(digits)} refused={refused} />
        </>
      ) : (
        <>
          <p>{text.arming.lead}</p>
          {!mayStand && <p>{text.arming.licence}</p>}
          <button type="button" className="kiosk-key kiosk-primary" onClick={() => void kiosk.arm()}>
            {text.arming.begin}
          </button>
          <button type="button" className="kiosk-key" onClick={kiosk.ask}>
            {text.arming.settings}
          </button>
        </>
      )}
    </div>
  );
}
