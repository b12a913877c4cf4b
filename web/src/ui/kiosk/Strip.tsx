import { CircleAlert, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { shown } from "../../watchdog/watchdog.ts";
import { useServices, useText } from "../services.ts";

/** The foot of the screen. What is being mended comes first, as one light and one sentence. */
export function Strip({ children }: { children: ReactNode }): ReactNode {
  const text = useText().kiosk;
  const { kiosk, watchdog } = useServices();
  const call = useStore(kiosk.store, (view) => view.settings.call);
  const { watch, needsTouch } = useStore(watchdog.store);
  const fault = shown(watch);
  const sentence = needsTouch
    ? text.touchToSound
    : fault === null
      ? null
      : fault.failed
        ? text.callStaff(call)
        : text.faults[fault.fault];
  return (
    <footer className="kiosk-strip">
      {sentence === null ? null : (
        <p className="kiosk-fault" role="status" data-fault={fault?.fault} data-failed={fault?.failed === true}>
          {fault?.failed === true ? (
            <CircleAlert strokeWidth={1.6} aria-hidden="true" />
          ) : (
            <Wrench strokeWidth={1.6} aria-hidden="true" />
          )}
          {sentence}
        </p>
      )}
      {children}
    </footer>
  );
}
